// A block of rows, eight abreast, is absorbed into a triangle by Householder reflections: R becomes the factor of both.
// What dtpqrt does, without its calls: at 30 columns a reflection of a block that fits the first cache takes as long as
// three or four calls of BLAS.

static inline __attribute__((always_inline)) double FN(across)(const double *lanes) {
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

// One column against the reflection of b, v = (1, b * inverse): subtracts tau v (v^T c), with the first value in R.
static inline __attribute__((always_inline)) void FN(reflect_columns)(int columns, ptrdiff_t count,
                                                                      const double *restrict b, double *restrict c,
                                                                      ptrdiff_t stride, double *restrict top,
                                                                      ptrdiff_t top_stride, double tau,
                                                                      double inverse) {
#pragma clang fp contract(fast)
    V dots[4] = {{0}, {0}, {0}, {0}};
    double factors[4];
    for (ptrdiff_t j = 0; j < count; j += 8) {
        const V value = *(const V *)(b + j);
        for (int k = 0; k < columns; k++) dots[k] += value * *(const V *)(c + k * stride + j);
    }
    for (int k = 0; k < columns; k++) {
        double lanes[8];
        memcpy(lanes, &dots[k], sizeof lanes);
        const double share = tau * (top[k * top_stride] + inverse * FN(across)(lanes));
        top[k * top_stride] -= share;
        factors[k] = share * inverse;
    }
    for (ptrdiff_t j = 0; j < count; j += 8) {
        const V value = *(const V *)(b + j);
        for (int k = 0; k < columns; k++) *(V *)(c + k * stride + j) -= factors[k] * value;
    }
}

static void FN(reflect)(ptrdiff_t order, ptrdiff_t count, double *restrict r, ptrdiff_t r_stride, double *restrict b,
                        ptrdiff_t stride) {
#pragma clang fp contract(fast)
    for (ptrdiff_t k = 0; k < order; k++) {
        const double *restrict column = b + k * stride;
        V squares = {0};
        for (ptrdiff_t j = 0; j < count; j += 8) {
            const V value = *(const V *)(column + j);
            squares += value * value;
        }
        double lanes[8];
        memcpy(lanes, &squares, sizeof lanes);
        const double below = FN(across)(lanes), first = r[k + k * r_stride];
        if (below == 0) continue;
        const double length = sqrt(first * first + below), pivot = first > 0 ? -length : length;
        const double tau = (pivot - first) / pivot, inverse = 1 / (first - pivot);
        r[k + k * r_stride] = pivot;
        ptrdiff_t next = k + 1;
        for (; next + 4 <= order; next += 4)
            FN(reflect_columns)(4, count, column, b + next * stride, stride, r + k + next * r_stride, r_stride, tau,
                                inverse);
        for (; next < order; next++)
            FN(reflect_columns)(1, count, column, b + next * stride, stride, r + k + next * r_stride, r_stride, tau,
                                inverse);
    }
}
