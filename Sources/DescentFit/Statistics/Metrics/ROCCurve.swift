public import DescentAlgebra

/// The receiver operating characteristic: the share of class 1 that is found against the share of class 0 that is taken
/// for it, for every threshold on the score.
///
/// ```swift
/// let curve = try ROCCurve(scores: layer.predict(X).row(0), targets: y)
/// let strict = curve.points.last { $0.falsePositiveRate <= 0.01 }
/// ```
public struct ROCCurve: Sendable {
    /// From (0, 0), where nothing is predicted to be of class 1, to (1, 1), where everything is; one for each distinct score
    /// of a sample with weight between, by falling threshold. Neither rate ever falls.
    ///
    /// Samples with a score of `threshold` or more are predicted to be of class 1; it is +∞ at the first point. Of class 0 the share
    /// `falsePositiveRate` is, of class 1 the share `truePositiveRate`, which is the recall.
    public let points: [(threshold: Double, falsePositiveRate: Double, truePositiveRate: Double)]
    /// The area below the straight lines between the points: `Metric.auc`.
    public let area: Double

    /// O(m log m) time. Up to 24 bytes of memory per sample while it sorts, and 24 per point.
    ///
    /// - Parameters:
    ///   - scores: any finite numbers of which only the order counts: scores z or probabilities.
    ///   - targets: 0 or 1.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: `empty`, `mismatch`, `nonFinite`, `negativeWeight`, `totalWeight`, `illegalValue` for another target, and
    ///   `oneClass` where not both classes have weight.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public init<Element: Scalar>(
        scores: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) {
        let ranked = try RankedScores(scores: scores, targets: targets, weights: weights, metric: "the ROC curve")
        let totals = ranked.totals
        var positive = DoubleDouble(0), negative = DoubleDouble(0)
        var points = [(threshold: Double.infinity, falsePositiveRate: 0.0, truePositiveRate: 0.0)]
        ranked.forEachTie { tie in
            positive = positive + tie.positive
            negative = negative + tie.negative
            points.append(
                (
                    threshold: tie.score,
                    falsePositiveRate: (negative / totals.negative).value,
                    truePositiveRate: (positive / totals.positive).value
                ))
        }
        self.points = points
        area = ranked.orderedPairs
    }
}
