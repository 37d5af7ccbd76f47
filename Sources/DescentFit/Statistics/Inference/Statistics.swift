public import DescentAlgebra
package import DescentSolvers

/// What a fit by maximum likelihood says beyond its coefficients: how sure they are, and how well the model does.
///
///     let fit = try data.naming(features: ["gre", "gpa"]).fit(neuron: .logistic)
///     let statistics = try fit.statistics()
///     print(statistics)
///
/// A sample weight of k counts as k equal samples, or as the precision of one: see `WeightMeaning`. n is the number of
/// observations by that, and p that of the coefficients that the samples determine, or that run to infinity: features that depend on
/// others have a row without numbers, and take no degree of freedom.
public struct Statistics: Sendable {
    /// What standard errors rest on. H is the Hessian of Σ w ℓ, g the gradient of a sample's ℓ.
    public enum Errors: Sendable, Hashable {
        /// H⁻¹, times the residual variance Σ w r² / (n − p) for the linear neuron: right where the model is.
        case model
        /// H⁻¹ (Σ w g gᵀ) H⁻¹, w² for weights that are precisions: right, with many samples, also where the variance is another
        /// than the model's.
        case robustHC0
        /// The errors of `robustHC0`, whose squares are multiplied by n / (n − p).
        case robustHC1
    }

    /// What belongs to the linear neuron only.
    public struct LinearModel: Sendable, Hashable {
        /// √(Σ w r² / (n − p))
        public let residualStandardDeviation: Double
        /// 1 − Σ w r² / Σ w (y − ȳ)², or Σ w y² without a bias. NaN where that is 0/0.
        public let rSquared: Double
        /// The same with both sums divided by their degrees of freedom.
        public let adjustedRSquared: Double
        /// F, by which one asks whether all weights might be 0.
        public let fStatistic: Double
        /// Of the weights, those above the line of F; below it are the residuals'.
        public let fDegreesOfFreedom: Double
        /// The probability of an F at least as large, were all weights 0.
        public let fPValue: Double
    }

    package let neuron: String
    package let errors: Errors
    /// What the sample weights were taken for; nil where there are none.
    package let weightMeaning: WeightMeaning?
    /// Per output the bias, if there is one, then the features.
    public internal(set) var coefficients: [Coefficient]
    /// In the order of `coefficients`; NaN in the rows and columns of those that the samples do not determine.
    public let covariance: Matrix<Double>
    /// n: Σ w where weights are repetitions, which may be no whole number; else the number of samples with a weight above 0.
    public let observations: Double
    /// n − p: those of the deviance.
    public let residualDegreesOfFreedom: Double
    /// Of the model without features: n, less one per output with a bias.
    package let nullDegreesOfFreedom: Double
    /// ln of the probability, or for the linear neuron of its density at the variance of greatest likelihood. Of counts with
    /// ln y!; of shares whose weights are precisions with that of the binomial coefficient of w and w y.
    public let logLikelihood: Double
    /// The same of the model without features.
    package let nullLogLikelihood: Double
    /// Twice what the log-likelihood lacks to that of ŷ = y; for the linear neuron Σ w r².
    public let deviance: Double
    /// The same of the model without features: of the bias alone, or of the score 0, offsets added.
    public let nullDeviance: Double
    /// 2k − 2 ln L and k ln n − 2 ln L, with k = p, and one more for the linear neuron's variance.
    public let aic: Double
    /// k ln n − 2 ln L; see `aic`.
    public let bic: Double
    /// Nil for other neurons.
    public let linear: LinearModel?
    package let misfit: Dispersion?
    package let outcome: Outcome
    package let warnings: [Report.Warning]

    /// Deviance over residual degrees of freedom, where it is far from the 1 of the model: counts, or shares of trials, vary otherwise
    /// than the model says, and errors that rest on it are wrong by about its root. Nil where nothing is to be said.
    public var dispersion: Double? { misfit?.ratio }

    /// McFadden's: 1 − ln L / ln L of the model without features. Means something for probabilities, not for densities.
    public var mcFaddenRSquared: Double { 1 - logLikelihood / nullLogLikelihood }

    /// Wald's interval of a coefficient: estimate ± q · standard error, q the quantile of t or of the normal distribution.
    ///
    /// - Parameters:
    ///   - index: among `coefficients`.
    ///   - level: how often such intervals hold the truth. Default 0.95.
    /// - Throws: `illegalOption` for an index that is none, and for a level that is not between 0 and 1; `noStatistics` for a
    ///   coefficient that the samples do not determine.
    public func interval(of index: Int, level: Double = 0.95) throws(DescentError) -> ClosedRange<Double> {
        guard level > 0, level < 1 else {
            throw .illegalOption(name: "the level of confidence", value: "\(level)", requirement: "above 0 and below 1")
        }
        guard coefficients.indices.contains(index) else {
            throw .illegalOption(
                name: "the index of a coefficient", value: "\(index)", requirement: "in 0 ..< \(coefficients.count)")
        }
        let coefficient = coefficients[index], outside = (1 - level) / 2
        switch coefficient.standing {
        case .determined: break
        case .aliased(let dependence): throw .noStatistics(because: .rankDeficient([dependence]))
        case .runsToInfinity: throw .noStatistics(because: .separated(features: features(of: coefficient)))
        }
        let quantile =
            linear == nil
            ? StandardNormal().quantile(upper: outside)
            : StudentT(residualDegreesOfFreedom).quantile(upper: outside)
        // A standard error of 0 has no other interval than its point.
        let half = coefficient.standardError == 0 ? 0 : quantile * coefficient.standardError
        return coefficient.estimate - half...coefficient.estimate + half
    }

    func features(of coefficient: Coefficient) -> [Feature] {
        coefficient.feature.map { [Feature($0, name: coefficient.name)] } ?? []
    }
}
