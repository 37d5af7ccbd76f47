import Descent
import TestSupport
import Testing

/// What holds for every metric, and what each refuses.
@Suite struct MetricLawTests {
    /// A metric of scores in [0, 1] and labels, so that one sample suits all.
    struct Instance: Sendable, CustomTestStringConvertible {
        let name: String
        let value: @Sendable ([Double], [Double], [Double]?) throws -> Double
        let single: (@Sendable ([Float], [Float], [Double]?) throws -> Double)?
        var testDescription: String { name }

        init(
            _ name: String, _ value: @escaping @Sendable ([Double], [Double], [Double]?) throws -> Double,
            single: (@Sendable ([Float], [Float], [Double]?) throws -> Double)? = nil
        ) {
            (self.name, self.value, self.single) = (name, value, single)
        }
    }

    static let all = [
        Instance("auc", { try Metrics.auc(scores: $0, targets: $1, weights: $2) }) {
            try Metrics.auc(scores: $0, targets: $1, weights: $2)
        },
        Instance("area of the ROC curve", { try ROCCurve(scores: $0, targets: $1, weights: $2).area }) {
            try ROCCurve(scores: $0, targets: $1, weights: $2).area
        },
        Instance(
            "average precision", { try PrecisionRecallCurve(scores: $0, targets: $1, weights: $2).averagePrecision }
        ) {
            try PrecisionRecallCurve(scores: $0, targets: $1, weights: $2).averagePrecision
        },
        Instance("logLoss", { try Metrics.logLoss(probabilities: $0, targets: $1, weights: $2) }) {
            try Metrics.logLoss(probabilities: $0, targets: $1, weights: $2)
        },
        Instance("brierScore", { try Metrics.brierScore(probabilities: $0, targets: $1, weights: $2) }) {
            try Metrics.brierScore(probabilities: $0, targets: $1, weights: $2)
        },
        Instance("RMSE", { try Metrics.rootMeanSquaredError(predictions: $0, targets: $1, weights: $2) }) {
            try Metrics.rootMeanSquaredError(predictions: $0, targets: $1, weights: $2)
        },
        Instance("MAE", { try Metrics.meanAbsoluteError(predictions: $0, targets: $1, weights: $2) }) {
            try Metrics.meanAbsoluteError(predictions: $0, targets: $1, weights: $2)
        },
        Instance("R²", { try Metrics.rSquared(predictions: $0, targets: $1, weights: $2) }) {
            try Metrics.rSquared(predictions: $0, targets: $1, weights: $2)
        },
        Instance("calibration", { try Calibration(probabilities: $0, targets: $1, weights: $2).expectedError }) {
            try Calibration(probabilities: $0, targets: $1, weights: $2).expectedError
        },
        Instance("accuracy", { try Metrics.accuracy(predictions: classes($0), targets: classes($1), weights: $2) }),
        Instance("confusion accuracy", { try confusion($0, $1, $2).accuracy }),
        Instance("macro precision", { try confusion($0, $1, $2).macroPrecision }),
        Instance("macro recall", { try confusion($0, $1, $2).macroRecall }),
        Instance("macro F1", { try confusion($0, $1, $2).macroF1 }),
        Instance(
            "log-loss of classes", { try Metrics.logLoss(probabilities: both($0), classes: classes($1), weights: $2) }),
        Instance(
            "Brier of classes", { try Metrics.brierScore(probabilities: both($0), classes: classes($1), weights: $2) }),
    ]

    private static func classes(_ p: [Double]) -> [Int] { p.map { $0 >= 0.5 ? 1 : 0 } }
    private static func both(_ p: [Double]) throws -> Matrix<Double> { try Matrix(samples: p.map { [1 - $0, $0] }) }
    private static func confusion(_ p: [Double], _ y: [Double], _ w: [Double]?) throws -> ConfusionMatrix {
        try ConfusionMatrix(predictions: classes(p), targets: classes(y), classes: 2, weights: w)
    }

    private static func sample(_ count: Int, seed: UInt64) -> (p: [Double], y: [Double], counts: [Int]) {
        var random = SplitMix64(seed: seed)
        // Thirty-seconds: scores have ties, and are the same in both precisions.
        let p = (0..<count).map { _ in (random.number(in: 1...31)).rounded() / 32 }
        let y = (0..<count).map { $0 < 2 ? Double($0) : random.number() > 0 ? 1.0 : 0 }
        return (p, y, (0..<count).map { $0 < 2 ? 2 : Int(random.next() % 4) })
    }

    @Test(arguments: all) func aWeightIsARepetition(_ metric: Instance) throws {
        let (p, y, counts) = Self.sample(97, seed: 5)
        let repeated = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
        let weighted = try metric.value(p, y, counts.map(Double.init))
        let plain = try metric.value(repeated.map { p[$0] }, repeated.map { y[$0] }, nil)
        #expect((weighted - plain).magnitude <= 4e-16 * max(1, plain.magnitude))
        #expect(try weighted != metric.value(p, y, nil), "the weights matter on this sample")
        // Only the proportions of weights count.
        for scale in [1e-200, 3, 1e200] {
            let scaled = try metric.value(p, y, counts.map { Double($0) * scale })
            #expect((scaled - weighted).magnitude <= 1e-15 * max(1, plain.magnitude), "\(scale)")
        }
        #expect(try metric.value(p, y, nil) == metric.value(p, y, [Double](repeating: 1, count: 97)))
    }

