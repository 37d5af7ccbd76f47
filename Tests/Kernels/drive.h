// The calls of one precision; included by drive.c with T, NAMED, LARGEST and SMALLEST set. No guard: included twice.
//
// Numbers that are summed have one sign, and features vary as much as they are large: what cancels is then the kernel's own
// doing. Scores are of every size.

static T NAMED(a)[most], NAMED(b)[most], NAMED(c)[most], NAMED(d)[most], NAMED(e)[most];
static double NAMED(wide)[most], NAMED(more)[most], NAMED(third)[most];

static void NAMED(positive)(T *values, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) values[i] = (T)drawn(0.5, 2);
}

// Scores, a few of them extreme, and targets from 0 to 1.
static void NAMED(scores)(T *scores, T *targets, ptrdiff_t count) {
    const T extremes[] = {0, (T)-0.0, SMALLEST, -SMALLEST, 1, -1, 30, -30, 80, -80, 700, -700, LARGEST, -LARGEST};
    for (ptrdiff_t i = 0; i < count; i++) {
        scores[i] = i % 3 ? (T)drawn(-6, 6) : extremes[i / 3 % COUNT_OF(extremes)];
        targets[i] = (T)(i % 2);
    }
}

static void NAMED(pointwise)(const NAMED(descent_kernels) * k, ptrdiff_t m) REALTIME {
    T *z = NAMED(a), *y = NAMED(b), *losses = NAMED(c), *residuals = NAMED(d), *curvatures = NAMED(e);
    NAMED(scores)(z, y, m);
    for (descent_order order = descent_first_order; order <= descent_gauss_newton; order++) {
#define CALL(name) k->name(m, z, y, 1, order, losses, residuals, curvatures);
        DESCENT_NEURONS(CALL)
#undef CALL
#define CALL(name) k->chain(m, z, y, 1, order, k->tangent, k->name, losses, residuals, curvatures);
        CALL(half_squared) CALL(absolute) CALL(huber) CALL(hinge)
#undef CALL
        k->chain(m, z, y, 1, order, k->logistic_curve, k->cross_entropy, losses, residuals, curvatures);
    }
#define CALL(name) k->name##_sum(m, z, y, 1, residuals);
    DESCENT_NEURONS(CALL)
#undef CALL
#define CALL(name) k->name(m, z, losses, NULL, NULL); k->name(m, z, losses, residuals, curvatures);
    DESCENT_ACTIVATIONS(CALL)
#undef CALL
#define CALL(name) operations++;
    int operations = 0;
    DESCENT_OPERATIONS(CALL)
#undef CALL
    NAMED(positive)(y, m);
    for (int operation = 0; operation < operations; operation++) k->operate(operation, m, z, y, losses);
    const descent_instruction steps[] = {
        {0, descent_slot_target, descent_first_register, descent_first_register + 1},
        {0, descent_first_register + 1, descent_first_register, descent_slot_loss},
        {0, descent_slot_score, descent_first_register, descent_slot_residual},
    };
    const double constant = 2;
    k->program(m, steps, COUNT_OF(steps), &constant, 1, z, y, losses, residuals, curvatures);
}

static void NAMED(coupled)(const NAMED(descent_kernels) * k, ptrdiff_t m) REALTIME {
    T *z = NAMED(a), *y = NAMED(b), *losses = NAMED(c), *residuals = NAMED(d), *p = NAMED(e);
    for (ptrdiff_t outputs = 2; outputs <= outputs_most; outputs += 3) {
        NAMED(scores)(z, y, m * outputs);
        for (ptrdiff_t j = 0; j < m; j++) y[j] = (T)(j % outputs);
        k->softmax(m, outputs, m, z, y, losses, residuals, NULL);
        k->softmax(m, outputs, m, z, y, losses, residuals, p);
        k->softmax_curve(m, outputs, m, z, p);
        NAMED(positive)(residuals, m * outputs);
        k->softmax_curvature(m, outputs, m, p, residuals);
        for (ptrdiff_t row = 0; row < outputs; row++) {
            k->roots(m, outputs, m, NULL, p, row, row, NAMED(wide));
            k->roots(m, outputs, m, y, p, row, 0, NAMED(wide));
        }
    }
    k->roots(m, 1, m, NULL, NULL, 0, 0, NAMED(wide));
}

