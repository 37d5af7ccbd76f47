// out = operation(a, b) value by value: the vocabulary of expressions. One operand: b is ignored. NaN stays NaN.

#define OPERATION(name, result)                \
    static inline T FN(op_##name)(T a, T b) { \
        (void)b;                               \
        return result;                         \
    }

OPERATION(copy, a)
OPERATION(negate, -a)
OPERATION(exp, FN(exp)(a))
OPERATION(sqrt, __builtin_elementwise_sqrt(a))  // the function sets errno, which keeps its loop from vectorising
OPERATION(sigmoid, FN(logistic_curve)(a).value)
OPERATION(tanh, FN(tangent)(a).value)
OPERATION(relu, FN(rectifier)(a).value)
OPERATION(abs, FN(magnitude)(a))
OPERATION(sign, a > 0 ? (T)1 : a < 0 ? (T)-1 : a)
OPERATION(positive, a > 0 ? (T)1 : a <= 0 ? (T)0 : a)
OPERATION(add, a + b)
OPERATION(subtract, a - b)
OPERATION(multiply, a * b)
OPERATION(divide, a / b)
OPERATION(power, sizeof(T) == 8 ? (T)pow((double)a, (double)b) : (T)powf((float)a, (float)b))  // not vectorised
OPERATION(max, ((b >= a) | (b != b)) ? b : a)
OPERATION(at_least, a >= b ? (T)1 : a < b ? (T)0 : a + b)

// log(1 + e^a) from e^-|a|.
static inline T FN(op_softplus)(T a, T b) {
    (void)b;
    T tail = FN(log1p_unit)(FN(exp)(-FN(magnitude)(a)));
    return a > 0 ? a + tail : tail;
}

// -infinity at 0, NaN below. Numbers below the normal range are lifted into it by 2^54, which is taken off the exponent.
static inline T FN(op_log)(T a, T b) {
    (void)b;
    const T least = sizeof(T) == 8 ? (T)0x1p-1022 : (T)0x1p-126;
    T x = a < least ? a * (T)0x1p54 : a;
    INT k = (FN(bits)(x) - (INT)SQRT_HALF_BITS) >> MANTISSA_BITS;
    T m = FN(value)(FN(bits)(x) - (INT)((uint64_t)k << MANTISSA_BITS));
    T exponent = FN(value)(k + (INT)ROUNDER_BITS) - ROUNDER - (a < least ? 54 : 0);
    T result = exponent * LN2_HIGH + (FN(log1p_unit)(m - 1) + exponent * LN2_LOW);
    T edge = a < 0 ? (T)NAN : a == 0 ? -(T)INFINITY : a;
    return ((a > 0) & (a < (T)INFINITY)) ? result : edge;
}

// log(1 + a), exact to the last digits near 0; -infinity at -1, NaN below.
static inline T FN(op_log1p)(T a, T b) {
    (void)b;
    T edge = a < -1 ? (T)NAN : a == -1 ? -(T)INFINITY : a;
    return ((a > -1) & (a < (T)INFINITY)) ? FN(log1p)(a) : edge;
}

#define OPERATION_TILE(name)                                                                            \
    static void FN(op_##name##_tile)(ptrdiff_t count, const T *a, const T *b, T *restrict out) {        \
        for (ptrdiff_t j = 0; j < count; j++) out[j] = FN(op_##name)(a[j], b[j]);                       \
    }
DESCENT_OPERATIONS(OPERATION_TILE)

static void FN(operate)(int32_t operation, ptrdiff_t count, const T *a, const T *b, T *out) {
    static void (*const tiles[])(ptrdiff_t, const T *, const T *, T *) = {
#define OPERATION_ENTRY(name) FN(op_##name##_tile),
        DESCENT_OPERATIONS(OPERATION_ENTRY)
#undef OPERATION_ENTRY
    };
    tiles[operation](count, a, b, out);
}
#undef OPERATION
#undef OPERATION_TILE
