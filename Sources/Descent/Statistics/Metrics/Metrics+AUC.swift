public import DescentAlgebra

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
    public static func auc<Element: Scalar>(
        scores: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        let weights = try SampleWeights(weights, samples: targets.count)
        try requireCount(scores.count, of: .scores, targets.count)
        try requireFinite(scores, .scores)
        try requireLabels(targets)
        var ranked: [Ranked] = []
        ranked.reserveCapacity(targets.count)
        for sample in targets.indices where weights[sample] > 0 {
            ranked.append(
                Ranked(score: Double(scores[sample]), weight: targets[sample] == 1 ? weights[sample] : -weights[sample])
            )
        }
        let isPositive = ranked[0].weight > 0
        guard ranked.contains(where: { ($0.weight > 0) != isPositive }) else {
            throw .oneClass(metric: "the AUC", value: isPositive ? 1 : 0)
        }
        ranked.sort { $0.score < $1.score }
        return area(ranked, scale: 1 / ranked.reduce(0) { max($0, $1.weight.magnitude) })
    }

    /// A weight below 0 is one of class 0.
    private struct Ranked {
        let score: Double
        let weight: Double
    }

    /// - Parameter scale: brings weights to at most 1, so that no product of sums is too large.
    private static func area(_ ranked: [Ranked], scale: Double) -> Double {
        var below = DoubleDouble(0), above = DoubleDouble(0), pairs = DoubleDouble(0)
        var index = 0
        while index < ranked.count {
            // All that tie with this one.
            let score = ranked[index].score
            var negative = DoubleDouble(0), positive = DoubleDouble(0)
            while index < ranked.count, ranked[index].score == score {
                let weight = ranked[index].weight * scale
                if weight > 0 { positive += weight } else { negative += -weight }
                index += 1
            }
            pairs = pairs + positive * (below + negative * 0.5)
            below = below + negative
            above = above + positive
        }
        return (pairs / (above * below)).value
    }
}
