// Rows as short as a few vectors turned, so that what is added already lies side by side. Each vector of sums costs as many
// exchanges as a few products, and turning a row costs them once for all outputs. Scores of 100 MB of 28 features, ms,
// Cascade Lake, for 3, 8 and 50 outputs: vector by vector in Double 11, 15 and 58, in Float 13, 22 and 103; turned 12, 16
// and 38, 12, 16 and 35. With half the width a row is fewer exchanges: ns a row, Zen with AVX2, 3, 10 and 50 outputs, 12
// features in Double vector by vector 5.0, 17 and 86, turned 12, 20 and 90; 28 in Float 6.0, 21 and 101, and 11, 20 and 85.

enum {
#if LEVEL_VECTOR == 512
    FN(short_depth) = 4 * LANES,
#else
    FN(short_depth) = LANES,
#endif
    FN(turned_rows) = 64
};

INLINED void FN(turn_eight)(const T *a, ptrdiff_t a_stride, T *out, ptrdiff_t out_stride) {
    FN(eight_values) x[8], y[8];
    UNROLLED for (int k = 0; k < 8; k++) {
        x[k] = *(const FN(eight_values) *)(a + k * a_stride);
        __builtin_prefetch(a + (k + 8) * a_stride);
    }
    TURN_EIGHT(x, y);
    UNROLLED for (int i = 0; i < 8; i++) *(FN(eight_values) *)(out + i * out_stride) = y[i];
}

// The last eight rows or columns may be some of those before, once more.
static void FN(turn_rows)(ptrdiff_t rows, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, T *out,
                          ptrdiff_t out_stride) {
    if (rows < 8 || depth < 8) {
        for (ptrdiff_t j = 0; j < rows; j++)
            for (ptrdiff_t i = 0; i < depth; i++) out[i * out_stride + j] = a[j * a_stride + i];
        return;
    }
    for (ptrdiff_t next = 0; next < rows; next += 8) {
        const ptrdiff_t j = next + 8 > rows ? rows - 8 : next;
        for (ptrdiff_t after = 0; after < depth; after += 8) {
            const ptrdiff_t i = after + 8 > depth ? depth - 8 : after;
            FN(turn_eight)(a + j * a_stride + i, a_stride, out + i * out_stride + j, out_stride);
        }
    }
}

static void FN(dots_turned)(ptrdiff_t count, ptrdiff_t depth, const T *a, ptrdiff_t a_stride, ptrdiff_t outputs,
                            const T *b, ptrdiff_t b_stride, T *c, ptrdiff_t c_stride) {
    T turned[FN(short_depth) * FN(turned_rows)];
    for (ptrdiff_t start = 0; start < count; start += FN(turned_rows)) {
        const ptrdiff_t rows = count - start < FN(turned_rows) ? count - start : FN(turned_rows);
        FN(turn_rows)(rows, depth, a + start * a_stride, a_stride, turned, FN(turned_rows));
        FN(outer)(rows, depth, turned, FN(turned_rows), outputs, b, b_stride, c + start, c_stride);
    }
}
