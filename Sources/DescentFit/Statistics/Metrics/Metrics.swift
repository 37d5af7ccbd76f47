internal import DescentAlgebra
internal import DescentSweep

/// How good predictions are.
///
/// Every metric takes one prediction and one target per sample, and weights if samples count differently: a weight of k
/// is the same as k equal samples, 0 is as if the sample were not there.
///
/// All sums are made in twice the digits of a Double, for both precisions of the data. All throw `empty` without samples, `mismatch` for counts
/// that differ, `nonFinite` for a value that is no finite number, `negativeWeight`, and `totalWeight` where no sample counts.
package enum Metrics {}

/// Sample weights, checked, and the sums that use them.
struct SampleWeights: Sendable {
    private let weights: [Double]?
    let total: Double

    init(_ weights: [Double]?, samples: Int) throws(DescentError) {
        guard samples > 0 else { throw .empty(.samples) }
        self.weights = weights
        guard let weights else {
            total = Double(samples)
            return
        }
        try Metrics.requireCount(weights.count, of: .sampleWeights, samples)
        try Metrics.requireFinite(weights, .sampleWeights)
        if let sample = weights.firstIndex(where: { $0 < 0 }) {
            throw .negativeWeight(sample: sample, value: weights[sample])
        }
        total = weights.withUnsafeBufferPointer { weights in Self.sum(weights.count) { weights[$0] } }
        guard total > 0, total.isFinite else { throw .totalWeight(total) }
    }

    subscript(sample: Int) -> Double { weights?[sample] ?? 1 }

    /// Σ w f / Σ w. A sample without weight adds nothing, whatever it is.
    @inline(__always)
    func mean(of samples: Int, _ value: (Int) -> Double) -> Double {
        guard let weights else { return Self.sum(samples, value) / total }
        // By a power of two, weights near the largest Double leave room for f.
        let scale = 1 / Moments.powerOfTwo(near: total)
        let sum = weights.withUnsafeBufferPointer { weights in
            Self.sum(samples) { weights[$0] == 0 ? 0 : weights[$0] * scale * value($0) }
        }
        return sum / (total * scale)
    }

    @inline(__always)
    private static func sum(_ samples: Int, _ value: (Int) -> Double) -> Double {
        var sum = DoubleDouble(0), plain = 0.0
        for sample in 0..<samples {
            let value = value(sample)
            sum += value
            plain += value
        }
        // What rounding leaves of an infinite sum is NaN.
        return plain.isFinite ? sum.value : plain
    }
}

extension Metrics {
    static func requireCount(
        _ found: Int, of quantity: DescentError.Quantity, _ expected: Int
    ) throws(DescentError) {
        guard found == expected else { throw .mismatch(quantity, .samples, expected: expected, found: found) }
    }

    static func requireClasses<Element: Scalar>(
        _ classes: [Int], of predictions: Matrix<Element>
    ) throws(DescentError) {
        let count = predictions.rows
        guard count > 0 else { throw .empty(.classes) }
        try requireCount(predictions.columns, of: .predictions, classes.count)
        if let sample = classes.firstIndex(where: { $0 < 0 || $0 >= count }) {
            throw .classIndex(sample: sample, value: classes[sample], classes: count)
        }
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func requireFinite<Element: Scalar>(
        _ values: [Element], _ quantity: DescentError.Quantity
    ) throws(DescentError) {
        guard let first = values.firstIndex(where: { !$0.isFinite }) else { return }
        let count = values.reduce(into: 0) { $0 += $1.isFinite ? 0 : 1 }
        throw .nonFinite(quantity, sample: first, component: 0, value: Double(values[first]), count: count)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func requireShare<Element: Scalar>(
        _ values: [Element], _ quantity: DescentError.Quantity
    ) throws(DescentError) {
        try requireFinite(values, quantity)
        guard let first = values.firstIndex(where: { $0 < 0 || $0 > 1 }) else { return }
        throw .illegalValue(
            quantity, sample: first, component: 0, value: Double(values[first]), requirement: "from 0 to 1")
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func requireLabels<Element: Scalar>(_ targets: [Element]) throws(DescentError) {
        try requireFinite(targets, .targets)
        guard let first = targets.firstIndex(where: { $0 != 0 && $0 != 1 }) else { return }
        throw .illegalValue(
            .targets, sample: first, component: 0, value: Double(targets[first]), requirement: "0 or 1")
    }
}
