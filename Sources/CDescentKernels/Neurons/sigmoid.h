// z -> s(z), squared error: parameter * (s-y)^2 / 2; residual (s-y) s', s' = s(1-s); curvature s'^2 + (s-y) s'(1-2s),
// which may be negative; its Gauss-Newton part is s'^2. `bend` is 1 - 2 s(|z|), which cancels near 0, hence expm1.
static inline FN(point) FN(sigmoid)(T z, T y, T parameter) {
    T e = FN(exp_falling)(-FN(magnitude)(z)), inverse = 1 / (1 + e), q = e * inverse;
    T slope = q * inverse, bend = FN(expm1)(-FN(magnitude)(z)) * inverse;
    T error = z > 0 ? (1 - y) - q : q - y;
    T gauss_newton = parameter * slope * slope;
    return (FN(point)){
        .loss = (T)0.5 * parameter * error * error,
        .residual = parameter * error * slope,
        .curvature = gauss_newton + parameter * error * slope * (z > 0 ? bend : -bend),
        .gauss_newton = gauss_newton,
    };
}
SUMMED(sigmoid)
