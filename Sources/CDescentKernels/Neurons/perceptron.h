// z -> 1 where z >= 0 else 0, perceptron criterion: max(0, -(2y-1) z); residual prediction - y; flat.
static inline FN(point) FN(perceptron)(T z, T y, T parameter) {
    (void)parameter;
    T residual = (z >= 0 ? (T)1 : (T)0) - y;
    return (FN(point)){.loss = residual * z, .residual = residual, .curvature = 0, .gauss_newton = 0};
}
SUMMED(perceptron)
