// Extremes, weighted means and weighted squares of the features of one tile whose values are all finite.
// `shares` are weights divided by their sum, so that no intermediate mean exceeds the largest value.

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
    for (ptrdiff_t j = 0; j < count; j++) {
        const T *sample = x + j * stride;
        for (ptrdiff_t i = 0; i < features; i++) {
            double value = (double)sample[i];
            mean[i] += shares[j] * value;
            low[i] = value < low[i] ? value : low[i];
            high[i] = value > high[i] ? value : high[i];
        }
    }
}

static void FN(survey_squares)(ptrdiff_t features, ptrdiff_t count, int feature_major, const T *restrict x,
                               ptrdiff_t stride, const double *restrict shares, const double *restrict mean,
                               const double *restrict inverse, double *restrict squares) {
    for (ptrdiff_t i = 0; i < features; i++) squares[i] = 0;
    if (feature_major) {
        for (ptrdiff_t i = 0; i < features; i++) {
#pragma clang fp reassociate(on)
            const T *row = x + i * stride;
            const double factor = inverse[i], centre = mean[i] * factor;
            double sum = 0;
            for (ptrdiff_t j = 0; j < count; j++) {
                double deviation = (double)row[j] * factor - centre;
                sum += shares[j] * deviation * deviation;
            }
            squares[i] = sum;
        }
        return;
    }
    for (ptrdiff_t j = 0; j < count; j++) {
        for (ptrdiff_t i = 0; i < features; i++) {
            double deviation = (double)x[j * stride + i] * inverse[i] - mean[i] * inverse[i];
            squares[i] += shares[j] * deviation * deviation;
        }
    }
}
