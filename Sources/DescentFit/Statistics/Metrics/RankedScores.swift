internal import DescentAlgebra
internal import DescentSweep

/// Samples of two classes by falling score, those with equal scores together: what every curve over thresholds walks along.
struct RankedScores {
    private let samples: [Sample]
    /// Brings weights near 1, so that no product of sums is too large; a power of two, which rounds nothing.
    private let scale: Double

    /// A weight below 0 is one of class 0.
    private struct Sample {
        let score: Double
        let weight: Double
    }

    /// The weight, scaled, of the samples that have one score.
    struct Tie {
        let score: Double
        let positive: DoubleDouble
        let negative: DoubleDouble
    }

    /// - Parameter metric: who asks, for the message where one class has no weight.
    @inline(__always)
    init<Element: Scalar>(
        scores: [Element], targets: [Element], weights: [Double]?, metric: String
    ) throws(DescentError) {
        let weights = try SampleWeights(weights, samples: targets.count)
        try Metrics.requireCount(scores.count, of: .scores, targets.count)
        try Metrics.requireFinite(scores, .scores)
        try Metrics.requireLabels(targets)
        var ranked: [Sample] = []
        ranked.reserveCapacity(targets.count)
        for sample in targets.indices where weights[sample] > 0 {
            ranked.append(
                Sample(score: Double(scores[sample]), weight: targets[sample] == 1 ? weights[sample] : -weights[sample])
            )
        }
        let isPositive = ranked[0].weight > 0
        guard ranked.contains(where: { ($0.weight > 0) != isPositive }) else {
            throw .oneClass(metric: metric, value: isPositive ? 1 : 0)
        }
        ranked.sort { $0.score > $1.score }
        samples = ranked
        scale = 1 / Moments.powerOfTwo(near: ranked.reduce(0) { max($0, $1.weight.magnitude) })
    }

    /// Every score once, from the largest.
    func forEachTie(_ body: (Tie) -> Void) {
        var index = 0
        while index < samples.count {
            let score = samples[index].score
            var negative = DoubleDouble(0), positive = DoubleDouble(0)
            while index < samples.count, samples[index].score == score {
                let weight = samples[index].weight * scale
                if weight > 0 { positive += weight } else { negative += -weight }
                index += 1
            }
            body(Tie(score: score, positive: positive, negative: negative))
        }
    }

    /// The weight of each class, scaled.
    var totals: (positive: DoubleDouble, negative: DoubleDouble) {
        var positive = DoubleDouble(0), negative = DoubleDouble(0)
        forEachTie { tie in
            positive = positive + tie.positive
            negative = negative + tie.negative
        }
        return (positive, negative)
    }

    /// The share of pairs of one sample of each class that are in order; equal scores count one half.
    var orderedPairs: Double {
        var positive = DoubleDouble(0), negative = DoubleDouble(0), pairs = DoubleDouble(0)
        forEachTie { tie in
            pairs = pairs + tie.negative * (positive + tie.positive * 0.5)
            positive = positive + tie.positive
            negative = negative + tie.negative
        }
        return (pairs / (positive * negative)).value
    }
}
