// Sums, products and copies of vectors. A weight of 0 leaves a value out, even an infinite one. Sums run in double and may be reassociated: a length has one order of summation.

static double FN(sum)(ptrdiff_t count, const T *values, const T *weights) {
#pragma clang fp reassociate(on)
    double sum = 0;
    if (weights) {
        for (ptrdiff_t j = 0; j < count; j++) sum += weights[j] == 0 ? 0 : (double)weights[j] * (double)values[j];
    } else {
        for (ptrdiff_t j = 0; j < count; j++) sum += (double)values[j];
    }
    return sum;
}

static double FN(dot)(ptrdiff_t count, const T *x, const T *y) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (ptrdiff_t i = 0; i < count; i++) sum += (double)x[i] * (double)y[i];
    return sum;
}

static void FN(multiply)(ptrdiff_t count, T *restrict values, const T *restrict factors) {
    for (ptrdiff_t j = 0; j < count; j++) values[j] = factors[j] == 0 ? 0 : values[j] * factors[j];
}

static void FN(fill)(ptrdiff_t count, T *restrict values, T value, const T *restrict addends) {
    if (addends) {
        for (ptrdiff_t j = 0; j < count; j++) values[j] = value + addends[j];
    } else {
        for (ptrdiff_t j = 0; j < count; j++) values[j] = value;
    }
}

static void FN(convert)(ptrdiff_t count, const double *restrict values, T *restrict out) {
    for (ptrdiff_t j = 0; j < count; j++) out[j] = (T)values[j];
}

static void FN(accumulate)(ptrdiff_t count, const T *restrict values, double *restrict sums) {
    for (ptrdiff_t j = 0; j < count; j++) sums[j] += (double)values[j];
}
