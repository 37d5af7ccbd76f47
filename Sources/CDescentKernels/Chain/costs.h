// Costs c(a, y) with c'(a) and c''(a): the inner half of the chain rule.

// -[y ln a + (1-y) ln(1-a)] on 0 < a < 1. Only a yardstick for the fused logistic kernel, hence libm and no care.
static inline FN(curve) FN(cross_entropy)(T a, T y, T parameter) {
    (void)parameter;
    T left = y / a, right = (1 - y) / (1 - a);
    T value = (T)(-(y * log((double)a) + (1 - y) * log1p(-(double)a)));
    return (FN(curve)){value, right - left, left / a + right / (1 - a)};
}

// parameter * (a-y)^2 / 2; parameter 2 is `squared`.
static inline FN(curve) FN(half_squared)(T a, T y, T parameter) {
    T error = a - y;
    return (FN(curve)){(T)0.5 * parameter * error * error, parameter * error, parameter};
}

// |a-y|; the derivative at 0 is 0.
static inline FN(curve) FN(absolute)(T a, T y, T parameter) {
    (void)parameter;
    T error = a - y;
    return (FN(curve)){FN(magnitude)(error), error > 0 ? (T)1 : error < 0 ? (T)-1 : (T)0, 0};
}

// (a-y)^2/2 where |a-y| <= delta = parameter, delta (|a-y| - delta/2) beyond.
static inline FN(curve) FN(huber)(T a, T y, T parameter) {
    T error = a - y, size = FN(magnitude)(error);
    T side = error < 0 ? -parameter : parameter;
    int near = size <= parameter;
    return (FN(curve)){
        near ? (T)0.5 * error * error : parameter * (size - (T)0.5 * parameter),
        near ? error : side,
        near ? (T)1 : (T)0,
    };
}

// max(0, 1 - t a), t = 2y-1; the derivative at the kink is 0.
static inline FN(curve) FN(hinge)(T a, T y, T parameter) {
    (void)parameter;
    T side = 2 * y - 1, margin = 1 - side * a;
    return (FN(curve)){margin <= 0 ? 0 : margin, margin > 0 ? -side : 0, 0};
}

#define COST(name)                                                                                                   \
    static void FN(name##_tile)(ptrdiff_t count, const T *restrict predictions, const T *restrict targets,           \
                                T parameter, T *restrict losses, T *restrict first, T *restrict second) {            \
        for (ptrdiff_t j = 0; j < count; j++) {                                                                      \
            FN(curve) c = FN(name)(predictions[j], targets[j], parameter);                                           \
            losses[j] = c.value;                                                                                     \
            first[j] = c.first;                                                                                      \
            second[j] = c.second;                                                                                    \
        }                                                                                                            \
    }
DESCENT_COSTS(COST)
#undef COST
