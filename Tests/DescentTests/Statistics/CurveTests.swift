import Descent
import TestSupport
import Testing

/// Curves over thresholds, against a loop that counts every sample again for each. What holds for all metrics is in
/// `MetricLawTests`.
@Suite struct CurveTests {
    struct Instance: Sendable, CustomTestStringConvertible {
        let name: String
        let scores: [Double]
        let targets: [Double]
        let weights: [Double]?
        var testDescription: String { name }
    }

    static let all: [Instance] = {
        var random = SplitMix64(seed: 11)
        let labels = (0..<60).map { $0 < 2 ? Double($0) : random.number() > 0.3 ? 1.0 : 0 }
        let noise = labels.map { _ in random.number() }
        let weights = labels.indices.map { $0 < 2 ? 1 : max(0, random.number(in: -0.5...3)) }
        return [
            Instance(name: "random", scores: noise, targets: labels, weights: nil),
            Instance(name: "weighted", scores: noise, targets: labels, weights: weights),
            Instance(
                name: "large weights", scores: noise, targets: labels, weights: weights.map { $0 * 0x1p1015 }),
            Instance(name: "ties", scores: noise.map { ($0 * 3).rounded() }, targets: labels, weights: weights),
            Instance(name: "all tied", scores: labels.map { _ in 7 }, targets: labels, weights: weights),
            Instance(name: "informed", scores: zip(noise, labels).map { $0 + $1 }, targets: labels, weights: weights),
            Instance(name: "perfect", scores: labels, targets: labels, weights: nil),
            Instance(name: "reversed", scores: labels.map { -$0 }, targets: labels, weights: nil),
            Instance(name: "two samples", scores: [-1e300, 1e300], targets: [1, 0], weights: nil),
        ]
    }()

    private static let tolerance = 1e-14

    /// Per threshold, the weight of each class at or above it, in shares of all.
    private static func counted(_ data: Instance) -> [(threshold: Double, positive: Double, negative: Double)] {
        let weights = data.weights ?? data.targets.map { _ in 1 }
        let total = weights.reduce(0) { $0 + $1 / Double(weights.count) }
        let thresholds = Set(data.scores.indices.filter { weights[$0] > 0 }.map { data.scores[$0] })
        return thresholds.sorted(by: >).map { threshold in
            func share(_ label: Double) -> Double {
                data.scores.indices.filter { data.targets[$0] == label && data.scores[$0] >= threshold }
                    .reduce(0) { $0 + weights[$1] / total }
            }
            return (threshold, share(1), share(0))
        }
    }

    private static func triples(_ curve: ROCCurve) -> [[Double]] {
        curve.points.map { [$0.threshold, $0.falsePositiveRate, $0.truePositiveRate] }
    }

    private static func triples(_ curve: PrecisionRecallCurve) -> [[Double]] {
        curve.points.map { [$0.threshold, $0.recall, $0.precision] } + [[curve.averagePrecision]]
    }

    @Test(arguments: all) func ratesAreThoseOfTheLoop(_ data: Instance) throws {
        let curve = try ROCCurve(scores: data.scores, targets: data.targets, weights: data.weights)
        let expected = Self.counted(data), last = try #require(expected.last)
        #expect(Self.triples(curve).first == [.infinity, 0, 0] && curve.points.count == expected.count + 1)
        for (point, expected) in zip(curve.points.dropFirst(), expected) {
            #expect(point.threshold == expected.threshold)
            #expect((point.truePositiveRate - expected.positive / last.positive).magnitude <= Self.tolerance)
            #expect((point.falsePositiveRate - expected.negative / last.negative).magnitude <= Self.tolerance)
        }
        #expect(curve.points.last?.truePositiveRate == 1 && curve.points.last?.falsePositiveRate == 1)
    }

