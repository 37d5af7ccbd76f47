// Extremes, weighted means and weighted squares of the features of one tile.
// `shares` are weights divided by their sum, so that no intermediate mean exceeds the largest value.

// A few features of all samples: sums in registers, which a tile of long samples would else write and read again for each
// of them. With a constant number there is no inner loop.
static inline __attribute__((always_inline)) void FN(means_of)(ptrdiff_t features, ptrdiff_t count, const T *restrict x,
                                                               ptrdiff_t stride, const double *restrict shares,
                                                               double *restrict mean, double *restrict low,
                                                               double *restrict high) {
    double sum[16], least[16], most[16];
    for (ptrdiff_t i = 0; i < features; i++) {
        sum[i] = mean[i];
        least[i] = low[i];
        most[i] = high[i];
    }
    for (ptrdiff_t j = 0; j < count; j++)
        for (ptrdiff_t i = 0; i < features; i++) {
            double value = (double)x[j * stride + i];
            sum[i] += shares[j] * value;
            least[i] = value < least[i] ? value : least[i];
            most[i] = value > most[i] ? value : most[i];
        }
    for (ptrdiff_t i = 0; i < features; i++) {
        mean[i] = sum[i];
        low[i] = least[i];
        high[i] = most[i];
    }
}

static inline __attribute__((always_inline)) void FN(squares_of)(ptrdiff_t features, ptrdiff_t count,
                                                                 const T *restrict x, ptrdiff_t stride,
                                                                 const double *restrict shares,
                                                                 const double *restrict leans,
                                                                 const double *restrict mean,
                                                                 const double *restrict inverse,
                                                                 double *restrict squares, double *restrict products) {
    double sum[16] = {0}, product[16] = {0};
    for (ptrdiff_t j = 0; j < count; j++)
        for (ptrdiff_t i = 0; i < features; i++) {
            double deviation = (double)x[j * stride + i] * inverse[i] - mean[i] * inverse[i];
            sum[i] += shares[j] * deviation * deviation;
            product[i] += leans[j] * deviation;
        }
    for (ptrdiff_t i = 0; i < features; i++) {
        squares[i] = sum[i];
        products[i] = product[i];
    }
}

static void FN(survey_means)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *restrict x,
                             ptrdiff_t stride, const double *restrict shares, double *restrict mean,
                             double *restrict low, double *restrict high) {
    if (feature_major) {
        for (ptrdiff_t i = 0; i < features; i++) {
            const T *row = x + i * stride;
            double sum = 0, least = (double)row[0], most = (double)row[0];
            for (ptrdiff_t j = 0; j < count; j++) {
                double value = (double)row[j];
                sum += shares[j] * value;
                least = value < least ? value : least;
                most = value > most ? value : most;
            }
            mean[i] = sum;
            low[i] = least;
            high[i] = most;
        }
        return;
    }
    for (ptrdiff_t i = 0; i < features; i++) {
        mean[i] = 0;
        low[i] = high[i] = (double)x[i];
    }
    // The tile comes from memory here: of long samples no more than eight at a time, or the processor no longer foresees
    // what is read next (784 features, 32 samples: 42 ms where eight take half of that).
    const ptrdiff_t few = 2048 / (stride > 0 ? stride : 1), most = few > 8 ? few : 8;
    for (ptrdiff_t j = 0; j < count; j += most) {
        const ptrdiff_t rows = count - j < most ? count - j : most;
        const T *restrict values = x + j * stride;
        ptrdiff_t i = 0;
#define MEANS(width)                    \
    for (; i + width <= features; i += width) \
        FN(means_of)(width, rows, values + i, stride, shares + j, mean + i, low + i, high + i)
        MEANS(16);
        MEANS(8);
        MEANS(4);
#undef MEANS
        FN(means_of)(features - i, rows, values + i, stride, shares + j, mean + i, low + i, high + i);
    }
}

