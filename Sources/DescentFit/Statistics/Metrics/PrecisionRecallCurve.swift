public import DescentAlgebra

/// Precision against recall for every threshold on the score: what is right among those that are predicted to be of class 1,
/// against the share of class 1 that is found. It says more than `ROCCurve` where class 1 is rare.
///
/// ```swift
/// let curve = try PrecisionRecallCurve(
///     scores: layer.predict(X).row(0), targets: y)
/// let threshold = curve.points.first { $0.recall >= 0.9 }!.threshold
/// ```
public struct PrecisionRecallCurve: Sendable {
    /// One for each distinct score of a sample with weight, by falling threshold: recall never falls and ends at 1, where
    /// precision is the share of class 1. There is none with recall 0 and precision 1, which no threshold gives.
    ///
    /// Samples with a score of `threshold` or more are predicted to be of class 1. Of class 1 the share `recall` is, and of those the
    /// share `precision` is of class 1.
    public let points: [(threshold: Double, recall: Double, precision: Double)]
    /// Σ (Rₙ − Rₙ₋₁) Pₙ along the points, from R₀ = 0: the mean precision at the samples of class 1. 1 is perfect, and
    /// the share of class 1 is chance. Not the area below straight lines, which is too large.
    public let averagePrecision: Double

    /// The share of class 1 by weight: the precision of predicting it always.
    package var prevalence: Double { points[points.count - 1].precision }

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
        let ranked = try RankedScores(
            scores: scores, targets: targets, weights: weights, metric: "the precision–recall curve")
        let total = ranked.totals.positive
        var positive = DoubleDouble(0), predicted = DoubleDouble(0), sum = DoubleDouble(0)
        var points: [(threshold: Double, recall: Double, precision: Double)] = []
        ranked.forEachTie { tie in
            positive = positive + tie.positive
            predicted = predicted + tie.positive + tie.negative
            let precision = positive / predicted
            sum = sum + tie.positive * precision
            points.append(
                (threshold: tie.score, recall: (positive / total).value, precision: precision.value))
        }
        self.points = points
        averagePrecision = (sum / total).value
    }
}