    @Test(arguments: all) func theOrderOfSamplesIsNoMatter(_ metric: Instance) throws {
        let (p, y, counts) = Self.sample(200, seed: 6), w = counts.map(Double.init)
        let turned = try metric.value(p.reversed(), y.reversed(), w.reversed())
        #expect((turned - (try metric.value(p, y, w))).magnitude <= 1e-15)
    }

    /// Numbers that both precisions hold give the same bits, as sums are made in Double.
    @Test(arguments: all) func bothPrecisionsAgree(_ metric: Instance) throws {
        guard let single = metric.single else { return }
        let (p, y, counts) = Self.sample(64, seed: 7), w = counts.map(Double.init)
        #expect(try single(p.map(Float.init), y.map(Float.init), w) == metric.value(p, y, w))
    }

    @Test(arguments: all) func badInputIsRefused(_ metric: Instance) {
        func message(_ p: [Double], _ y: [Double], _ w: [Double]? = nil) -> String {
            do { return "\(try metric.value(p, y, w))" } catch { return "\(error)" }
        }
        #expect(message([], []) == "the data has no samples; at least 1 is needed")
        #expect(message([0.5, 0.5], [0, 1, 1]).hasSuffix(": 2 samples where 3 are needed"))
        #expect(message([0.5, 0.7], [0, 1], [1]) == "sample weights: 1 sample where 2 are needed")
        #expect(message([0.5, 0.7], [0, 1], [1, -2]).hasPrefix("sample weights: sample 1 is -2.0"))
        #expect(message([0.5, 0.7], [0, 1], [.nan, 1]) == "sample weights: sample 0 is nan")
        #expect(message([0.5, 0.7], [0, 1], [0, 0]).hasPrefix("sample weights: their sum is 0.0"))
        #expect(message([0.5, 0.7], [0, 1], [1e308, 1e308]).hasPrefix("sample weights: their sum is inf"))
        // Where classes are predicted, NaN has become one before.
        guard metric.single != nil else { return }
        #expect(message([0.5, .nan, .infinity], [0, 1, 1]).contains("sample 1 is nan (the first of 2"))
        #expect(message([0.5, 0.7], [0, .infinity]) == "targets: output 0 of sample 1 is inf")
    }

    @Test func valuesOutsideTheDomain() throws {
        func message<R>(_ body: () throws -> R) -> String {
            do { return "\(try body())" } catch { return "\(error)" }
        }
        #expect(
            message { try Metrics.logLoss(probabilities: [0.5, 1.5], targets: [0, 1]) }
                == "predictions: sample 1 is 1.5, but must be from 0 to 1")
        #expect(
            message { try Metrics.brierScore(probabilities: [0.5, 0.5], targets: [0, -1]) }
                == "targets: sample 1 is -1.0, but must be from 0 to 1")
        #expect(
            message { try Metrics.auc(scores: [1, 2], targets: [1, 2.0]) }
                == "targets: sample 1 is 2.0, but must be 0 or 1")
        #expect(
            message { try Metrics.auc(scores: [1, 2, 3], targets: [1, 1, 0.0], weights: [1, 1, 0]) }
                == "targets: all that have weight are 1.0, but the AUC compares two classes")
        #expect(
            message { try Metrics.rSquared(predictions: [1, 2, 3], targets: [7, 7, 1.0], weights: [1, 1, 0]) }
                == "targets: all that have weight are 7.0, but R² divides by their variance")
        #expect(
            message { try ConfusionMatrix(predictions: [0, 3], targets: [0, 1], classes: 3) }
                == "predictions: sample 1 is 3.0, but must be in 0 ..< 3")
        #expect(
            message { try ConfusionMatrix(predictions: [0, 2], targets: [0, -1], classes: 3) }
                == "targets: sample 1 is class -1, but 3 classes are numbered 0 to 2")
        #expect(message { try ConfusionMatrix(predictions: [0], targets: [0], classes: 0) }.contains("from 1 to 4096"))
        #expect(
            message { try Calibration(probabilities: [0.5], targets: [1.0], bins: 0) }.contains("is 0, but must be"))
        let P = try Matrix<Double>(samples: [[0.5, 0.5], [0.5, .nan]])
        #expect(
            message { try Metrics.logLoss(probabilities: P, classes: [0, 1]) }
                == "predictions: component 1 of sample 1 is nan, but must be from 0 to 1")
        #expect(
            message { try Metrics.logLoss(probabilities: P, classes: [0, 2]) }.contains("class 2, but 2 classes"))
        #expect(
            message { try Metrics.logLoss(probabilities: Matrix<Double>(rows: 0, columns: 2), classes: [0, 0]) }
                == "the data has no classes; at least 1 is needed")
    }
}