    @Test(arguments: all) func theAreaIsThatOfTheTrapezoids(_ data: Instance) throws {
        let curve = try ROCCurve(scores: data.scores, targets: data.targets, weights: data.weights)
        let area = zip(curve.points, curve.points.dropFirst()).reduce(0) { sum, pair in
            let (left, right) = pair
            return sum + (right.falsePositiveRate - left.falsePositiveRate)
                * (right.truePositiveRate + left.truePositiveRate) / 2
        }
        #expect((curve.area - area).magnitude <= Self.tolerance)
        #expect(
            curve.area == (try Metrics.auc(scores: data.scores, targets: data.targets, weights: data.weights)))
    }

    @Test(arguments: all) func precisionAndRecallAreThoseOfTheLoop(_ data: Instance) throws {
        let curve = try PrecisionRecallCurve(scores: data.scores, targets: data.targets, weights: data.weights)
        let expected = Self.counted(data), last = try #require(expected.last)
        #expect(curve.points.count == expected.count)
        var average = 0.0, before = 0.0
        for (point, expected) in zip(curve.points, expected) {
            let recall = expected.positive / last.positive
            let precision = expected.positive / (expected.positive + expected.negative)
            #expect(point.threshold == expected.threshold)
            #expect((point.recall - recall).magnitude <= Self.tolerance)
            #expect((point.precision - precision).magnitude <= Self.tolerance)
            average += (recall - before) * precision
            before = recall
        }
        #expect((curve.averagePrecision - average).magnitude <= Self.tolerance)
        #expect((curve.prevalence - last.positive / (last.positive + last.negative)).magnitude <= Self.tolerance)
    }

    @Test(arguments: all) func nothingEverFalls(_ data: Instance) throws {
        let points = try ROCCurve(scores: data.scores, targets: data.targets, weights: data.weights).points
        for (left, right) in zip(points, points.dropFirst()) {
            #expect(left.threshold > right.threshold)
            #expect(
                left.falsePositiveRate <= right.falsePositiveRate && left.truePositiveRate <= right.truePositiveRate)
        }
        let recalls = try PrecisionRecallCurve(scores: data.scores, targets: data.targets, weights: data.weights)
            .points.map(\.recall)
        #expect(recalls == points.dropFirst().map(\.truePositiveRate))
    }

    /// A sample without weight is not there: neither its score nor its class makes a point.
    @Test func aWeightIsARepetition() throws {
        let scores = [3, 1, 2, 2, 5.0], targets = [1, 0, 1, 0, 0.0], counts = [2, 3, 1, 2, 0]
        let repeated = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
        let weights = counts.map(Double.init)
        let plain = (repeated.map { scores[$0] }, repeated.map { targets[$0] })
        #expect(
            try Self.triples(ROCCurve(scores: scores, targets: targets, weights: weights))
                == Self.triples(ROCCurve(scores: plain.0, targets: plain.1)))
        #expect(
            try Self.triples(PrecisionRecallCurve(scores: scores, targets: targets, weights: weights))
                == Self.triples(PrecisionRecallCurve(scores: plain.0, targets: plain.1)))
    }

    @Test func bothPrecisionsAgree() throws {
        let scores = [0.5, 0.25, 0.25, 0.75], targets = [0, 1, 0, 1.0]
        let (single, labels) = (scores.map(Float.init), targets.map(Float.init))
        #expect(
            try Self.triples(ROCCurve(scores: single, targets: labels))
                == Self.triples(ROCCurve(scores: scores, targets: targets)))
        #expect(
            try Self.triples(PrecisionRecallCurve(scores: single, targets: labels))
                == Self.triples(PrecisionRecallCurve(scores: scores, targets: targets)))
    }

    @Test func knownCurves() throws {
        let y = [1, 1, 0, 0.0]
        #expect(Self.triples(try ROCCurve(scores: y, targets: y)) == [[.infinity, 0, 0], [1, 0, 1], [0, 1, 1]])
        #expect(try ROCCurve(scores: y, targets: y).area == 1)
        #expect(try PrecisionRecallCurve(scores: y, targets: y).averagePrecision == 1)
        let tied = try ROCCurve(scores: [2, 2, 2, 2], targets: y)
        #expect(Self.triples(tied) == [[.infinity, 0, 0], [2, 1, 1]] && tied.area == 0.5)
        let always = try PrecisionRecallCurve(scores: [2, 2, 2, 2], targets: y)
        #expect(always.averagePrecision == 0.5 && always.prevalence == 0.5 && always.points.count == 1)
        // Class 1 at ranks 3 and 4: precisions 1/3 and 2/4.
        let reversed = try PrecisionRecallCurve(scores: [1, 2, 3, 4], targets: y)
        #expect((reversed.averagePrecision - (1 / 3.0 + 1 / 2.0) / 2).magnitude <= 2e-16)
        #expect(try ROCCurve(scores: [1, 2, 3, 4], targets: y).area == 0)
    }

    @Test func oneClassHasNoCurve() {
        func message(_ body: () throws -> Void) -> String {
            do { try body() } catch { return "\(error)" }
            return "no error"
        }
        #expect(
            message { _ = try ROCCurve(scores: [1, 2], targets: [1, 1.0]) }
                == "targets: all that have weight are 1.0, but the ROC curve compares two classes")
        #expect(
            message { _ = try PrecisionRecallCurve(scores: [1, 2], targets: [1, 0.0], weights: [0, 1]) }
                == "targets: all that have weight are 0.0, but the precision–recall curve compares two classes")
        #expect(
            message { _ = try ROCCurve(scores: [1, 2], targets: [1, 0.5]) }
                == "targets: sample 1 is 0.5, but must be 0 or 1")
    }
}
