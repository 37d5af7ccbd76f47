// Products of one output that is alone, for rows so short that BLAS is slower: scores of four rows side by side, and a gradient
// whose sums stay in registers. An element has one order of summation, whatever the others are and wherever they lie.
//
// Zen with AVX2, rows in L2, ns per row, dgemv or sgemv and these, scores and gradient. Double: 2 features 0.52, 0.50 and 0.51,
// 0.41; 10: 2.5, 1.1 and 2.3, 1.1; 28: 3.3, 2.4 and 3.1, 2.4; 90: 10.4, 7.7 and 10.2, 8.6; 200: 17, 16 and 17, 17. Float: 2:
// 0.49, 0.57 and 0.66, 0.44; 10: 2.2, 0.9 and 1.7, 0.8; 28: 2.6, 1.5 and 1.8, 1.4; 90: 6.6, 4.0 and 5.9, 4.6; 200: 10.4, 8.1
// and 8.9, 9.

// Vectors of sums that stay in registers, of which the narrower levels have 16. Of 512 bits so many are the longest sample that
// comes here.
#define MOST_VECTORS 12

enum {
    // Rows of the gradient at a time, in bytes: those that do not fit the registers at once are read again from L1.
    FN(alone_bytes) = 16 << 10,
    // Rows from this length on are asked for some rows ahead: four of them are as many streams, which a CPU does not see coming.
    // 90 features in Double from memory, over the time of dgemv: 0.88 without, 0.82 with; 28 gain nothing. Eight rows side by
    // side take 0.97 and 1.
    FN(alone_foreseen) = 512 / sizeof(T),
    FN(alone_ahead) = 16
};

// A row shorter than a vector.
INLINED FN(vector) FN(alone_short)(const T *row, ptrdiff_t width) {
    FN(vector) value = {0};
    for (ptrdiff_t i = 0; i < width; i++) value[i] = row[i];
    return value;
}

// So many rows shorter than a vector can be loaded as one without reading beyond the last, however close they lie: bits do not
// depend on the stride.
static inline ptrdiff_t FN(alone_loadable)(ptrdiff_t count, ptrdiff_t width) {
    const ptrdiff_t beyond = LANES - width;
    return count > beyond ? count - beyond : 0;
}

// Four rows, or one: whole vectors, and where `last` is not negative one that begins there, of which the lanes of `fresh` count.
INLINED void FN(alone_block)(const int rows, ptrdiff_t whole, ptrdiff_t last, const T *x, ptrdiff_t stride, const T *weights,
                             FN(vector) tail, FN(lane_mask) fresh, T *scores) {
    FN(vector) sums[4];
    UNROLLED for (int j = 0; j < 4; j++) sums[j] = (FN(vector)){0};
    for (ptrdiff_t i = 0; i < whole; i += LANES) {
        const FN(vector) w = FN(load)(weights + i);
        UNROLLED for (int j = 0; j < rows; j++) sums[j] += w * FN(load)(x + j * stride + i);
    }
    if (last >= 0)
        UNROLLED for (int j = 0; j < rows; j++) sums[j] += tail * FN(masked)(FN(load)(x + j * stride + last), fresh);
    FN(add_sums)(rows, sums, scores);
}

static void FN(alone_scores_short)(ptrdiff_t count, ptrdiff_t features, const T *x, ptrdiff_t stride, const T *weights,
                                   T *scores) {
    const FN(vector) tail = FN(alone_short)(weights, features);
    const ptrdiff_t loadable = FN(alone_loadable)(count, features);
    FN(lane_mask) fresh;
    UNROLLED for (int l = 0; l < LANES; l++) fresh[l] = l < features ? -1 : 0;
    ptrdiff_t j = 0;
    for (; j + 4 <= loadable; j += 4) FN(alone_block)(4, 0, 0, x + j * stride, stride, weights, tail, fresh, scores + j);
    for (; j < count; j++) {
        FN(vector) sums[4] = {tail * FN(alone_short)(x + j * stride, features)};
        FN(add_sums)(1, sums, scores + j);
    }
}

// scores[j] += sum over i of x[j][i] weights[i].
static void FN(alone_scores)(ptrdiff_t count, ptrdiff_t features, const T *x, ptrdiff_t stride, const T *weights, T *scores) {
    if (features < LANES) {
        FN(alone_scores_short)(count, features, x, stride, weights, scores);
        return;
    }
    const ptrdiff_t whole = features / LANES * LANES, last = whole < features ? features - LANES : -1;
    const FN(lane_mask) fresh = FN(fresh)(features);
    FN(vector) tail = {0};
    for (ptrdiff_t i = whole; i < features; i++) tail[LANES - features + i] = weights[i];
    ptrdiff_t j = 0;
    for (; j + 4 <= count; j += 4) {
        if (features >= FN(alone_foreseen))
            for (ptrdiff_t k = FN(alone_ahead); k < FN(alone_ahead) + 4; k++)
                for (ptrdiff_t i = 0; i < features; i += 64 / (ptrdiff_t)sizeof(T))
                    __builtin_prefetch(x + (j + k) * stride + i);
        FN(alone_block)(4, whole, last, x + j * stride, stride, weights, tail, fresh, scores + j);
    }
    for (; j < count; j++) FN(alone_block)(1, whole, last, x + j * stride, stride, weights, tail, fresh, scores + j);
}

