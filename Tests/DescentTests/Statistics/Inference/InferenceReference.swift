import Descent

/// A table of samples with what R's `summary` says of a fit to it, computed in 60 digits by `references.py`.
struct InferenceReference: Sendable {
    enum Kind: Sendable { case linear, logistic, poisson }

    let name: String
    let neuron: Kind
    let rows: [[Double]]
    let targets: [Double]
    /// Precisions, as R takes them; of shares, numbers of trials.
    let weights: [Double]?
    /// Features that are combinations of those before.
    let aliased: [Int]
    /// The bias first, without those that are aliased.
    let estimates: [Double]
    let errors: [Double]
    let pValues: [Double]
    let deviance: Double
    let degreesOfFreedom: Double
    let nullDeviance: Double
    let nullDegreesOfFreedom: Double
    let aic: Double

    func fit() throws -> Fit<Double> {
        let data = try Dataset(Matrix(samples: rows), targets: targets, weights: weights)
        return switch neuron {
        case .linear: try data.fit(neuron: .linear)
        case .logistic: try data.fit(neuron: .logistic)
        case .poisson: try data.fit(neuron: .poisson)
        }
    }
}
