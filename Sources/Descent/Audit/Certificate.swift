/// What a fit can tell about its own result: how far the loss is above its minimum, how much the problem amplifies
/// rounding, and how many digits of the coefficients are right. Nil where a method has nothing to tell it by.
///
/// About the last point that was evaluated, which is where a fit that converged ended; of the penalised risk, in the
/// coordinates of the fit, and with an l1 penalty or bounds for the weights that these do not hold. Estimates from what the
/// solver holds at the end: they cost no read of the data, and prove nothing.
public struct Certificate: Sendable, Hashable {
    /// ½ gᵀH⁻¹g: what the risk is above its minimum, as far as it is quadratic there. g is the gradient, H the solver's
    /// notion of the curvature: Newton's own, that of `LBFGS` from a sample and its steps, that of conjugate gradients.
    /// Not a difference of losses, so it may be far below their rounding. Nil for solvers of first order, and for least
    /// squares, which minimises without descent.
    public let newtonDecrement: Double?
    /// ‖H‖₁‖H⁻¹‖₁, LAPACK's estimate from the Cholesky factor that the solver holds: of the Hessian and its penalty for
    /// `Newton`, of a sample's for `LBFGS`; for least squares (‖R‖₁‖R⁻¹‖₁)², where RᵀR is the curvature of the independent
    /// columns, scaled by powers of two. Infinite where the risk of a descent does not depend on some combination of the
    /// parameters. Nil without a factor: `NewtonCG`, an `LBFGS` that took no curvature of a sample, first order.
    public let condition: Double?
    /// Decimal digits of the coefficients to expect, each counted beside the largest: −log₁₀ max(δ, √κ ε), for a fit that
    /// converged.
    ///
    /// δ is the largest part of the step −H⁻¹g that was not taken any more, beside the largest coefficient; κ the
    /// condition, or 1 where that is not known, and ε the spacing of the data's numbers at 1. Rounding enters a gradient by
    /// way of the samples, where H⁻¹ amplifies it as its root. Of least squares, whose corrections end below the last place
    /// of a Double, −log₁₀ ε: 15.7. It is about the minimum for the data as they are; what the rounding of the data themselves
    /// does is up to κ times as large.
    ///
    /// Nil where the fit did not converge or has no second order, and where coefficients are not determined.
    public let digits: Double?

    static let none = Certificate(newtonDecrement: nil, condition: nil, digits: nil)
}

extension Certificate {
    /// In plain words, a line each.
    var lines: [String] {
        var lines: [String] = []
        if let newtonDecrement {
            lines.append("optimum       the loss is about \(newtonDecrement.written(digits: 2)) above its minimum")
        }
        if let digits { lines.append("digits        about \(Int(digits)) of the coefficients, beside the largest") }
        if let condition { lines.append("condition     \(condition.written(digits: 2)), of the curvature") }
        return lines
    }
}
