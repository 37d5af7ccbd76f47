internal import DescentAlgebra

/// What the audit of a fit found: how far the risk is above its minimum, how much the problem amplifies rounding, and how many
/// digits of the coefficients are right. Nil where there is nothing to tell it by.
///
/// About the point that the fit returns; of the penalised risk, in the coordinates of the fit, and with an l1 penalty or bounds
/// for the weights that these do not hold.
public struct Certificate: Sendable, Hashable {
    /// 4 max(δ, φ): what the risk is above its minimum, at most.
    ///
    /// δ = ½ gᵀH⁻¹g as far as the risk is quadratic there, g the gradient and H the curvature: the risk's own where Newton's method
    /// was the solver or looked closer; of an `lbfgs` with the curvature of a sample an estimate, ½ gᵀM⁻¹g over the least quotient
    /// by which M overrates its last steps, and with an l1 penalty at least the duality gap, to first order. φ = ½ ω (ε Σ|w| |x|)², ω
    /// the mean curvature of a sample and |x| the root mean square of a feature, is what rounding the weights costs by itself. Neither
    /// is a difference of losses, so they may be far below their rounding. Of a loss with kinks, what rounding off its corners may
    /// hide is part of it. Nil for rules of descent.
    public let newtonDecrement: Double?
    /// ‖H‖₁‖H⁻¹‖₁, LAPACK's estimate from the factor at hand: of the Hessian and its penalty, or of a sample's for `lbfgs`; for
    /// least squares (‖R‖₁‖R⁻¹‖₁)², where RᵀR is the curvature of the independent columns, scaled by powers of two, or, of many
    /// penalised features and few samples, divided by their penalties. Nil without a factor.
    public let condition: Double?
    /// Decimal digits of the coefficients to expect, each counted beside the largest: −log₁₀ max(d, √κ ε, ε), for a fit that
    /// converged.
    ///
    /// d is the largest part of the step −H⁻¹g that was not taken any more, beside the largest coefficient; κ the condition, and ε
    /// the spacing of the data's numbers at 1. Rounding enters a gradient by way of the samples, where H⁻¹ amplifies it as its root.
    /// Of least squares, whose corrections end below the last place, −log₁₀ 2ε: 15.4 in Double. It is about the minimum for the
    /// data as they are; what the rounding of the data themselves does is up to κ times as large.
    ///
    /// Nil where the fit did not converge or nobody has a factor of the curvature.
    public let digits: Double?

    static let none = Certificate(newtonDecrement: nil, condition: nil, digits: nil)
}

extension Certificate {
    /// What it says in plain words, a line each.
    var lines: [String] {
        var lines: [String] = []
        if let newtonDecrement {
            lines.append(
                "optimum       the risk is at most about \(newtonDecrement.written(digits: 2)) above its minimum")
        }
        if let digits { lines.append("digits        about \(Int(digits)) of the coefficients, beside the largest") }
        if let condition { lines.append("condition     \(condition.written(digits: 2)), of the curvature") }
        return lines
    }
}
