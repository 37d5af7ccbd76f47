package import DescentAlgebra

extension Metrics {
    /// The area under the receiver operating curve: the probability that a sample of class 1 has a larger score than one of
    /// class 0, where equal scores count one half. 1 is perfect, ½ is chance, 0 is perfectly wrong.
    ///
    /// Exact also with ties and weights, by one sort: O(m log m) time, and up to 24 bytes of memory per sample.
    ///
    /// - Parameters:
    ///   - scores: any finite numbers of which only the order counts: scores z or probabilities.
    ///   - targets: 0 or 1.
    ///   - weights: at least 0, not all 0; a weight of k counts as k equal samples. Default 1.
    /// - Throws: also `illegalValue` for another target, and `oneClass` where not both classes have weight.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package static func auc<Element: Scalar>(
        scores: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        try RankedScores(scores: scores, targets: targets, weights: weights, metric: "the AUC").orderedPairs
    }
}
