package import DescentAlgebra
internal import DescentSweep

/// Metrics of predicted values. Squares are made of errors scaled by a power of two near the largest, so that neither 1e300
/// nor 1e−300 is squared.
extension Metrics {
    /// RMSE, √(Σ w (ŷ − y)² / Σ w), in the unit of the targets. Infinite only where the result is no Double.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func rootMeanSquaredError<Element: Scalar>(
        predictions: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let errors = try Deviations(predictions: predictions, targets: targets, weights: weights)
        return errors.scale * errors.meanSquare.squareRoot() * errors.unit
    }

    /// MAE, Σ w |ŷ − y| / Σ w, in the unit of the targets.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func meanAbsoluteError<Element: Scalar>(
        predictions: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let errors = try Deviations(predictions: predictions, targets: targets, weights: weights)
        return errors.scale * errors.meanMagnitude * errors.unit
    }

    /// R² = 1 − Σ w (y − ŷ)² / Σ w (y − ȳ)² with the weighted mean ȳ: 1 is perfect, 0 is as good as ȳ, below 0 is worse.
    ///
    /// - Throws: also `constantTargets`, as 0/0 is no number.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func rSquared<Element: Scalar>(
        predictions: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let errors = try Deviations(predictions: predictions, targets: targets, weights: weights)
        let spread = try Deviations(fromMeanOf: targets, metric: "R²", weights: weights)
        let scale = errors.scale / spread.scale * (errors.unit / spread.unit)
        return 1 - errors.meanSquare / spread.meanSquare * scale * scale
    }
}

/// The weighted mean magnitude and square of differences, in units of `scale` · `unit`.
private struct Deviations {
    /// 1, or 2 where the difference of two Doubles is none and was taken of their halves.
    let unit: Double
    let scale: Double
    let meanSquare: Double
    let meanMagnitude: Double

    @inline(__always)
    init<Element: Scalar>(predictions: [Element], targets: [Element], weights: [Double]?) throws(DescentError) {
        let weights = try SampleWeights(weights, samples: targets.count)
        try Metrics.requireCount(predictions.count, of: .predictions, targets.count)
        try Metrics.requireFinite(predictions, .predictions)
        try Metrics.requireFinite(targets, .targets)
        self.init(weights, targets.count) { Double(predictions[$0]) * $1 - Double(targets[$0]) * $1 }
    }

    @inline(__always)
    init<Element: Scalar>(fromMeanOf targets: [Element], metric: String, weights: [Double]?) throws(DescentError) {
        let weights = try SampleWeights(weights, samples: targets.count)
        let counted = targets.indices.filter { weights[$0] > 0 }
        let first = targets[counted[0]]
        guard counted.contains(where: { targets[$0] != first }) else {
            throw .constantTargets(metric: metric, value: Double(first))
        }
        // From the first target, in halves: the mean of 1e308 and 1e308 + ε is between them.
        let origin = Double(first) / 2
        let mean = origin + weights.mean(of: targets.count) { Double(targets[$0]) / 2 - origin }
        self.init(weights, targets.count) { (Double(targets[$0]) / 2 - mean) * (2 * $1) }
    }

    /// - Parameter difference: of a sample, of values that are multiplied by 1 or ½ first.
    @inline(__always)
    private init(_ weights: SampleWeights, _ samples: Int, _ difference: (Int, Double) -> Double) {
        func largest(_ factor: Double) -> Double {
            var largest = 0.0
            for sample in 0..<samples where weights[sample] > 0 {
                largest = max(largest, difference(sample, factor).magnitude)
            }
            return largest
        }
        let whole = largest(1)
        let factor = whole.isFinite ? 1 : 0.5
        let scale = Moments.powerOfTwo(near: whole.isFinite ? whole : largest(factor))
        unit = 1 / factor
        self.scale = scale
        meanSquare = weights.mean(of: samples) { sample in
            let value = difference(sample, factor) / scale
            return value * value
        }
        meanMagnitude = weights.mean(of: samples) { (difference($0, factor) / scale).magnitude }
    }
}
