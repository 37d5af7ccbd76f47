// Numbers as they are stored to those that a sweep works with. Each is exact but for doubles as floats, which are rounded.

// At any address: a file may begin a number where it likes.
typedef uint16_t FN(two_bytes) __attribute__((aligned(1), may_alias));
typedef int16_t FN(two_bytes_signed) __attribute__((aligned(1), may_alias));
typedef uint32_t FN(four_bytes) __attribute__((aligned(1), may_alias));
typedef float FN(unaligned_float) __attribute__((aligned(1), may_alias));
typedef double FN(unaligned_double) __attribute__((aligned(1), may_alias));

static inline float FN(float_of)(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// IEEE 754's binary16. The levels of x86-64 above the first have an instruction for it, arm64 always has.
#if defined(LEVEL_TARGET) || defined(__aarch64__)
typedef _Float16 FN(half) __attribute__((aligned(1), may_alias));
#define HALF FN(half)
#define HALF_VALUE (float)x[i]
#else
// Exponent and fraction as those of a float, of which 2^112 moves the exponent to its place, small numbers included.
static inline float FN(half_value)(uint16_t bits) {
    const uint32_t sign = (uint32_t)(bits & 0x8000) << 16, rest = (uint32_t)(bits & 0x7fff) << 13;
    const float magnitude = FN(float_of)(rest) * 0x1p112f;
    uint32_t moved;
    memcpy(&moved, &magnitude, sizeof moved);
    return FN(float_of)(sign | moved | (rest >= 0x0f800000 ? 0x7f800000 : 0));
}
#define HALF FN(two_bytes)
#define HALF_VALUE FN(half_value)(x[i])
#endif

#define WIDEN(name, type, value)                                                                  \
    static void FN(widen_##name)(ptrdiff_t count, const void *from, T *restrict out) {            \
        const type *restrict x = from;                                                            \
        for (ptrdiff_t i = 0; i < count; i++) out[i] = (T)(value);                                \
    }                                                                                             \
    static void FN(rescale_##name)(ptrdiff_t features, ptrdiff_t count, const void *from,         \
                                   const T *restrict zero, const T *restrict scale, T *restrict out) { \
        const type *restrict x = from;                                                            \
        for (ptrdiff_t j = 0; j < count; j++, x += features, out += features)                     \
            for (ptrdiff_t i = 0; i < features; i++) out[i] = ((T)(value) - zero[i]) * scale[i];  \
    }
WIDEN(u8, uint8_t, x[i])
WIDEN(i8, int8_t, x[i])
WIDEN(u16, FN(two_bytes), x[i])
WIDEN(i16, FN(two_bytes_signed), x[i])
WIDEN(f16, HALF, HALF_VALUE)
WIDEN(bf16, FN(two_bytes), FN(float_of)((uint32_t)x[i] << 16))
WIDEN(f32, FN(unaligned_float), x[i])
WIDEN(f64, FN(unaligned_double), x[i])
#undef WIDEN
#undef HALF
#undef HALF_VALUE

static void FN(widen)(descent_number type, ptrdiff_t count, const void *from, T *out) {
    switch (type) {
#define CASE(name) case descent_##name: FN(widen_##name)(count, from, out); return;
        DESCENT_NUMBERS(CASE)
#undef CASE
    }
}

// The same as (x - zero) * scale of every feature, sample after sample.
static void FN(widen_rescaled)(descent_number type, ptrdiff_t features, ptrdiff_t count, const void *from, const T *zero,
                               const T *scale, T *out) {
    switch (type) {
#define CASE(name) case descent_##name: FN(rescale_##name)(features, count, from, zero, scale, out); return;
        DESCENT_NUMBERS(CASE)
#undef CASE
    }
}
