public import DescentAlgebra

/// Whether probabilities mean what they say: among the samples with p near 0.3, class 1 should be true for 30 %.
///
/// [0, 1] is cut into bins of equal width; a bin holds its lower end, the last one also 1.
public struct Calibration: Sendable {
    /// From 0 to 1, as many as were asked for; those without samples are among them.
    ///
    /// `range` is of the probabilities that a bin is for; all are equally wide. `weight` is that of its samples, `prediction` their mean
    /// probability and `frequency` their mean target, how often class 1 was true: nil without any.
    public let bins: [(range: ClosedRange<Double>, weight: Double, prediction: Double?, frequency: Double?)]

    /// - Parameters:
    ///   - probabilities: of class 1, in [0, 1].
    ///   - targets: in [0, 1].
    ///   - count: of bins, from 1 to 1 000 000. Default 10.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: `empty`, `mismatch`, `nonFinite`, `negativeWeight`, `totalWeight`, `illegalOption`, `illegalValue`.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public init<Element: Scalar>(
        probabilities: [Element], targets: [Element], bins count: Int = 10, weights: [Double]? = nil
    ) throws(DescentError) {
        guard (1...1_000_000).contains(count) else {
            throw .illegalOption(name: "the number of bins", value: "\(count)", requirement: "from 1 to 1000000")
        }
        let weights = try SampleWeights(weights, samples: targets.count)
        try Metrics.requireCount(probabilities.count, of: .predictions, targets.count)
        try Metrics.requireShare(probabilities, .predictions)
        try Metrics.requireShare(targets, .targets)
        let none = (weight: DoubleDouble(0), prediction: DoubleDouble(0), target: DoubleDouble(0))
        var sums = [(weight: DoubleDouble, prediction: DoubleDouble, target: DoubleDouble)](
            repeating: none, count: count)
        for sample in targets.indices {
            // Shares of the total, so that no product is too large.
            let share = weights[sample] / weights.total, p = Double(probabilities[sample])
            let bin = min(count - 1, Int(p * Double(count)))
            sums[bin].weight += share
            sums[bin].prediction += share * p
            sums[bin].target += share * Double(targets[sample])
        }
        self.bins = sums.enumerated().map { index, sum in
            let share = sum.weight.value
            let prediction = share > 0 ? sum.prediction.value / share : nil
            let frequency = share > 0 ? sum.target.value / share : nil
            let range = Double(index) / Double(count)...Double(index + 1) / Double(count)
            return (range: range, weight: share * weights.total, prediction: prediction, frequency: frequency)
        }
    }

    /// The mean distance of prediction and frequency over all bins, by weight: 0 is calibrated. It depends on the bins.
    public var expectedError: Double {
        let total = bins.reduce(0) { $0 + $1.weight }
        return bins.reduce(0) { sum, bin in
            guard let prediction = bin.prediction, let frequency = bin.frequency else { return sum }
            return sum + bin.weight / total * (prediction - frequency).magnitude
        }
    }
}