static void FN(survey_squares)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *restrict x,
                               ptrdiff_t stride, const double *restrict shares, const double *restrict leans,
                               const double *restrict mean, const double *restrict inverse, double *restrict squares,
                               double *restrict products) {
    if (feature_major) {
        for (ptrdiff_t i = 0; i < features; i++) {
#pragma clang fp reassociate(on)
            const T *row = x + i * stride;
            const double factor = inverse[i], centre = mean[i] * factor;
            double sum = 0, product = 0;
            for (ptrdiff_t j = 0; j < count; j++) {
                double deviation = (double)row[j] * factor - centre;
                sum += shares[j] * deviation * deviation;
                product += leans[j] * deviation;
            }
            squares[i] = sum;
            products[i] = product;
        }
        return;
    }
    ptrdiff_t i = 0;
#define SQUARES(width)                    \
    for (; i + width <= features; i += width) \
        FN(squares_of)(width, count, x + i, stride, shares, leans, mean + i, inverse + i, squares + i, products + i)
    SQUARES(16);
    SQUARES(8);
    SQUARES(4);
#undef SQUARES
    FN(squares_of)(features - i, count, x + i, stride, shares, leans, mean + i, inverse + i, squares + i, products + i);
}

// 2^floor(log2 |x|) from 2^-1020 to 2^1020, whose inverses are normal numbers.
static inline __attribute__((always_inline)) double FN(power_near)(double x) {
    union {
        double value;
        uint64_t bits;
    } power = {.value = x};
    power.bits &= 0x7ff0000000000000;
    const double size = power.value > 0x1p1020 ? 0x1p1020 : power.value;
    return size < 0x1p-1020 ? 0x1p-1020 : size;
}

// Powers of two near the largest deviations, and their inverses. Distances are halved, as between extremes they may
// overflow; a factor of two in the scale is harmless.
static void FN(survey_scales)(ptrdiff_t features, const double *restrict mean, const double *restrict low,
                              const double *restrict high, double *restrict scale, double *restrict inverse) {
    for (ptrdiff_t i = 0; i < features; i++) {
        const double above = high[i] / 2 - mean[i] / 2, below = mean[i] / 2 - low[i] / 2;
        scale[i] = FN(power_near)(above > below ? above : below);
        inverse[i] = 1 / scale[i];
    }
}

// Means, variances in units of scale^2, scales, lows, highs, and covariances with the series `target` in units of scale, of
// as many series, one after the other, with those of the samples that follow: the update of means and squares by Chan,
// Golub and LeVeque. Shares are of the total weight.
static void FN(survey_merge)(ptrdiff_t series, ptrdiff_t target, double share, double next_share, double *all,
                             const double *next) {
    double *const mean = all, *const variance = all + series, *const scale = all + 2 * series;
    double *const low = all + 3 * series, *const high = all + 4 * series, *const covariance = all + 5 * series;
    const double target_step = next[target] - mean[target];
#pragma clang loop vectorize(assume_safety)
    for (ptrdiff_t i = 0; i < series; i++) {
        const double least = next[i + 3 * series], most = next[i + 4 * series];
        low[i] = least < low[i] ? least : low[i];
        high[i] = most > high[i] ? most : high[i];
    }
    if (!(next_share > 0)) return;
#pragma clang loop vectorize(assume_safety)
    for (ptrdiff_t i = 0; i < series; i++) {
        const double next_mean = next[i], next_scale = next[i + 2 * series];
        const double difference = next_mean - mean[i], near = FN(power_near)(next_mean / 2 - mean[i] / 2);
        const double larger = scale[i] > next_scale ? scale[i] : next_scale, joint = larger > near ? larger : near;
        // Of a power of two: products with it are as exact as quotients.
        const double inverse = 1 / joint;
        const int overflows = !(__builtin_fabs(difference) < __builtin_inf());
        const double step = overflows ? next_mean * inverse - mean[i] * inverse : difference * inverse;
        const double left = scale[i] * inverse, right = next_scale * inverse;
        variance[i] = share * variance[i] * left * left + next_share * next[i + series] * right * right +
                      share * next_share * step * step;
        covariance[i] = share * covariance[i] * left + next_share * next[i + 5 * series] * right +
                        share * next_share * step * target_step;
        mean[i] = overflows ? mean[i] * share + next_mean * next_share : mean[i] + difference * next_share;
        scale[i] = joint;
    }
}
