public import DescentAlgebra

/// What a fit by maximum likelihood says beyond its coefficients: how sure they are, and how well the model does.
///
///     let fit = try data.naming(features: ["gre", "gpa"]).fit(.logistic)
///     let statistics = try fit.statistics()
///     print(statistics.summary)
///
/// A sample weight of k counts as k equal samples: the number of observations is Σ w. Weights that mean a precision instead
/// give the same coefficients, but other standard errors than these.
public struct Statistics: Sendable {
    /// A row of the table.
    public struct Coefficient: Sendable, Hashable {
        public let name: String
        /// Nil for the bias.
        public let feature: Int?
        /// 0, or the class of a softmax, whose coefficients are differences to those of class 0.
        public let output: Int
        public let estimate: Double
        public let standardError: Double
        /// estimate/standardError: t for the linear neuron, z for the others.
        public let ratio: Double
        /// P of a ratio at least as far from 0 if the coefficient were 0: by Student's t with Σ w − p degrees of freedom for
        /// the linear neuron, by the normal distribution for the others.
        public let pValue: Double
    }

    /// What standard errors rest on. H is the Hessian of Σ w ℓ, g the gradient of a sample's ℓ, p the number of
    /// coefficients.
    public enum Errors: Sendable, Hashable {
        /// H⁻¹, times the residual variance for the linear neuron: right where the model is.
        case model
        /// H⁻¹ (Σ w g gᵀ) H⁻¹: right, with many samples, also where the variance is another than the model's.
        case robustHC0
        /// The same times Σ w / (Σ w − p).
        case robustHC1
    }

    /// What belongs to the linear neuron only.
    public struct LinearModel: Sendable, Hashable {
        /// √(Σ w r² / (Σ w − p))
        public let residualStandardDeviation: Double
        /// 1 − Σ w r² / Σ w (y − ȳ)², or Σ w y² without a bias. NaN where that is 0/0.
        public let rSquared: Double
        /// The same with both sums divided by their degrees of freedom.
        public let adjustedRSquared: Double
        /// Whether all weights might be 0: F with its degrees of freedom, and P of one at least as large.
        public let fStatistic: Double
        public let fDegreesOfFreedom: (over: Double, under: Double)
        public let fPValue: Double

        public static func == (a: Self, b: Self) -> Bool { a.values == b.values }
        public func hash(into hasher: inout Hasher) { hasher.combine(values) }
        private var values: [Double] {
            [
                residualStandardDeviation, rSquared, adjustedRSquared, fStatistic, fDegreesOfFreedom.over,
                fDegreesOfFreedom.under, fPValue,
            ]
        }
    }

    public let neuron: String
    public let errors: Errors
    /// Per output the bias, if there is one, then the features.
    public let coefficients: [Coefficient]
    /// In the order of `coefficients`.
    public let covariance: Matrix<Double>
    /// Σ w
    public let observations: Double
    /// Σ w − p
    public let residualDegreesOfFreedom: Double
    /// Of the model without features: Σ w, less one per output with a bias.
    public let nullDegreesOfFreedom: Double
    /// ln of the probability, or for the linear neuron of its density at the variance of greatest likelihood.
    public let logLikelihood: Double
    /// The same of the model without features.
    public let nullLogLikelihood: Double
    /// Twice what the log-likelihood lacks to that of ŷ = y; for the linear neuron Σ w r².
    public let deviance: Double
    public let nullDeviance: Double
    /// 2k − 2 ln L and k ln Σ w − 2 ln L, with k the number of coefficients, and one more for the linear neuron's variance.
    public let aic: Double
    public let bic: Double
    /// Nil for other neurons.
    public let linear: LinearModel?
    /// How the fit ended.
    public let outcome: Outcome
    /// What is odd about it.
    public let warnings: [Report.Warning]

    /// McFadden's: 1 − ln L / ln L of the model without features. Means something for probabilities, not for densities.
    public var mcFaddenRSquared: Double { 1 - logLikelihood / nullLogLikelihood }

    /// Wald's interval of a coefficient: estimate ± q · standard error, q the quantile of t or of the normal distribution.
    ///
    /// - Parameters:
    ///   - index: among `coefficients`.
    ///   - level: how often such intervals hold the truth. Default 0.95.
    /// - Throws: `illegalOption` for an index that is none, and for a level that is not between 0 and 1.
    public func interval(of index: Int, level: Double = 0.95) throws(DescentError) -> ClosedRange<Double> {
        guard level > 0, level < 1 else {
            throw .illegalOption(name: "the level of confidence", value: "\(level)", requirement: "above 0 and below 1")
        }
        guard coefficients.indices.contains(index) else {
            throw .illegalOption(
                name: "the index of a coefficient", value: "\(index)", requirement: "in 0 ..< \(coefficients.count)")
        }
        let coefficient = coefficients[index], outside = (1 - level) / 2
        let quantile =
            linear == nil
            ? StandardNormal().quantile(upper: outside)
            : StudentT(residualDegreesOfFreedom).quantile(upper: outside)
        // A standard error of 0 has no other interval than its point.
        let half = coefficient.standardError == 0 ? 0 : quantile * coefficient.standardError
        return coefficient.estimate - half...coefficient.estimate + half
    }
}
