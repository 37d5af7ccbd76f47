// What Descent writes in C: vectorised per-value mathematics, and the two questions to the CPU that Swift cannot ask
// portably. Everything that touches one number at a time is here, in plain C loops that clang
// vectorises, compiled once per CPU level. Callers fetch a table of functions for their precision and call per tile.
#ifndef CDESCENT_KERNELS_H
#define CDESCENT_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef enum { descent_portable = 0, descent_avx2 = 1, descent_avx512 = 2 } descent_level;

// What a pointwise kernel computes beside loss and residual. The Gauss-Newton curvature is never negative.
typedef enum { descent_first_order = 0, descent_exact_curvature = 1, descent_gauss_newton = 2 } descent_order;

// The neurons with a fused kernel. A new one is a file Neurons/<name>.h, its #include in Levels/precision.h, and its
// name here.
#define DESCENT_NEURONS(X) X(logistic) X(linear) X(relu) X(sigmoid) X(perceptron) X(poisson)

#define DESCENT_ACTIVATIONS(X) X(identity) X(logistic_curve) X(rectifier) X(tangent) X(exponential) X(step)
#define DESCENT_COSTS(X) X(cross_entropy) X(half_squared) X(absolute) X(huber) X(hinge)

// What expressions are made of; their codes are their places in this list.
#define DESCENT_OPERATIONS(X)                                                                                \
    X(copy) X(negate) X(exp) X(log) X(log1p) X(sqrt) X(sigmoid) X(softplus) X(tanh) X(relu) X(abs) X(sign)   \
    X(positive) X(add) X(subtract) X(multiply) X(divide) X(power) X(max) X(at_least)

// One operation of a program over blocks of values. `out` is neither `a` nor `b`.
typedef struct { int32_t operation, a, b, out; } descent_instruction;

// A factor of a term: its first run, how many columns it has, and how far apart these lie among the term's.
typedef struct { int32_t run, width, step; } descent_term_factor;
// Runs of numbers that `write_terms` needs room for.
enum { descent_term_products = 9 };
// A term: its columns, and its factors of numbers and of indicators by where they begin in a list, and how many there are.
typedef struct { int32_t first, width, numbers_from, numbers, places_from, places; } descent_term;

// Where a program's operands are: inputs, results, then registers of its own, of which the first hold the constants.
enum {
    descent_slot_score, descent_slot_target, descent_slot_loss, descent_slot_residual, descent_slot_curvature,
    descent_first_register
};
enum { descent_registers = 32 };

// What numbers may be stored as: integers of one and two bytes, IEEE 754's binary16, the upper half of a float, floats, doubles.
#define DESCENT_NUMBERS(X) X(u8) X(i8) X(u16) X(i16) X(f16) X(bf16) X(f32) X(f64)
typedef enum {
#define CODE(name) descent_##name,
    DESCENT_NUMBERS(CODE)
#undef CODE
} descent_number;

// 32 bits tell how often a sample is drawn, from 0 to 12 times.
enum { descent_count_thresholds = 12 };

#define T double
#define NAMED(name) name##_f64
#include "KernelTable.h"
#undef T
#undef NAMED
#define T float
#define NAMED(name) name##_f32
#include "KernelTable.h"
#undef T
#undef NAMED

// What least squares needs, in double alone: reflections, and arithmetic on pairs: numbers that are the unevaluated sum of a high and a low double, 106 bits in all. Runs of samples
// are aligned to 64 bytes and padded to multiples of 8, with weights of 0 on what is added.
typedef struct {
    // The upper triangle r (order x order) and a block b (count x order), both column-major, become the triangle of both
    // by QR; the block is used up.
    void (*reflect)(ptrdiff_t order, ptrdiff_t count, double *r, ptrdiff_t r_stride, double *b, ptrdiff_t stride);
    // w r of r = y - (x w + b), x feature-major; their sum and that of w r^2 go to sixteen lanes each.
    void (*residuals)(ptrdiff_t features, ptrdiff_t count, const double *x, ptrdiff_t stride, const double *high,
                      const double *low, double bias, double bias_low, const double *target, const double *target_low,
                      const double *weights, double *out, double *out_low, double *sums, double *squares);
    // x r of every feature, added to its sixteen lanes.
    void (*products)(ptrdiff_t features, ptrdiff_t count, const double *x, ptrdiff_t stride, const double *r,
                     const double *r_low, double *sums);
    // Pairs added to pairs.
    void (*add)(ptrdiff_t count, double *high, double *low, const double *other, const double *other_low);
    // Lanes, sixteen per number, added to pairs; the lanes are cleared.
    void (*fold)(ptrdiff_t count, double *lanes, double *high, double *low);
} descent_wide_kernels;

// Tells the CPU that this thread is spinning.
static inline void descent_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// Asks for memory that will be read soon.
static inline void descent_prefetch(const void *start, ptrdiff_t bytes) {
    for (ptrdiff_t place = 0; place < bytes; place += 64) __builtin_prefetch((const char *)start + place, 0, 2);
}

// Cores that the scheduler lets this process run on.
ptrdiff_t descent_cores(void);

// The fastest level that this CPU runs.
descent_level descent_fastest_level(void);

// The functions of one level, which the CPU must support.
const descent_kernels_f64 *descent_kernels_f64_at(descent_level level);
const descent_kernels_f32 *descent_kernels_f32_at(descent_level level);
const descent_wide_kernels *descent_wide_kernels_at(descent_level level);

#endif
