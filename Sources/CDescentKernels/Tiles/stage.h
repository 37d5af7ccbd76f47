// Centred and scaled copies of a tile: out = x * inverse - shifted, with shifted = shift * inverse. The scale is a power
// of two, so this rounds once, as x - shift would, and cannot overflow on the way.

static void FN(centre)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *restrict x, ptrdiff_t stride,
                       const T *restrict inverse, const T *restrict shifted, T *restrict out, ptrdiff_t out_stride) {
    if (feature_major) {
        for (ptrdiff_t i = 0; i < features; i++)
            for (ptrdiff_t j = 0; j < count; j++)
                out[i * out_stride + j] = x[i * stride + j] * inverse[i] - shifted[i];
    } else {
        for (ptrdiff_t j = 0; j < count; j++)
            for (ptrdiff_t i = 0; i < features; i++)
                out[j * out_stride + i] = x[j * stride + i] * inverse[i] - shifted[i];
    }
}

static void FN(gather)(ptrdiff_t rows, ptrdiff_t count, const T *restrict values, ptrdiff_t stride, T *restrict out,
                       ptrdiff_t out_stride) {
    for (ptrdiff_t row = 0; row < rows; row++)
        for (ptrdiff_t j = 0; j < count; j++) out[row * out_stride + j] = values[j * stride + row];
}

static void FN(stage)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *restrict x, ptrdiff_t stride,
                      const double *restrict inverse, const double *restrict shifted, const double *restrict root,
                      double *restrict out, ptrdiff_t out_stride) {
    const ptrdiff_t step = feature_major ? stride : 1, next = feature_major ? 1 : stride;
    for (ptrdiff_t j = 0; j < count; j++) {
        const double factor = root ? root[j] : 1;
        const T *restrict sample = x + j * next;
        double *restrict copy = out + j * out_stride;
        if (step == 1) {
            for (ptrdiff_t i = 0; i < features; i++)
                copy[i] = factor * ((double)sample[i] * inverse[i] - shifted[i]);
        } else {
            for (ptrdiff_t i = 0; i < features; i++)
                copy[i] = factor * ((double)sample[i * step] * inverse[i] - shifted[i]);
        }
    }
}

typedef double FN(eight) __attribute__((vector_size(64), aligned(8), may_alias));
typedef T FN(eight_values) __attribute__((vector_size(8 * sizeof(T)), aligned(sizeof(T)), may_alias));

// Eight samples by eight features.
static inline __attribute__((always_inline)) void FN(turn)(const T *restrict x, ptrdiff_t stride,
                                                           const double *restrict inverse, double *restrict out,
                                                           ptrdiff_t out_stride) {
    FN(eight) a[8], b[8];
    for (int k = 0; k < 8; k++)
        a[k] = __builtin_convertvector(*(const FN(eight_values) *)(x + k * stride), FN(eight));
    TURN_EIGHT(a, b);
    for (int k = 0; k < 8; k++) *(FN(eight) *)(out + k * out_stride) = b[k] * inverse[k];
}

static void FN(stage_rows)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *restrict x,
                           ptrdiff_t stride, const double *restrict inverse, const double *restrict root,
                           double *restrict out, ptrdiff_t out_stride) {
    if (feature_major) {
        for (ptrdiff_t i = 0; i < features; i++)
            for (ptrdiff_t j = 0; j < count; j++) out[i * out_stride + j] = (double)x[i * stride + j] * inverse[i];
    } else {
        const ptrdiff_t whole = features / 8 * 8;
        ptrdiff_t j = 0;
        for (; j + 8 <= count; j += 8) {
            for (ptrdiff_t i = 0; i < whole; i += 8)
                FN(turn)(x + j * stride + i, stride, inverse + i, out + i * out_stride + j, out_stride);
            for (ptrdiff_t i = whole; i < features; i++)
                for (ptrdiff_t k = 0; k < 8; k++)
                    out[i * out_stride + j + k] = (double)x[(j + k) * stride + i] * inverse[i];
        }
        for (; j < count; j++)
            for (ptrdiff_t i = 0; i < features; i++) out[i * out_stride + j] = (double)x[j * stride + i] * inverse[i];
    }
    if (root)
        for (ptrdiff_t i = 0; i < features; i++)
            for (ptrdiff_t j = 0; j < count; j++) out[i * out_stride + j] *= root[j];
}

static void FN(roots)(ptrdiff_t count, ptrdiff_t outputs, ptrdiff_t stride, const T *weights, const T *curvatures,
                      ptrdiff_t row, ptrdiff_t column, double *restrict roots) {
    for (ptrdiff_t j = 0; j < count; j++) roots[j] = 0;
    if (!curvatures) {
        for (ptrdiff_t j = 0; j < count; j++) roots[j] = 1;
    } else if (outputs == 1) {
        for (ptrdiff_t j = 0; j < count; j++) roots[j] = (double)curvatures[row * stride + j];
    } else {
        // On the diagonal p (1 - p), with 1 - p as the sum of the others, which keeps its digits where p is nearly 1.
        for (ptrdiff_t k = 0; k < outputs; k++)
            if (row == column ? k != row : k == column)
                for (ptrdiff_t j = 0; j < count; j++) roots[j] += (double)curvatures[k * stride + j];
        for (ptrdiff_t j = 0; j < count; j++) roots[j] *= (double)curvatures[row * stride + j];
    }
    if (weights)
        for (ptrdiff_t j = 0; j < count; j++) roots[j] = weights[j] == 0 ? 0 : sqrt((double)weights[j] * roots[j]);
    else
        for (ptrdiff_t j = 0; j < count; j++) roots[j] = sqrt(roots[j]);
}