// The last of the vectors begins `last` after the first. Where they are few, samples are dealt to several sums, so that enough
// additions are under way.
INLINED void FN(alone_strip)(const int vectors, const int deals, ptrdiff_t count, const T *x, ptrdiff_t stride, ptrdiff_t last,
                             FN(lane_mask) fresh, const T *residuals, T *gradient) {
    FN(vector) sums[8][MOST_VECTORS];
    UNROLLED for (int s = 0; s < deals; s++)
        UNROLLED for (int v = 0; v < vectors; v++) sums[s][v] = (FN(vector)){0};
    ptrdiff_t j = 0;
    for (; j + deals <= count; j += deals)
        UNROLLED for (int s = 0; s < deals; s++)
            UNROLLED for (int v = 0; v < vectors; v++)
                sums[s][v] += residuals[j + s] * FN(load)(x + (j + s) * stride + (v == vectors - 1 ? last : v * LANES));
    for (; j < count; j++)
        UNROLLED for (int v = 0; v < vectors; v++)
            sums[0][v] += residuals[j] * FN(load)(x + j * stride + (v == vectors - 1 ? last : v * LANES));
    UNROLLED for (int s = 1; s < deals; s++)
        UNROLLED for (int v = 0; v < vectors; v++) sums[0][v] += sums[s][v];
    UNROLLED for (int v = 0; v < vectors; v++) {
        FN(vector) *out = (FN(vector) *)(gradient + (v == vectors - 1 ? last : v * LANES));
        *out += v == vectors - 1 ? FN(masked)(sums[0][v], fresh) : sums[0][v];
    }
}

static void FN(alone_rows)(ptrdiff_t count, ptrdiff_t features, const T *x, ptrdiff_t stride, const T *residuals, T *gradient) {
    const ptrdiff_t vectors = (features + LANES - 1) / LANES;
    const ptrdiff_t strips = (vectors + MOST_VECTORS - 1) / MOST_VECTORS;
    for (ptrdiff_t strip = 0; strip < strips; strip++) {
        const ptrdiff_t first = FN(share)(vectors, MOST_VECTORS, strip) * LANES;
        const ptrdiff_t end = FN(share)(vectors, MOST_VECTORS, strip + 1) * LANES;
        const int is_last = end >= features;
#define STRIP(v)                                                                                                              \
    case v:                                                                                                                   \
        FN(alone_strip)(v, MOST_VECTORS / v < 8 ? MOST_VECTORS / v : 8, count, x + first, stride,                             \
                        (is_last ? features : end) - first - LANES, FN(fresh)(is_last ? features : LANES), residuals,         \
                        gradient + first);                                                                                    \
        break;
        switch ((end - first) / LANES) {
            STRIP(1) STRIP(2) STRIP(3) STRIP(4) STRIP(5) STRIP(6) STRIP(7) STRIP(8) STRIP(9) STRIP(10) STRIP(11) STRIP(12)
        }
#undef STRIP
    }
}

// gradient[i] += sum over j of residuals[j] x[j][i].
static void FN(alone_gradient)(ptrdiff_t count, ptrdiff_t features, const T *x, ptrdiff_t stride, const T *residuals,
                               T *gradient) {
    if (features < LANES) {
        T sums[LANES] = {0};
        const ptrdiff_t loadable = FN(alone_loadable)(count, features);
        FN(alone_strip)(1, 8, loadable, x, stride, 0, FN(fresh)(LANES), residuals, sums);
        for (ptrdiff_t j = loadable; j < count; j++)
            *(FN(vector) *)sums += residuals[j] * FN(alone_short)(x + j * stride, features);
        for (ptrdiff_t i = 0; i < features; i++) gradient[i] += sums[i];
        return;
    }
    const ptrdiff_t fitting = FN(alone_bytes) / (features * (ptrdiff_t)sizeof(T)) / 8 * 8, block = fitting > 8 ? fitting : 8;
    for (ptrdiff_t j = 0; j < count; j += block)
        FN(alone_rows)(count - j < block ? count - j : block, features, x + j * stride, stride, residuals + j, gradient);
}
#undef MOST_VECTORS
