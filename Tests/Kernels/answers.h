// The comparisons of one precision; included by answers.c with T, NAMED, ROUNDING and SMALLEST set. No guard: included twice.

static T NAMED(a)[most * features_most], NAMED(b)[most], NAMED(c)[most * 8], NAMED(d)[most * 8], NAMED(e)[most * 8];

// Roundings of a kernel of a few operations, and of a sum of so many terms.
#define FEW (16 * ROUNDING)
#define OF_TERMS(count) ((count) * ROUNDING + FEW)

static void NAMED(draw)(T *values, ptrdiff_t count, double low, double high) {
    for (ptrdiff_t i = 0; i < count; i++) values[i] = (T)drawn(low, high);
}

// Of single scores, by the C library in double; results below the least normal number may be 0.
static void NAMED(neurons)(const NAMED(descent_kernels) * k, ptrdiff_t m) {
    T *z = NAMED(a), *y = NAMED(b), *losses = NAMED(c), *residuals = NAMED(d), *curvatures = NAMED(e);
    NAMED(draw)(z, m, -30, 30);
    for (ptrdiff_t i = 0; i < m; i++) y[i] = (T)(i % 2);
    const T extremes[] = {0, (T)-0.0, 1, -1, 700, -700, SMALLEST, (T)INFINITY, (T)-INFINITY, (T)NAN};
    for (ptrdiff_t i = 0; i < m && i < 10; i++) z[i] = extremes[i];
    const ptrdiff_t finite = m < 7 ? m : 7;

    k->logistic(m, z, y, 1, descent_exact_curvature, losses, residuals, curvatures);
    double sum = 0, size = 0;
    for (ptrdiff_t i = 0; i < m; i++) {
        if (i >= finite && i < 10) continue;
        const double s = z[i], e = exp(-fabs(s)), q = e / (1 + e), miss = s > 0 ? 1 - (double)y[i] : (double)y[i];
        const double loss = miss * fabs(s) + log1p(e), residual = s > 0 ? miss - q : q - miss;
        expect("logistic loss", i, losses[i], loss, loss + SMALLEST, FEW);
        expect("logistic residual", i, residuals[i], residual, fabs(residual) + SMALLEST, FEW);
        expect("logistic curvature", i, curvatures[i], q * (1 - q), q + SMALLEST, FEW);
    }
    k->sigmoid(m, z, y, 1, descent_first_order, losses, residuals, curvatures);
    for (ptrdiff_t i = 0; i < m; i++) {
        if (i >= finite && i < 10) continue;
        const double p = 1 / (1 + exp(-(double)z[i])), miss = p - (double)y[i];
        expect("sigmoid loss", i, losses[i], 0.5 * miss * miss, 0.5, FEW);
        expect("sigmoid residual", i, residuals[i], miss * p * (1 - p), 1, FEW);
    }
    k->tangent(m, z, losses, residuals, curvatures);
    for (ptrdiff_t i = 0; i < m; i++) {
        const double t = tanh((double)z[i]);
        expect("tanh", i, losses[i], t, 1, FEW);
        expect("slope of tanh", i, residuals[i], 1 - t * t, 1, FEW);
    }
    // Beyond these, an exponential of single precision has no number.
    NAMED(draw)(z, m, -20, 20);
    NAMED(draw)(y, m, 0, 9);
    k->poisson(m, z, y, 1, descent_first_order, losses, residuals, curvatures);
    sum = size = 0;
    for (ptrdiff_t i = 0; i < m; i++) {
        const double e = exp((double)z[i]), linear = (double)y[i] * (double)z[i];
        expect("poisson loss", i, losses[i], e - linear, e + fabs(linear), FEW);
        expect("poisson residual", i, residuals[i], e - (double)y[i], e + (double)y[i], FEW);
        sum += e - linear, size += e + fabs(linear);
    }
    expect("poisson sum", m, k->poisson_sum(m, z, y, 1, residuals), sum, size, OF_TERMS(8));
    k->relu(m, z, y, 1, descent_first_order, losses, residuals, curvatures);
    for (ptrdiff_t i = 0; i < m; i++) {
        const double over = (z[i] > 0 ? (double)z[i] : 0) - (double)y[i];
        expect("relu residual", i, residuals[i], z[i] > 0 ? over : 0, fabs(over) + fabs((double)y[i]), FEW);
    }
}

static void NAMED(softmaxes)(const NAMED(descent_kernels) * k, ptrdiff_t m) {
    T *z = NAMED(a), *y = NAMED(b), *losses = NAMED(c), *residuals = NAMED(d), *p = NAMED(e);
    for (ptrdiff_t outputs = 2; outputs <= 8; outputs += 3) {
        NAMED(draw)(z, m * outputs, -20, 20);
        for (ptrdiff_t j = 0; j < m; j++) y[j] = (T)(j % outputs);
        k->softmax(m, outputs, m, z, y, losses, residuals, p);
        for (ptrdiff_t j = 0; j < m; j++) {
            double top = -INFINITY, sum = 0;
            for (ptrdiff_t o = 0; o < outputs; o++) top = fmax(top, (double)z[o * m + j]);
            for (ptrdiff_t o = 0; o < outputs; o++) sum += exp((double)z[o * m + j] - top);
            for (ptrdiff_t o = 0; o < outputs; o++) {
                const double share = exp((double)z[o * m + j] - top) / sum;
                expect("softmax", o * m + j, p[o * m + j], share, share, 4 * FEW);
                expect("softmax residual", o * m + j, residuals[o * m + j], share - (o == j % outputs), 1, FEW);
            }
            const double loss = top + log(sum) - (double)z[(j % outputs) * m + j];
            expect("softmax loss", j, losses[j], loss, 40, FEW);
        }
    }
}

