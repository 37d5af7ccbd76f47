// z -> z, squared error: parameter * (z-y)^2 / 2, where parameter 1 is `halfSquared` and 2 is `squared`.
static inline FN(point) FN(linear)(T z, T y, T parameter) {
    T error = z - y;
    return (FN(point)){
        .loss = (T)0.5 * parameter * error * error,
        .residual = parameter * error,
        .curvature = parameter,
        .gauss_newton = parameter,
    };
}
SUMMED(linear)
