// Residuals and their products with the features in twice the digits of a double: a number is the unevaluated sum of a
// high and a low double. Every product is split exactly and every sum keeps its error, so a dot product is as if it were
// computed in 106 bits and then rounded to the pair (Ogita, Rump and Oishi's Dot2, unrounded).
//
// Eight samples go abreast at every level, so all levels have the same order of summation. Features are feature-major
// and in double, counts are multiples of 8. No fast math here: the errors are the point.
#define PRECISION wide

typedef double FN(lanes) __attribute__((vector_size(64), may_alias));
typedef int64_t FN(mask) __attribute__((vector_size(64), may_alias));
#define V FN(lanes)

#if defined(LEVEL_TARGET) || defined(__FMA__) || defined(__ARM_FEATURE_FMA)
// error = a * b - product, exactly.
#define SPLIT_PRODUCT(a, b, product, error)                 \
    const V product = (a) * (b);                            \
    const V error = __builtin_elementwise_fma((a), (b), -product)
#else
// Dekker and Veltkamp: the same error without a fused operation, for factors below 2^996.
#define SPLIT_PRODUCT(a, b, product, error)                                                      \
    const V product = (a) * (b);                                                                 \
    const V product##_a = (a) * 134217729.0, product##_b = (b) * 134217729.0;                    \
    const V product##_ah = product##_a - (product##_a - (a)), product##_al = (a) - product##_ah; \
    const V product##_bh = product##_b - (product##_b - (b)), product##_bl = (b) - product##_bh; \
    const V error = ((product##_ah * product##_bh - product) + product##_ah * product##_bl +     \
                     product##_al * product##_bh) + product##_al * product##_bl
#endif

// high + low += addend + small, where low gathers what high rounds away.
#define ADD_WIDE(high, low, addend, small)                                        \
    do {                                                                          \
        const V sum_ = (high) + (addend), part_ = sum_ - (high);                  \
        const V lost_ = ((high) - (sum_ - part_)) + ((addend) - part_);           \
        (high) = sum_;                                                            \
        (low) += lost_ + (small);                                                 \
    } while (0)

// r = y - (x w + b) of every sample, times its weight, as pairs. A weight of 0 leaves a sample out, whatever its values.
// The sums of w r and of w r^2 are added lane by lane: eight high values, then eight low ones.
static void FN(residuals)(ptrdiff_t features, ptrdiff_t count, const double *restrict x, ptrdiff_t stride,
                          const double *restrict high, const double *restrict low, double bias, double bias_low,
                          const double *restrict target, const double *restrict target_low,
                          const double *restrict weights, double *restrict out, double *restrict out_low,
                          double *restrict sums, double *restrict squares) {
#pragma clang fp contract(off)
    const V zero = {0};
    V sum = *(V *)sums, sum_low = *(V *)(sums + 8), square = *(V *)squares, square_low = *(V *)(squares + 8);
    for (ptrdiff_t j = 0; j < count; j += 8) {
        V z = zero + bias, z_low = zero + bias_low;
        for (ptrdiff_t i = 0; i < features; i++) {
            const V value = *(const V *)(x + i * stride + j), w = zero + high[i];
            SPLIT_PRODUCT(value, w, product, error);
            ADD_WIDE(z, z_low, product, error + value * low[i]);
        }
        V r = *(const V *)(target + j), r_low = *(const V *)(target_low + j) - z_low;
        const V minus = -z;
        ADD_WIDE(r, r_low, minus, zero);
        const V weight = *(const V *)(weights + j);
        const FN(mask) counts = weight != zero;
        const V whole = (V)((FN(mask))(r + r_low) & counts), rest = (V)((FN(mask))(r_low - ((r + r_low) - r)) & counts);
        SPLIT_PRODUCT(weight, whole, product, error);
        const V product_low = error + weight * rest;
        *(V *)(out + j) = product;
        *(V *)(out_low + j) = product_low;
        ADD_WIDE(sum, sum_low, product, product_low);
        SPLIT_PRODUCT(product, whole, power, cut);
        ADD_WIDE(square, square_low, power, cut + (product * rest + product_low * whole));
    }
    *(V *)sums = sum;
    *(V *)(sums + 8) = sum_low;
    *(V *)squares = square;
    *(V *)(squares + 8) = square_low;
}

// sums[i] += sum over samples of x[i] r, lane by lane: sixteen values per feature, as above.
static void FN(products)(ptrdiff_t features, ptrdiff_t count, const double *restrict x, ptrdiff_t stride,
                         const double *restrict r, const double *restrict r_low, double *restrict sums) {
#pragma clang fp contract(off)
    for (ptrdiff_t i = 0; i < features; i++) {
        V sum = *(V *)(sums + 16 * i), sum_low = *(V *)(sums + 16 * i + 8);
        for (ptrdiff_t j = 0; j < count; j += 8) {
            const V value = *(const V *)(x + i * stride + j), factor = *(const V *)(r + j);
            SPLIT_PRODUCT(value, factor, product, error);
            ADD_WIDE(sum, sum_low, product, error + value * *(const V *)(r_low + j));
        }
        *(V *)(sums + 16 * i) = sum;
        *(V *)(sums + 16 * i + 8) = sum_low;
    }
}

// high, low += other pairs, with as many digits as a pair has.
static void FN(add)(ptrdiff_t count, double *restrict high, double *restrict low, const double *restrict other,
                    const double *restrict other_low) {
#pragma clang fp contract(off)
    for (ptrdiff_t i = 0; i < count; i++) {
        const double sum = high[i] + other[i], part = sum - high[i];
        const double lost = ((high[i] - (sum - part)) + (other[i] - part)) + (low[i] + other_low[i]);
        high[i] = sum + lost;
        low[i] = lost - (high[i] - sum);
    }
}

// Adds every run of sixteen lanes to a pair, and clears them.
static void FN(fold)(ptrdiff_t count, double *restrict lanes, double *restrict high, double *restrict low) {
    for (ptrdiff_t i = 0; i < count; i++)
        for (ptrdiff_t lane = 0; lane < 8; lane++) {
            FN(add)(1, high + i, low + i, lanes + 16 * i + lane, lanes + 16 * i + 8 + lane);
            lanes[16 * i + lane] = lanes[16 * i + 8 + lane] = 0;
        }
}

#include "reflect.h"

const descent_wide_kernels FN(descent_kernels) = {
    .reflect = FN(reflect),
    .residuals = FN(residuals),
    .products = FN(products),
    .add = FN(add),
    .fold = FN(fold),
};

#undef PRECISION
#undef V
#undef SPLIT_PRODUCT
#undef ADD_WIDE
