// z -> e^z, Poisson: e^z - y z; residual e^z - y; curvature e^z. An infinite e^z is an infinite loss, also where y z
// is infinite too.
static inline FN(point) FN(poisson)(T z, T y, T parameter) {
    (void)parameter;
    T e = FN(exp)(z);
    return (FN(point)){
        .loss = e < (T)INFINITY ? e - y * z : e,
        .residual = e - y,
        .curvature = e,
        .gauss_newton = e,
    };
}
SUMMED(poisson)
