// Kernels beside the C library and plain loops, for processors on which no Swift runs: Scripts/test-arm64 says how. One argument: a
// level. Wherever they differ by more than a few roundings, it says so and ends with 1.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CDescentKernels.h"

enum { most = 600, features_most = 70 };
static int wrong, compared;
static uint64_t chance = 1;

// From low to high, by a generator of its own: the same numbers everywhere.
static double drawn(double low, double high) {
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(chance >> 11) * 0x1p-53;
}

// Within so much of what is expected, both relative to a size; infinities and what is no number must be the same.
static void expect(const char *what, ptrdiff_t place, double found, double expected, double size, double tolerance) {
    compared++;
    const int same = isnan(expected) ? isnan(found) : found == expected || fabs(found - expected) <= tolerance * size;
    if (!same && wrong++ < 20) printf("%s[%td] is %.17g, not %.17g\n", what, place, found, expected);
}

#define T double
#define NAMED(name) name##_f64
#define ROUNDING 0x1p-52
#define SMALLEST 0x1p-1022
#include "answers.h"
#undef T
#undef NAMED
#undef ROUNDING
#undef SMALLEST
#define T float
#define NAMED(name) name##_f32
#define ROUNDING 0x1p-23
#define SMALLEST 0x1p-126
#include "answers.h"

int main(int count, char **words) {
    const char *names[] = {"portable", "avx2", "avx512"};
    int level = 0;
    while (count == 2 && level < 3 && strcmp(words[1], names[level])) level++;
    if (count != 2 || level > (int)descent_fastest_level()) {
        fprintf(stderr, "answers LEVEL: portable, avx2 or avx512, as the CPU has them\n");
        return 2;
    }
    answers_f64(descent_kernels_f64_at((descent_level)level));
    answers_f32(descent_kernels_f32_at((descent_level)level));
    printf("%s: %d values compared, %d wrong\n", words[1], compared, wrong);
    return wrong != 0;
}
