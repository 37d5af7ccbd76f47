// z -> max(0, z), squared error: parameter * (max(0,z)-y)^2 / 2; nothing flows back at z <= 0. NaN stays NaN.
static inline FN(point) FN(relu)(T z, T y, T parameter) {
    T error = (z <= 0 ? 0 : z) - y, alive = z > 0 ? parameter : 0;
    return (FN(point)){
        .loss = (T)0.5 * parameter * error * error,
        .residual = alive * error,
        .curvature = alive,
        .gauss_newton = alive,
    };
}
SUMMED(relu)
