// c[k][j] += sum over i of a[j][i] b[k][i]: scores of samples and weights, or the gradient of features and residuals.
// An element has one order of summation, whatever the others are and however many.

// Sums that stay in registers, of which AVX-512 has 32 and other levels 16: so many outputs of four rows.
#if LEVEL_VECTOR == 512
#define MOST_OUTPUTS 6
#else
#define MOST_OUTPUTS 3
#endif

// Of rows at a time, so that those of b stay in L1.
enum { FN(dots_depth) = 2048 / sizeof(T) };

#define SHUFFLE __builtin_shufflevector
#if LANES == 16
#define SUM_PAIRS(a, b)                                                                       \
    (SHUFFLE(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +               \
     SHUFFLE(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
#define SUM_FOURS(a, b)                                                                       \
    (SHUFFLE(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +                \
     SHUFFLE(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
#elif LANES == 8
#define SUM_PAIRS(a, b) (SHUFFLE(a, b, 0, 8, 2, 10, 4, 12, 6, 14) + SHUFFLE(a, b, 1, 9, 3, 11, 5, 13, 7, 15))
#define SUM_FOURS(a, b) (SHUFFLE(a, b, 0, 1, 8, 9, 4, 5, 12, 13) + SHUFFLE(a, b, 2, 3, 10, 11, 6, 7, 14, 15))
#elif LANES == 4
#define SUM_PAIRS(a, b) (SHUFFLE(a, b, 0, 4, 2, 6) + SHUFFLE(a, b, 1, 5, 3, 7))
#define SUM_FOURS(a, b) (SHUFFLE(a, b, 0, 1, 4, 5) + SHUFFLE(a, b, 2, 3, 6, 7))
#endif

// Adds the sum of each of four vectors' lanes to its number.
INLINED void FN(add_sums)(const int rows, const FN(vector) *v, T *c) {
#if LANES == 2
    const T sums[4] = {v[0][0] + v[0][1], v[1][0] + v[1][1], v[2][0] + v[2][1], v[3][0] + v[3][1]};
#else
    const FN(vector) fours = SUM_FOURS(SUM_PAIRS(v[0], v[1]), SUM_PAIRS(v[2], v[3]));
#if LANES == 16
    const __auto_type eights = SHUFFLE(fours, fours, 0, 1, 2, 3, 4, 5, 6, 7) +
                               SHUFFLE(fours, fours, 8, 9, 10, 11, 12, 13, 14, 15);
    const __auto_type sums = SHUFFLE(eights, eights, 0, 1, 2, 3) + SHUFFLE(eights, eights, 4, 5, 6, 7);
#elif LANES == 8
    const __auto_type sums = SHUFFLE(fours, fours, 0, 1, 2, 3) + SHUFFLE(fours, fours, 4, 5, 6, 7);
#else
    const FN(vector) sums = fours;
#endif
#endif
    UNROLLED for (int j = 0; j < rows; j++) c[j] += sums[j];
}

// Four rows, or one. So many of the next rows are asked for meanwhile: four rows of a tile are fewer than the memory serves at
// a time.
INLINED void FN(dots_block)(const int rows, const int outputs, const int ahead, const T *next, ptrdiff_t depth,
                            const T *a, ptrdiff_t a_stride, const T *b, ptrdiff_t b_stride, const T *a_tail,
                            const FN(vector) *b_tail, FN(lane_mask) fresh, T *c, ptrdiff_t c_stride) {
    FN(vector) sums[MOST_OUTPUTS][4], w[MOST_OUTPUTS];
    UNROLLED for (int k = 0; k < outputs; k++)
        UNROLLED for (int j = 0; j < 4; j++) sums[k][j] = (FN(vector)){0};
    for (ptrdiff_t i = 0; i < depth; i += LANES) {
        UNROLLED for (int k = 0; k < outputs; k++) w[k] = FN(load)(b + k * b_stride + i);
        UNROLLED for (int j = 0; j < ahead; j++) __builtin_prefetch(next + j * a_stride + i);
        UNROLLED for (int j = 0; j < rows; j++) {
            const FN(vector) x = FN(load)(a + j * a_stride + i);
            UNROLLED for (int k = 0; k < outputs; k++) sums[k][j] += w[k] * x;
        }
    }
    if (b_tail)
        UNROLLED for (int j = 0; j < rows; j++) {
            const FN(vector) x = FN(masked)(FN(load)(a_tail + j * a_stride), fresh);
            UNROLLED for (int k = 0; k < outputs; k++) sums[k][j] += b_tail[k] * x;
        }
    UNROLLED for (int k = 0; k < outputs; k++) FN(add_sums)(rows, sums[k], c + k * c_stride);
}

// All outputs of four rows, or of one, whose numbers stay in L1 meanwhile.
INLINED void FN(dots_rows)(const int rows, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs,
                           const T *b, ptrdiff_t b_stride, const T *a_tail, const FN(vector) *b_tails,
                           FN(lane_mask) fresh, T *c, ptrdiff_t c_stride) {
    const ptrdiff_t groups = (outputs + MOST_OUTPUTS - 1) / MOST_OUTPUTS;
    ptrdiff_t asked = 0;
    for (ptrdiff_t group = 0; group < groups; group++) {
        const ptrdiff_t k = FN(share)(outputs, MOST_OUTPUTS, group);
        const T *weights = b + k * b_stride;
        const FN(vector) *tail = b_tails ? b_tails + k : NULL;
        T *out = c + k * c_stride;
        // Group by group, so that the memory is asked for no more at once than it serves.
        const int ahead = rows < 4 ? 0 : groups == 1 ? 4 : groups == 2 || (groups == 3 && group == 0) ? 2 : group < 4;
        const T *next = a + (4 + asked) * a_stride;
        asked += ahead;
#define OUTPUTS(n, ahead)                                                                                              \
    case 8 * n + ahead:                                                                                                 \
        FN(dots_block)(rows, n, ahead, next, depth, a, a_stride, weights, b_stride, a_tail, tail, fresh, out,           \
                       c_stride);                                                                                       \
        break;
#define AHEAD(n) OUTPUTS(n, 0) OUTPUTS(n, 1) OUTPUTS(n, 2) OUTPUTS(n, 4)
        switch (8 * (FN(share)(outputs, MOST_OUTPUTS, group + 1) - k) + ahead) {
            AHEAD(1) AHEAD(2) AHEAD(3)
#if LEVEL_VECTOR == 512
            AHEAD(4) AHEAD(5) AHEAD(6)
#endif
        }
#undef AHEAD
#undef OUTPUTS
    }
}

// So many outputs at a time that their weights stay in L1, too, beside the rows.
enum { FN(dots_outputs) = 12 };

static void FN(dots_pass)(ptrdiff_t count, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs,
                          const T *b, ptrdiff_t b_stride, T *c, ptrdiff_t c_stride) {
    const ptrdiff_t whole = depth / LANES * LANES;
    FN(vector) tails[FN(dots_outputs)] = {0};
    for (ptrdiff_t k = 0; k < outputs; k++)
        for (ptrdiff_t i = whole; i < depth; i++) tails[k][LANES - depth + i] = b[k * b_stride + i];
    for (ptrdiff_t start = 0; start < whole; start += FN(dots_depth)) {
        const ptrdiff_t width = whole - start < FN(dots_depth) ? whole - start : FN(dots_depth);
        const FN(vector) *ends = start + width == whole && whole < depth ? tails : NULL;
        const T *rows = a + start, *last = a + depth - LANES;
        ptrdiff_t j = 0;
        for (; j + 4 <= count; j += 4)
            FN(dots_rows)(4, width, rows + j * a_stride, a_stride, outputs, b + start, b_stride, last + j * a_stride,
                          ends, FN(fresh)(depth), c + j, c_stride);
        for (; j < count; j++)
            FN(dots_rows)(1, width, rows + j * a_stride, a_stride, outputs, b + start, b_stride, last + j * a_stride,
                          ends, FN(fresh)(depth), c + j, c_stride);
    }
}

static void FN(dots)(ptrdiff_t count, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs, const T *b,
                     ptrdiff_t b_stride, T *c, ptrdiff_t c_stride) {
    if (depth <= FN(short_depth)) {
        FN(dots_turned)(count, depth, a, a_stride, outputs, b, b_stride, c, c_stride);
        return;
    }
    for (ptrdiff_t k = 0; k < outputs; k += FN(dots_outputs)) {
        const ptrdiff_t share = outputs - k < FN(dots_outputs) ? outputs - k : FN(dots_outputs);
        FN(dots_pass)(count, depth, a, a_stride, share, b + k * b_stride, b_stride, c + k * c_stride, c_stride);
    }
}
#undef SHUFFLE
#undef SUM_PAIRS
#undef SUM_FOURS
#undef MOST_OUTPUTS