static void NAMED(vectors)(const NAMED(descent_kernels) * k, ptrdiff_t m) REALTIME {
    T *x = NAMED(a), *w = NAMED(b), *out = NAMED(c);
    NAMED(positive)(x, m), NAMED(positive)(w, m);
    w[m / 2] = 0;
    k->sum(m, x, NULL), k->sum(m, x, w), k->dot(m, x, w);
    k->fill(m, out, 1, NULL), k->fill(m, out, 1, x);
    k->multiply(m, out, w);
    for (ptrdiff_t j = 0; j < m; j++) NAMED(wide)[j] = x[j];
    k->convert(m, NAMED(wide), out), k->accumulate(m, x, NAMED(wide));
    k->all_finite(m, x), k->first_outside(m, x, 0, 2, 1), k->first_outside(m, x, 0, 2, 0);
    uint32_t thresholds[descent_count_thresholds];
    for (uint32_t i = 0; i < descent_count_thresholds; i++) thresholds[i] = 0x15000000u * (i + 1);
    k->poisson_counts(m, 7, 11, 13, thresholds, out);
}

static void NAMED(tiles)(const NAMED(descent_kernels) * k, ptrdiff_t n, ptrdiff_t m) REALTIME {
    T *x = NAMED(a), *w = NAMED(b), *out = NAMED(c), *inverse = NAMED(d), *shifted = NAMED(e);
    double *scale = NAMED(wide), *mean = scale + n, *low = mean + n, *high = low + n, *inverses = high + n;
    double *shares = inverses + n, *leans = shares + m, *squares = leans + m, *products = squares + n;
    const ptrdiff_t stride = n + 3, rows = m + 3;
    for (ptrdiff_t i = 0; i < n; i++) inverse[i] = 1, shifted[i] = (T)0.25, inverses[i] = 1;
    for (int feature_major = 0; feature_major < 2; feature_major++) {
        const ptrdiff_t step = feature_major ? rows : stride;
        NAMED(positive)(x, step * (feature_major ? n : m));
        for (ptrdiff_t j = 0; j < m; j++) shares[j] = 1.0 / (double)m, leans[j] = drawn(0.5, 2) * shares[j];
        k->survey_means(n, m, feature_major, x, step, shares, mean, low, high);
        k->survey_scales(n, mean, low, high, scale, inverses);
        k->survey_squares(n, m, feature_major, x, step, shares, leans, mean, inverses, squares, products);
        k->centre(n, m, feature_major, x, step, inverse, shifted, out, step);
        k->stage(n, m, feature_major, x, step, inverses, products, NULL, NAMED(more), n);
        k->stage_rows(n, m, feature_major, x, step, inverses, NULL, NAMED(more), rows);
        k->stage_rows(n, m, feature_major, x, step, inverses, shares, NAMED(more), rows);
        if (!feature_major) k->gather(n, m, x, stride, out, rows);
    }
    // Six numbers of each series, of two parts with as much weight.
    double *all = NAMED(more), *next = NAMED(third);
    for (ptrdiff_t i = 0; i < 6 * n; i++) all[i] = drawn(0.5, 1), next[i] = drawn(1, 2);
    for (ptrdiff_t i = 0; i < n; i++) all[i + 2 * n] = next[i + 2 * n] = 1;
    k->survey_merge(n, n - 1, 0.5, 0.5, all, next);
    for (ptrdiff_t outputs = 1; outputs <= outputs_most; outputs++) {
        NAMED(positive)(x, stride * m), NAMED(positive)(w, outputs * (n > m ? n : m));
        memset(out, 0, sizeof(T) * (size_t)(outputs * (n > m ? n : m)));
        k->dots(m, n, x, stride, outputs, w, n, out, m);
        memset(out, 0, sizeof(T) * (size_t)(outputs * (n > m ? n : m)));
        k->outer(n, m, x, stride, outputs, w, m, out, n);
    }
}

static void NAMED(drive)(const NAMED(descent_kernels) * k) {
    for (ptrdiff_t i = 0; i < COUNT_OF(counts); i++) {
        NAMED(pointwise)(k, counts[i]);
        NAMED(coupled)(k, counts[i]);
        NAMED(vectors)(k, counts[i]);
        for (ptrdiff_t j = 0; j < COUNT_OF(widths); j++) NAMED(tiles)(k, widths[j], counts[i]);
    }
}
