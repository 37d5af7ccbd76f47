// exp, expm1, log1p as branch-free inline functions, so that a loop around them vectorises. Included once per
// precision and level. Errors, measured over every binade by the tests: exp, log1p <= 1.6 ulp; expm1 <= 2 ulp.

static inline INT FN(bits)(T x) {
    INT i;
    __builtin_memcpy(&i, &x, sizeof x);
    return i;
}

static inline T FN(value)(INT i) {
    T x;
    __builtin_memcpy(&x, &i, sizeof x);
    return x;
}

static inline T FN(magnitude)(T x) { return sizeof(T) == 8 ? (T)__builtin_fabs(x) : (T)__builtin_fabsf((float)x); }

// A sum that is meant to be rounded: with ROUNDER, or where its rounding error is computed next. The numerical sanitizer goes
// on from what is left of it, as if it had been read from memory; in all other builds nothing is there.
#if defined(__has_feature)
#if __has_feature(numerical_stability_sanitizer)
static inline T FN(settled)(T x) {
    __asm__("" : "+x"(x));
    return x;
}
#define SETTLED(x) FN(settled)(x)
#endif
#endif
#ifndef SETTLED
#define SETTLED(x) (x)
#endif

// 2^k for an integer k that was rounded by ROUNDER; `rounded` still has ROUNDER in it.
static inline T FN(power_of_two)(T rounded) {
    return FN(value)((INT)((uint64_t)(FN(bits)(rounded) + EXPONENT_BIAS) << MANTISSA_BITS));
}

// c[0] + c[1] x + c[2] x^2 + ... with up to 6 terms by Horner's scheme; with an even number up to 16 by Estrin's: pairs,
// then pairs of pairs, which a CPU can work on side by side where Horner's has each product wait for the last.
// Measured for the logistic kernel in double, ns per score: AVX2 3.7 by Horner, 2.9 by Estrin; SSE2 10.0 and 7.1.
static inline __attribute__((always_inline)) T FN(polynomial)(const T *c, int terms, T x) {
    T parts[8], power = x;
    if (terms <= 6) {
        T q = c[terms - 1];
#pragma clang loop unroll(full)
        for (int i = terms - 2; i >= 0; i--) q = q * x + c[i];
        return q;
    }
    int count = terms / 2;
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) parts[i] = c[2 * i + 1] * x + c[2 * i];
#pragma clang loop unroll(full)
    for (int pass = 0; pass < 3; pass++) {
        power *= power;
#pragma clang loop unroll(full)
        for (int i = 0; i < count / 2; i++) parts[i] = parts[2 * i + 1] * power + parts[2 * i];
        if (count % 2) parts[count / 2] = parts[count - 1];
        count = (count + 1) / 2;
    }
    return parts[0];
}

// q(r) with e^r = 1 + r + r^2 q(r) on |r| <= ln(2)/2.
static inline T FN(exp_polynomial)(T r) {
    return FN(polynomial)(FN(exp_tail), sizeof FN(exp_tail) / sizeof(T), r);
}

// e^x: 0 and infinity where they are the rounded result, denormals included (hence 2^k in two factors).
static inline T FN(exp)(T x) {
    x = x < EXP_LOWEST ? EXP_LOWEST : x;
    x = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    T k = SETTLED(x * LOG2_E + ROUNDER) - ROUNDER;
    T r = (x - k * LN2_HIGH) - k * LN2_LOW;
    T mantissa = r * r * FN(exp_polynomial)(r) + r + 1;
    T half = SETTLED((T)0.5 * k + ROUNDER);
    T rest = (k - (half - ROUNDER)) + ROUNDER;
    return mantissa * FN(power_of_two)(half) * FN(power_of_two)(rest);
}

// e^x for x <= 0, denormals included: times 2^(k+64), which is exact, then times 2^-64, which rounds once.
static inline T FN(exp_falling)(T x) {
    x = x < EXP_LOWEST ? EXP_LOWEST : x;
    T rounded = SETTLED(x * LOG2_E + ROUNDER);
    T k = rounded - ROUNDER;
    T r = (x - k * LN2_HIGH) - k * LN2_LOW;
    T mantissa = r * r * FN(exp_polynomial)(r) + r + 1;
    T scale = FN(value)((INT)((uint64_t)(FN(bits)(rounded) + EXPONENT_BIAS + 64) << MANTISSA_BITS));
    return mantissa * scale * (T)0x1p-64;
}

// e^x - 1 for x <= 0, exact to the last digits near 0.
static inline T FN(expm1)(T x) {
    x = x < EXPM1_LOWEST ? EXPM1_LOWEST : x;
    T rounded = SETTLED(x * LOG2_E + ROUNDER);
    T k = rounded - ROUNDER;
    T r = (x - k * LN2_HIGH) - k * LN2_LOW;
    T scale = FN(power_of_two)(rounded);
    T small = r * r * FN(exp_polynomial)(r) + r;
    return scale * small + (scale - 1);
}

// log(1 + f) for f in [-0.3, 1], from s = 2f/(2+f): log(1+f) = 2 atanh(s/2) = s + s^3 q(s^2).
static inline T FN(log1p_unit)(T f) {
    T s = (f + f) / (2 + f), w = s * s;
    return s * w * FN(polynomial)(FN(log1p_tail), sizeof FN(log1p_tail) / sizeof(T), w) + s;
}

// log(1 + u) for any finite u >= 0: 1 + u = 2^k m with m in [sqrt(1/2), sqrt(2)); `lost` is what rounding 1 + u dropped.
static inline T FN(log1p)(T u) {
    T sum = SETTLED(1 + u);
    T lost = sum > 2 ? 1 - (sum - u) : u - (sum - 1);
    INT k = (FN(bits)(sum) - (INT)SQRT_HALF_BITS) >> MANTISSA_BITS;
    T m = FN(value)(FN(bits)(sum) - (INT)((uint64_t)k << MANTISSA_BITS));
    T exponent = FN(value)(k + (INT)ROUNDER_BITS) - ROUNDER;
    return exponent * LN2_HIGH + (FN(log1p_unit)(m - 1) + (lost / sum + exponent * LN2_LOW));
}
