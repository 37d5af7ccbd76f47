// Calls every kernel of every table over ragged shapes, for sanitizers that see only C: Scripts/test-kernels builds it and
// says what for. Two arguments: a level, and a precision or `wide`.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CDescentKernels.h"

// In such a function the realtime sanitizer reports any call that may allocate, lock or wait, however deep it is. All
// kernels are called from one, so that they need no mark of their own.
#if defined(__has_feature)
#if __has_feature(realtime_sanitizer)
#define REALTIME __attribute__((nonblocking))
#endif
#endif
#ifndef REALTIME
#define REALTIME
#endif

// Around the widths of vectors, blocks and turned tiles.
static const ptrdiff_t counts[] = {1, 2, 3, 7, 8, 9, 16, 17, 31, 33, 64, 65, 127, 129, 257, 513};
static const ptrdiff_t widths[] = {1, 2, 7, 8, 9, 17, 31, 64, 70, 300};
enum { most = 600 * 600, outputs_most = 8 };
#define COUNT_OF(list) (ptrdiff_t)(sizeof(list) / sizeof *(list))

static uint64_t chance = 1;

// From low to high, by a generator of its own: the same numbers everywhere.
static double drawn(double low, double high) {
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(chance >> 11) * 0x1p-53;
}

#define T double
#define NAMED(name) name##_f64
#define LARGEST 1e300
#define SMALLEST 1e-300
#include "drive.h"
#undef T
#undef NAMED
#undef LARGEST
#undef SMALLEST
#define T float
#define NAMED(name) name##_f32
#define LARGEST 1e30f
#define SMALLEST 1e-30f
#include "drive.h"

// Whole blocks of eight samples, aligned as the kernels expect them.
static void wide(descent_level level) REALTIME {
    const descent_wide_kernels *k = descent_wide_kernels_at(level);
    enum { order = 9, rows = 40 };
    static _Alignas(64) double x[order * rows], r[order * order], target[rows], low[rows], weights[rows], out[rows], rest[rows];
    static _Alignas(64) double sums[16], squares[16], lanes[16 * order], high[order], parts[order];
    for (int i = 0; i < order * rows; i++) x[i] = drawn(0.5, 2);
    for (int i = 0; i < rows; i++) target[i] = drawn(100, 200), low[i] = 0, weights[i] = i < 35 ? 1 : 0;
    for (int i = 0; i < order; i++) high[i] = drawn(0.5, 2), parts[i] = 0;
    memset(sums, 0, sizeof sums), memset(squares, 0, sizeof squares), memset(lanes, 0, sizeof lanes);
    k->residuals(order, rows, x, rows, high, parts, 0.25, 0, target, low, weights, out, rest, sums, squares);
    k->products(order, rows, x, rows, out, rest, lanes);
    k->fold(order, lanes, high, parts);
    k->add(order, high, parts, high, parts);
    for (int i = 0; i < order; i++)
        for (int j = 0; j < order; j++) r[i * order + j] = i == j ? 3 : j < i ? 0.5 : 0;
    k->reflect(order, rows, r, order, x, rows);
}

int main(int count, char **words) {
    const char *names[] = {"portable", "avx2", "avx512"}, *parts[] = {"f64", "f32", "wide"};
    int part = 0, level = 0;
    while (count == 3 && part < 3 && strcmp(words[2], parts[part])) part++;
    while (count == 3 && level < 3 && strcmp(words[1], names[level])) level++;
    if (count != 3 || part == 3 || level > (int)descent_fastest_level()) {
        fprintf(stderr, "drive LEVEL PART: portable, avx2 or avx512, as the CPU has them; f64, f32 or wide\n");
        return 2;
    }
    if (part == 0) drive_f64(descent_kernels_f64_at((descent_level)level));
    if (part == 1) drive_f32(descent_kernels_f32_at((descent_level)level));
    if (part == 2) wide((descent_level)level);
    printf("%s, %s: every kernel was called\n", words[1], words[2]);
    return 0;
}
