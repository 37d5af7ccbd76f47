// Verdicts on vectors: one branch-free pass, and a second look only where something is wrong.

static int FN(all_finite)(ptrdiff_t count, const T *values) {
    INT infinite = 0;  // all ones in the exponent: infinite or NaN
    const INT exponent = (INT)((((uint64_t)1 << (sizeof(T) * 8 - 1 - MANTISSA_BITS)) - 1) << MANTISSA_BITS);
    for (ptrdiff_t j = 0; j < count; j++) infinite |= (FN(bits)(values[j]) & exponent) == exponent;
    return !infinite;
}

static ptrdiff_t FN(first_outside)(ptrdiff_t count, const T *values, T low, T high, int whole) {
    INT outside = 0;
    for (ptrdiff_t j = 0; j < count; j++) {
        T value = values[j];
        // Adding ROUNDER rounds; numbers too large for it are outside every range of whole numbers that is asked for.
        outside |= !(value >= low) | !(value <= high) | (whole & (SETTLED(value + ROUNDER) - ROUNDER != value));
    }
    if (!outside) return count;
    for (ptrdiff_t j = 0; j < count; j++) {
        T value = values[j];
        if (!(value >= low && value <= high) || (whole && SETTLED(value + ROUNDER) - ROUNDER != value)) return j;
    }
    return count;
}
