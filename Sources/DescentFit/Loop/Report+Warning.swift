public import DescentAlgebra
internal import DescentSolvers

extension Report {
    /// What a fit noticed beside its outcome.
    @nonexhaustive
    public enum Warning: Sendable, Hashable {
        /// The gradient of this output is exactly 0 at the end although its loss is not: the unit responds to no sample, and no
        /// descent can leave. Start from other weights, or descend by a smaller rate.
        case dead(output: Int)
        /// A feature that is a combination of others, up to the rounding of the data. It is set apart: its weight is 0, and theirs
        /// say what it could have said too.
        case dependent(Dependence)
        /// There are more coefficients than what the samples determine, and many that fit as well.
        case underdetermined(rank: Int, coefficients: Int)
        /// The coefficient of a feature, or with nil the bias, of this output runs to infinity: to which one, as `Separation` says.
        case runsToInfinity(Feature?, output: Int, FloatingPointSign?)
        /// The coefficients are large, and whether the data are separated could not be told: for this reason, in words.
        case mayBeSeparated(reason: String)
        /// The residuals are rounding: nothing can be said about the noise.
        case perfectFit
    }
}

extension Report.Warning: CustomStringConvertible {
    public var description: String {
        switch self {
        case .dead(let output):
            (output > 0 ? "output \(output): " : "")
                + "the unit is dead: it responds to no sample, so its gradient is 0"
        case .dependent(let dependence): "\(dependence)"
        case .underdetermined(let rank, let coefficients):
            "\(coefficients) coefficients, of which the samples determine \(rank): others fit as well; a penalty chooses"
        case .runsToInfinity(let feature, let output, let sign):
            (output > 0 ? "output \(output): " : "") + "the \(feature.map { "weight of \($0)" } ?? "bias") runs to "
                + (sign == .plus ? "+∞" : sign == .minus ? "-∞" : "±∞")
        case .mayBeSeparated(let reason): "\(reason); the coefficients may have no finite optimum"
        case .perfectFit: "the fit is perfect up to rounding: standard errors mean nothing"
        }
    }
}
