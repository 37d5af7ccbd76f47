/// A neuron of one output whose residual is c (ŷ − y), c a constant: where its scores are all 0, loss and residuals are so
/// simple that their sums are known from moments of the data.
protocol CanonicalNeuron: Neuron {
    /// ŷ at z = 0.
    var originPrediction: Double { get }
    /// c
    var residualFactor: Double { get }
    /// The mean loss at z = 0.
    func originLoss(_ targets: Survey.Summary) -> Double
}

extension CanonicalNeuron {
    var residualFactor: Double { 1 }
}
