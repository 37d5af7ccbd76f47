// c[k][i] += sum over j of b[k][j] a[j][i]: the gradient of samples and residuals, or scores of features and weights.
// An element has one order of summation, whatever the others are and however many.

// Sums that stay in registers, of which AVX-512 has 32 and other levels 16.
#define MOST_OUTPUTS 6
#if LEVEL_VECTOR == 512
#define MOST_VECTORS 4
#else
#define MOST_VECTORS 2
#endif

// Rows of a at a time, so that a strip of it stays in L1 while all outputs pass.
enum { FN(outer_depth) = 64 };

// The last of the vectors begins `last` after the first.
INLINED void FN(outer_block)(const int outputs, const int vectors, ptrdiff_t depth, const T *a, ptrdiff_t a_stride,
                             ptrdiff_t last, FN(lane_mask) fresh, const T *b, ptrdiff_t b_stride, T *c,
                             ptrdiff_t c_stride) {
    FN(vector) sums[MOST_OUTPUTS][MOST_VECTORS], x[MOST_VECTORS];
    UNROLLED for (int k = 0; k < outputs; k++)
        UNROLLED for (int v = 0; v < vectors; v++) sums[k][v] = (FN(vector)){0};
    for (ptrdiff_t j = 0; j < depth; j++) {
        UNROLLED for (int v = 0; v < vectors; v++)
            x[v] = FN(load)(a + j * a_stride + (v == vectors - 1 ? last : v * LANES));
        UNROLLED for (int k = 0; k < outputs; k++)
            UNROLLED for (int v = 0; v < vectors; v++) sums[k][v] += b[k * b_stride + j] * x[v];
    }
    UNROLLED for (int k = 0; k < outputs; k++)
        UNROLLED for (int v = 0; v < vectors; v++) {
            FN(vector) *out = (FN(vector) *)(c + k * c_stride + (v == vectors - 1 ? last : v * LANES));
            *out += v == vectors - 1 ? FN(masked)(sums[k][v], fresh) : sums[k][v];
        }
}

static void FN(outer_group)(ptrdiff_t outputs, ptrdiff_t vectors, ptrdiff_t depth, const T *a, ptrdiff_t a_stride,
                            ptrdiff_t last, FN(lane_mask) fresh, const T *b, ptrdiff_t b_stride, T *c,
                            ptrdiff_t c_stride) {
#define BLOCK(k, v)                                                                            \
    case 8 * k + v:                                                                            \
        FN(outer_block)(k, v, depth, a, a_stride, last, fresh, b, b_stride, c, c_stride);      \
        break;
#if LEVEL_VECTOR == 512
#define BLOCKS(k) BLOCK(k, 1) BLOCK(k, 2) BLOCK(k, 3) BLOCK(k, 4)
#else
#define BLOCKS(k) BLOCK(k, 1) BLOCK(k, 2)
#endif
    switch (8 * outputs + vectors) {
        BLOCKS(1) BLOCKS(2) BLOCKS(3) BLOCKS(4) BLOCKS(5) BLOCKS(6)
    }
#undef BLOCK
#undef BLOCKS
}

// Rows shorter than a vector go through copies of vectors' width.
static void FN(outer_narrow)(ptrdiff_t width, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs,
                             const T *b, ptrdiff_t b_stride, T *c, ptrdiff_t c_stride) {
    T rows[FN(outer_depth) * LANES] = {0}, sums[MOST_OUTPUTS * LANES];
    for (ptrdiff_t j = 0; j < depth; j++)
        for (ptrdiff_t i = 0; i < width; i++) rows[j * LANES + i] = a[j * a_stride + i];
    for (ptrdiff_t k = 0; k < outputs; k += MOST_OUTPUTS) {
        const ptrdiff_t count = outputs - k < MOST_OUTPUTS ? outputs - k : MOST_OUTPUTS;
        memset(sums, 0, sizeof sums);
        FN(outer_group)(count, 1, depth, rows, LANES, 0, FN(fresh)(LANES), b + k * b_stride, b_stride, sums, LANES);
        for (ptrdiff_t o = 0; o < count; o++)
            for (ptrdiff_t i = 0; i < width; i++) c[(k + o) * c_stride + i] += sums[o * LANES + i];
    }
}

static void FN(outer_rows)(ptrdiff_t width, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs,
                           const T *b, ptrdiff_t b_stride, T *c, ptrdiff_t c_stride) {
    const ptrdiff_t vectors = (width + LANES - 1) / LANES;
    const ptrdiff_t strips = (vectors + MOST_VECTORS - 1) / MOST_VECTORS;
    const ptrdiff_t groups = (outputs + MOST_OUTPUTS - 1) / MOST_OUTPUTS;
    for (ptrdiff_t strip = 0; strip < strips; strip++) {
        const ptrdiff_t first = FN(share)(vectors, MOST_VECTORS, strip) * LANES;
        const ptrdiff_t end = FN(share)(vectors, MOST_VECTORS, strip + 1) * LANES;
        const int is_last = end >= width;
        for (ptrdiff_t group = 0; group < groups; group++) {
            const ptrdiff_t k = FN(share)(outputs, MOST_OUTPUTS, group);
            FN(outer_group)(FN(share)(outputs, MOST_OUTPUTS, group + 1) - k, (end - first) / LANES, depth, a + first,
                            a_stride, (is_last ? width : end) - first - LANES, FN(fresh)(is_last ? width : LANES),
                            b + k * b_stride, b_stride, c + k * c_stride + first, c_stride);
        }
    }
}

static void FN(outer)(ptrdiff_t width, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs, const T *b,
                      ptrdiff_t b_stride, T *c, ptrdiff_t c_stride) {
    for (ptrdiff_t start = 0; start < depth; start += FN(outer_depth)) {
        const ptrdiff_t rows = depth - start < FN(outer_depth) ? depth - start : FN(outer_depth);
        (width < LANES ? FN(outer_narrow) : FN(outer_rows))(width, rows, a + start * a_stride, a_stride, outputs,
                                                            b + start, b_stride, c, c_stride);
    }
}
#undef MOST_OUTPUTS
#undef MOST_VECTORS
