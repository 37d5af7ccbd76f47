public import DescentAlgebra

/// How often samples of each class were predicted to be of each class, by weight; and the shares that follow.
///
/// ```swift
/// let confusion = try ConfusionMatrix(
///     predictions: layer.classes(X), targets: labels, classes: 3)
/// confusion[target: 0, prediction: 2]
/// confusion.recall(of: 0)
/// ```
///
/// A share of nothing is nil: the precision of a class that was never predicted, the recall of one that never occurs.
public struct ConfusionMatrix: Sendable, Hashable {
    /// How many classes there are, from 1 to 4096.
    package let classes: Int
    /// The weight of all samples.
    package let total: Double
    private let counts: [Double]

    /// - Parameters:
    ///   - predictions: the predicted class of every sample, in `0 ..< classes`.
    ///   - targets: the true one.
    ///   - classes: how many there are, from 1 to 4096. The matrix takes 8 · classes² bytes.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: `empty`, `mismatch`, `nonFinite`, `negativeWeight`, `totalWeight`, `illegalOption`, `classIndex` for a
    ///   target and `illegalValue` for a prediction that is not a class.
    public init(
        predictions: [Int], targets: [Int], classes: Int, weights: [Double]? = nil
    ) throws(DescentError) {
        guard (1...4096).contains(classes) else {
            throw .illegalOption(name: "the number of classes", value: "\(classes)", requirement: "from 1 to 4096")
        }
        let weights = try SampleWeights(weights, samples: targets.count)
        try Metrics.requireCount(predictions.count, of: .predictions, targets.count)
        var counts = [DoubleDouble](repeating: DoubleDouble(0), count: classes * classes)
        for sample in targets.indices {
            let target = targets[sample], prediction = predictions[sample]
            guard (0..<classes).contains(target) else {
                throw .classIndex(sample: sample, value: target, classes: classes)
            }
            guard (0..<classes).contains(prediction) else {
                throw .illegalValue(
                    .predictions, sample: sample, component: 0, value: Double(prediction),
                    requirement: "in 0 ..< \(classes)")
            }
            counts[target * classes + prediction] += weights[sample]
        }
        self.classes = classes
        self.total = weights.total
        self.counts = counts.map(\.value)
    }

    /// The weight of the samples of one class that were predicted to be of another. Traps outside the classes.
    public subscript(target target: Int, prediction prediction: Int) -> Double {
        precondition((0..<classes).contains(target) && (0..<classes).contains(prediction), "no such class")
        return counts[target * classes + prediction]
    }

    /// The weight of the samples that are of a class.
    package func targets(of k: Int) -> Double { sum { self[target: k, prediction: $0] } }

    /// The weight of the samples that were predicted to be of a class.
    package func predictions(of k: Int) -> Double { sum { self[target: $0, prediction: k] } }

    /// The share of samples that were predicted right.
    public var accuracy: Double { sum { self[target: $0, prediction: $0] } / total }

    /// Of those predicted to be of a class, the share that is. Nil where it was never predicted.
    public func precision(of k: Int) -> Double? { share(self[target: k, prediction: k], of: predictions(of: k)) }

    /// Of those that are of a class, the share predicted to be. Nil where it never occurs.
    public func recall(of k: Int) -> Double? { share(self[target: k, prediction: k], of: targets(of: k)) }

    /// 2 · right/(predicted + true), the harmonic mean of precision and recall. Nil where the class is in neither.
    public func f1(of k: Int) -> Double? {
        share(2 * self[target: k, prediction: k], of: predictions(of: k) + targets(of: k))
    }

    /// The mean over the classes that occur as target or prediction, each counted alike; a share of nothing counts 0.
    public var macroPrecision: Double { macro(precision) }
    /// The mean recall over the same classes, in the same way.
    public var macroRecall: Double { macro(recall) }
    /// The mean of F1 over the same classes.
    public var macroF1: Double { macro(f1) }

    private func macro(_ share: (Int) -> Double?) -> Double {
        let present = (0..<classes).filter { f1(of: $0) != nil }
        return present.reduce(0) { $0 + (share($1) ?? 0) } / Double(present.count)
    }

    private func share(_ part: Double, of whole: Double) -> Double? { whole > 0 ? part / whole : nil }

    private func sum(_ value: (Int) -> Double) -> Double { (0..<classes).reduce(0) { $0 + value($1) } }
}

extension Metrics {
    /// The share of samples whose class was predicted right, Σ w 1[ŷ = y] / Σ w.
    ///
    /// - Parameters:
    ///   - predictions: the predicted class of every sample; see `Layer.classes`.
    ///   - targets: the true one.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    package static func accuracy(
        predictions: [Int], targets: [Int], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let weights = try SampleWeights(weights, samples: targets.count)
        try requireCount(predictions.count, of: .predictions, targets.count)
        return weights.mean(of: targets.count) { predictions[$0] == targets[$0] ? 1 : 0 }
    }
}