// Products beside plain loops in double.
static void NAMED(products)(const NAMED(descent_kernels) * k, ptrdiff_t n, ptrdiff_t m) {
    T *x = NAMED(a), *w = NAMED(c), *r = NAMED(d), *out = NAMED(e);
    const ptrdiff_t outputs = 3;
    NAMED(draw)(x, n * m, -1, 1), NAMED(draw)(w, outputs * n, -1, 1), NAMED(draw)(r, outputs * m, -1, 1);
    memset(out, 0, sizeof NAMED(e));
    k->dots(m, n, x, n, outputs, w, n, out, m);
    for (ptrdiff_t o = 0; o < outputs; o++)
        for (ptrdiff_t j = 0; j < m; j++) {
            double sum = 0;
            for (ptrdiff_t i = 0; i < n; i++) sum += (double)x[j * n + i] * (double)w[o * n + i];
            expect("dots", o * m + j, out[o * m + j], sum, (double)n, OF_TERMS(n));
        }
    memset(out, 0, sizeof NAMED(e));
    k->alone_scores(m, n, x, n, w, out);
    for (ptrdiff_t j = 0; j < m; j++) {
        double sum = 0;
        for (ptrdiff_t i = 0; i < n; i++) sum += (double)x[j * n + i] * (double)w[i];
        expect("alone_scores", j, out[j], sum, (double)n, OF_TERMS(n));
    }
    for (int alone = 0; alone < 2; alone++) {
        memset(out, 0, sizeof NAMED(e));
        if (alone) k->alone_gradient(m, n, x, n, r, out);
        else k->outer(n, m, x, n, outputs, r, m, out, n);
        for (ptrdiff_t o = 0; o < (alone ? 1 : outputs); o++)
            for (ptrdiff_t i = 0; i < n; i++) {
                double sum = 0;
                for (ptrdiff_t j = 0; j < m; j++) sum += (double)r[o * m + j] * (double)x[j * n + i];
                expect(alone ? "alone_gradient" : "outer", o * n + i, out[o * n + i], sum, (double)m, OF_TERMS(m));
            }
    }
    double sum = 0, product = 0;
    for (ptrdiff_t i = 0; i < n * m; i++) sum += (double)x[i], product += (double)x[i] * (double)x[i];
    expect("sum", n * m, k->sum(n * m, x, NULL), sum, (double)(n * m), OF_TERMS(1));
    expect("dot", n * m, k->dot(n * m, x, x), product, product, OF_TERMS(n));
}

// Every number of two bytes, and of one.
static void NAMED(numbers)(const NAMED(descent_kernels) * k) {
    static uint16_t words[65536];
    static uint8_t bytes[256];
    static T out[65536];
    for (int i = 0; i < 65536; i++) words[i] = (uint16_t)i;
    for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
    k->widen(descent_u16, 65536, words, out);
    for (int i = 0; i < 65536; i++) expect("u16", i, out[i], i, 1, 0);
    k->widen(descent_i16, 65536, words, out);
    for (int i = 0; i < 65536; i++) expect("i16", i, out[i], (int16_t)i, 1, 0);
    k->widen(descent_u8, 256, bytes, out);
    for (int i = 0; i < 256; i++) expect("u8", i, out[i], i, 1, 0);
    k->widen(descent_i8, 256, bytes, out);
    for (int i = 0; i < 256; i++) expect("i8", i, out[i], (int8_t)i, 1, 0);
    k->widen(descent_bf16, 65536, words, out);
    for (uint32_t i = 0; i < 65536; i++) {
        const uint32_t bits = i << 16;
        float value;
        memcpy(&value, &bits, sizeof value);
        expect("bf16", i, out[i], value, 1, 0);
    }
    k->widen(descent_f16, 65536, words, out);
    for (int i = 0; i < 65536; i++) {
        const int exponent = i >> 10 & 31, fraction = i & 1023;
        const double size = exponent == 31 ? (fraction ? NAN : INFINITY)
                            : exponent     ? ldexp(1024 + fraction, exponent - 25)
                                           : ldexp(fraction, -24);
        expect("f16", i, out[i], i >> 15 ? -size : size, 1, 0);
    }
}

static void NAMED(answers)(const NAMED(descent_kernels) * k) {
    const ptrdiff_t counts[] = {1, 2, 7, 8, 9, 16, 17, 33, 64, 129, 513}, widths[] = {1, 2, 7, 8, 9, 17, 31, 64, 70};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        NAMED(neurons)(k, counts[i]), NAMED(softmaxes)(k, counts[i]);
        for (size_t j = 0; j < sizeof widths / sizeof *widths; j++) NAMED(products)(k, widths[j], counts[i]);
    }
    NAMED(numbers)(k);
}
#undef FEW
#undef OF_TERMS
