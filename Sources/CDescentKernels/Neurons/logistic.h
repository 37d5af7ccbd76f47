// z -> s(z) = 1/(1+e^-z), cross-entropy: softplus(z) - y z; residual s(z) - y; curvature s(1-s).
// With e = e^-|z| and q = e/(1+e) = s(-|z|), every form below is a sum of terms of one sign wherever the exact result
// is small, so that tiny losses and residuals keep their digits.
static inline FN(point) FN(logistic)(T z, T y, T parameter) {
    (void)parameter;
    T magnitude = FN(magnitude)(z), e = FN(exp)(-magnitude), inverse = 1 / (1 + e), q = e * inverse;
    T miss = z > 0 ? 1 - y : y;  // the share of the target on the other side of the score
    T curvature = q * inverse;
    return (FN(point)){
        .loss = miss * magnitude + FN(log1p_unit)(e),
        .residual = z > 0 ? miss - q : q - miss,
        .curvature = curvature,
        .gauss_newton = curvature,
    };
}
