// NaN stays NaN in all of them.
//
// Activations a(z) with a'(z) and a''(z): the outer half of the chain rule, and what turns scores into predictions.

typedef struct {
    T value, first, second;
} FN(curve);

static inline FN(curve) FN(identity)(T z) { return (FN(curve)){z, 1, 0}; }

// s(z), s' = s(1-s), s'' = s'(1-2s); 1-2s by expm1, because it cancels near 0.
static inline FN(curve) FN(logistic_curve)(T z) {
    T e = FN(exp_falling)(-FN(magnitude)(z)), inverse = 1 / (1 + e), slope = e * inverse * inverse;
    T bend = FN(expm1)(-FN(magnitude)(z)) * inverse;
    return (FN(curve)){z > 0 ? inverse : e * inverse, slope, slope * (z > 0 ? bend : -bend)};
}

// max(0, z); the derivative at 0 is 0.
static inline FN(curve) FN(rectifier)(T z) { return (FN(curve)){z <= 0 ? 0 : z, z > 0 ? (T)1 : (T)0, 0}; }

// tanh z = -m/(2+m) for z >= 0, m = e^-2z - 1; tanh' = 4e/(1+e)^2, e = e^-2|z|; tanh'' = -2 tanh tanh'.
static inline FN(curve) FN(tangent)(T z) {
    T twice = -2 * FN(magnitude)(z), m = FN(expm1)(twice), e = FN(exp_falling)(twice);
    T value = -m / (2 + m), inverse = 1 / (1 + e);
    value = z < 0 ? -value : value;
    T slope = 4 * e * inverse * inverse;
    return (FN(curve)){value, slope, -2 * value * slope};
}

static inline FN(curve) FN(exponential)(T z) {
    T e = FN(exp)(z);
    return (FN(curve)){e, e, e};
}

// 1 where z >= 0; flat.
static inline FN(curve) FN(step)(T z) { return (FN(curve)){z >= 0 ? (T)1 : z < 0 ? (T)0 : z, 0, 0}; }

#define ACTIVATION(name)                                                                                             \
    static void FN(name##_tile)(ptrdiff_t count, const T *scores, T *predictions, T *restrict first,                 \
                                T *restrict second) {                                                                \
        if (!first) {                                                                                                \
            INTERLEAVED for (ptrdiff_t j = 0; j < count; j++) predictions[j] = FN(name)(scores[j]).value;            \
            return;                                                                                                  \
        }                                                                                                            \
        INTERLEAVED for (ptrdiff_t j = 0; j < count; j++) {                                                          \
            FN(curve) c = FN(name)(scores[j]);                                                                       \
            predictions[j] = c.value;                                                                                \
            first[j] = c.first;                                                                                      \
            second[j] = c.second;                                                                                    \
        }                                                                                                            \
    }
DESCENT_ACTIVATIONS(ACTIVATION)
#undef ACTIVATION
