package import DescentAlgebra

/// Metrics of predicted probabilities, of class 1 or of each of K classes.
extension Metrics {
    /// The mean cross-entropy, −Σ w [y ln p + (1 − y) ln(1 − p)] / Σ w: 0 is perfect, ln 2 is p = ½ throughout.
    ///
    /// A certain prediction that is wrong costs ∞: nothing is clipped. A fit's own loss, computed from scores, stays finite.
    ///
    /// - Parameters:
    ///   - probabilities: of class 1, in [0, 1].
    ///   - targets: in [0, 1].
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: also `illegalValue` outside [0, 1].
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func logLoss<Element: Scalar>(
        probabilities: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let weights = try shares(probabilities, targets, weights)
        return weights.mean(of: targets.count) { sample in
            let p = Double(probabilities[sample]), y = Double(targets[sample])
            // 0 ln 0 is 0.
            let one = y == 0 ? 0 : y * Math.logarithm(p)
            let zero = y == 1 ? 0 : (1 - y) * Math.logarithm1p(-p)
            return 0 - (one + zero)
        }
    }

    /// Brier's score, Σ w (p − y)² / Σ w: 0 is perfect, ¼ is p = ½ throughout, 1 is certain and wrong throughout.
    ///
    /// - Parameters:
    ///   - probabilities: of class 1, in [0, 1].
    ///   - targets: in [0, 1].
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: also `illegalValue` outside [0, 1].
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func brierScore<Element: Scalar>(
        probabilities: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let weights = try shares(probabilities, targets, weights)
        return weights.mean(of: targets.count) { sample in
            let error = Double(probabilities[sample]) - Double(targets[sample])
            return error * error
        }
    }

    /// The mean cross-entropy of classes, −Σ w ln p_y / Σ w. ∞ where a sample's own class has probability 0.
    ///
    /// - Parameters:
    ///   - probabilities: classes × samples, in [0, 1]; columns are not checked to sum to 1.
    ///   - classes: one index in `0 ..< probabilities.rows` per sample.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: also `classIndex`, and `illegalValue` for a probability outside [0, 1].
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func logLoss<Element: Scalar>(
        probabilities: Matrix<Element>, classes: [Int], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let (values, weights) = try shares(probabilities, classes, weights)
        let count = probabilities.rows
        return weights.mean(of: classes.count) { 0 - Math.logarithm(Double(values[$0 * count + classes[$0]])) }
    }

    /// Brier's score of classes, Σ w Σₖ (pₖ − 1[y = k])² / Σ w, from 0 to 2. For two classes it is twice the score of class 1.
    ///
    /// Parameters and errors as those of the cross-entropy of classes.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func brierScore<Element: Scalar>(
        probabilities: Matrix<Element>, classes: [Int], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let (values, weights) = try shares(probabilities, classes, weights)
        let count = probabilities.rows
        return weights.mean(of: classes.count) { sample in
            var sum = 0.0
            for k in 0..<count {
                let error = Double(values[sample * count + k]) - (classes[sample] == k ? 1 : 0)
                sum += error * error
            }
            return sum
        }
    }

    @inline(__always)
    private static func shares<Element: Scalar>(
        _ probabilities: [Element], _ targets: [Element], _ weights: [Double]?
    ) throws(DescentError) -> SampleWeights {
        let weights = try SampleWeights(weights, samples: targets.count)
        try requireCount(probabilities.count, of: .predictions, targets.count)
        try requireShare(probabilities, .predictions)
        try requireShare(targets, .targets)
        return weights
    }

    /// The probabilities sample after sample.
    @inline(__always)
    private static func shares<Element: Scalar>(
        _ probabilities: Matrix<Element>, _ classes: [Int], _ weights: [Double]?
    ) throws(DescentError) -> ([Element], SampleWeights) {
        let count = probabilities.rows
        let weights = try SampleWeights(weights, samples: classes.count)
        try requireClasses(classes, of: probabilities)
        let values = probabilities.values
        if let place = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
            let (sample, k) = place.quotientAndRemainder(dividingBy: count)
            throw .illegalValue(
                .predictions, sample: sample, component: k, value: Double(values[place]), requirement: "from 0 to 1")
        }
        return (values, weights)
    }
}
