import Descent
import TestSupport
import Testing

/// Metrics against their definitions: in fractions by the generator, and as slow sums.
@Suite struct MetricTests {
    /// The public form has the values of the functions behind it.
    @Test func everyMetricOfPredictions() throws {
        let p = [0.1, 0.6, 0.5, 0.9, 0.3], y = [0.0, 1, 0, 1, 1], w = [1.0, 2, 1, 0.5, 1]
        func value(_ metric: Metric) throws -> Double { try metric.value(of: p, targets: y, weights: w) }
        #expect(try value(.auc) == Metrics.auc(scores: p, targets: y, weights: w))
        #expect(try value(.brier) == Metrics.brierScore(probabilities: p, targets: y, weights: w))
        #expect(try value(.logLoss) == Metrics.logLoss(probabilities: p, targets: y, weights: w))
        #expect(try value(.meanAbsoluteError) == Metrics.meanAbsoluteError(predictions: p, targets: y, weights: w))
        #expect(try value(.rSquared) == Metrics.rSquared(predictions: p, targets: y, weights: w))
        let root = try Metrics.rootMeanSquaredError(predictions: p, targets: y, weights: w)
        #expect(try value(.meanSquaredError) == root * root)
        // One half is class 1, which is wrong of the third; so is the last.
        #expect(try value(.accuracy) == 3.5 / 5.5)
        let own = Metric.custom("sum", isLargerBetter: true) { predictions, targets, weights in
            targets.indices.reduce(0) { $0 + predictions[0, $1] * targets[$1] * (weights?[$1] ?? 1) }
        }
        #expect(try value(own) == 0.6 * 2 + 0.9 * 0.5 + 0.3)
        let loss = DescentError.illegalOption(
            name: "the metric of predictions", value: "loss",
            requirement: "one that asks for no neuron, such as logLoss or meanSquaredError")
        #expect(throws: loss) { try value(.loss) }
    }

    @Test func everyMetricOfClasses() throws {
        let P = try Matrix(samples: [[0.2, 0.5, 0.3], [0.4, 0.4, 0.2], [0.1, 0.1, 0.8]]), classes = [1, 1, 2]
        #expect(try Metric.accuracy.value(of: P, classes: classes) == 2.0 / 3)
        #expect(
            try Metric.brier.value(of: P, classes: classes) == Metrics.brierScore(probabilities: P, classes: classes))
        #expect(
            try Metric.logLoss.value(of: P, classes: classes) == Metrics.logLoss(probabilities: P, classes: classes))
        for metric in [Metric.loss, .auc, .meanSquaredError, .meanAbsoluteError, .rSquared] {
            expectIllegal("the metric of predictions in classes", metric) { try metric.value(of: P, classes: classes) }
        }
        #expect(throws: DescentError.classIndex(sample: 0, value: 3, classes: 3)) {
            try Metric.accuracy.value(of: P, classes: [3, 1, 2])
        }
    }

    @Test func smallSamplesAreThoseOfTheReference() throws {
        for reference in MetricReferences.all {
            let p = reference.probabilities, w = reference.weights, values = reference.values
            let y = reference.labels.map(Double.init)
            expect(try Metrics.auc(scores: p, targets: y, weights: w), reference.auc)
            expect(try Metrics.brierScore(probabilities: p, targets: y, weights: w), reference.brier)
            expect(try Metrics.logLoss(probabilities: p, targets: y, weights: w), reference.logLoss)
            let rmse = try Metrics.rootMeanSquaredError(predictions: p, targets: values, weights: w)
            expect(rmse * rmse, reference.meanSquare)
            expect(
                try Metrics.meanAbsoluteError(predictions: p, targets: values, weights: w), reference.meanAbsoluteError)
            expect(try Metrics.rSquared(predictions: p, targets: values, weights: w), reference.rSquared)
            let classes = p.map { $0 >= 0.5 ? 1 : 0 }
            expect(
                try Metrics.accuracy(predictions: classes, targets: reference.labels, weights: w), reference.accuracy)
            let confusion = try ConfusionMatrix(
                predictions: classes, targets: reference.labels, classes: 2, weights: w)
            expect(confusion.accuracy, reference.accuracy)
            expect(try #require(confusion.precision(of: 1)), reference.precision)
            expect(try #require(confusion.recall(of: 1)), reference.recall)
            expect(try #require(confusion.f1(of: 1)), reference.f1)
        }
    }

    private func expect(_ found: Double, _ exact: Double) {
        #expect((found - exact).magnitude <= 4e-16 * max(1, exact.magnitude), "\(found) \(exact)")
    }

    /// Every pair of one sample of each class, over scores with many ties and some distant ones.
    @Test(arguments: [2, 3, 10, 100, 400]) func aucIsTheShareOfOrderedPairs(_ samples: Int) throws {
        var random = SplitMix64(seed: UInt64(samples))
        for levels in [1.0, 3, 1e6] {
            let scores = (0..<samples).map { _ in (random.number() * levels).rounded() * 1e100 }
            let targets = (0..<samples).map { $0 < 2 ? Double($0) : random.number() > 0.4 ? 1 : 0 }
            let weights = (0..<samples).map { $0 < 2 ? 1 : max(0, random.number(in: -0.5...3)) }
            var won = 0.0, all = 0.0
            for i in 0..<samples where targets[i] == 1 {
                for j in 0..<samples where targets[j] == 0 {
                    let pair = weights[i] * weights[j]
                    won += pair * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0)
                    all += pair
                }
            }
            // The slow sum rounds m² times.
            #expect((try Metrics.auc(scores: scores, targets: targets, weights: weights) - won / all).magnitude < 1e-13)
        }
    }

    @Test func everythingPerfect() throws {
        let y = [0.0, 1, 1, 0], labels = [0, 1, 1, 0]
        #expect(try Metrics.auc(scores: [-3, 2, 0.5, 0.25], targets: y) == 1)
        #expect(try Metrics.logLoss(probabilities: y, targets: y) == 0)
        #expect(try Metrics.brierScore(probabilities: y, targets: y) == 0)
        #expect(try Metrics.rootMeanSquaredError(predictions: y, targets: y) == 0)
        #expect(try Metrics.meanAbsoluteError(predictions: y, targets: y) == 0)
        #expect(try Metrics.rSquared(predictions: y, targets: y) == 1)
        #expect(try Metrics.accuracy(predictions: labels, targets: labels) == 1)
        let confusion = try ConfusionMatrix(predictions: labels, targets: labels, classes: 3)
        #expect(confusion.accuracy == 1 && confusion.macroF1 == 1)
        #expect(confusion.macroPrecision == 1 && confusion.macroRecall == 1)
        #expect(try Calibration(probabilities: y, targets: y).expectedError == 0)
    }

    @Test func everythingWrong() throws {
        let y = [0.0, 1, 1, 0], wrong = y.map { 1 - $0 }
        #expect(try Metrics.auc(scores: wrong, targets: y) == 0)
        #expect(try Metrics.logLoss(probabilities: wrong, targets: y) == .infinity)
        #expect(try Metrics.brierScore(probabilities: wrong, targets: y) == 1)
        #expect(try Metrics.rSquared(predictions: wrong, targets: y) == -3)
        #expect(try Metrics.accuracy(predictions: [1, 0], targets: [0, 1]) == 0)
        let confusion = try ConfusionMatrix(predictions: [1, 0], targets: [0, 1], classes: 2)
        #expect(confusion.accuracy == 0 && confusion.f1(of: 0) == 0 && confusion.macroF1 == 0)
        #expect(try Calibration(probabilities: wrong, targets: y).expectedError == 1)
        // A certain mistake that does not count costs nothing.
        #expect(
            try Metrics.logLoss(probabilities: [1, 0.5], targets: [0, 1], weights: [0, 1])
                == Metrics.logLoss(
                    probabilities: [0.5], targets: [1.0]))
    }

    @Test func nothingLearned() throws {
        let y = [0.0, 1, 1, 0, 1], half = [Double](repeating: 0.5, count: 5)
        #expect(try Metrics.auc(scores: half, targets: y) == 0.5)
        #expect(try Metrics.brierScore(probabilities: half, targets: y) == 0.25)
        #expect((try Metrics.logLoss(probabilities: half, targets: y) - 0.6931471805599453).magnitude < 2e-16)
        let mean = [Double](repeating: 0.6, count: 5)
        #expect(try Metrics.rSquared(predictions: mean, targets: y).magnitude < 4e-16)
    }

    @Test func probabilitiesOfClasses() throws {
        let two = try Matrix<Double>(samples: [[0.25, 0.75], [0.5, 0.5], [0.875, 0.125]]), labels = [1, 0, 1]
        let p = two.row(1), y = labels.map(Double.init)
        #expect(p == [0.75, 0.5, 0.125] && two.row(0) == [0.25, 0.5, 0.875])
        expect(
            try Metrics.logLoss(probabilities: two, classes: labels),
            try Metrics.logLoss(probabilities: p, targets: y))
        expect(
            try Metrics.brierScore(probabilities: two, classes: labels),
            2 * (try Metrics.brierScore(probabilities: p, targets: y)))
        // The layout of a matrix is no matter, nor that it is a part of another.
        let other = try Matrix<Double>(rows: 2, columns: 3, layout: .featureMajor, two.row(0) + two.row(1))
        #expect(other == two && other.row(1) == p)
        #expect(two[columns: 1..<3].row(0) == [0.5, 0.875] && other[columns: 1..<3].row(0) == [0.5, 0.875])
        #expect(
            try Metrics.logLoss(probabilities: other, classes: labels)
                == Metrics.logLoss(probabilities: two, classes: labels))
        let wrong = try Matrix<Double>(samples: [[1, 0, 0]])
        #expect(try Metrics.brierScore(probabilities: wrong, classes: [2]) == 2)
        #expect(try Metrics.logLoss(probabilities: wrong, classes: [2]) == .infinity)
    }

    @Test func sharesOfNothing() throws {
        // Class 2 is predicted and never occurs, class 1 occurs and is never predicted, class 3 does neither.
        let confusion = try ConfusionMatrix(predictions: [0, 2, 0], targets: [0, 0, 1], classes: 4)
        #expect(confusion.precision(of: 0) == 0.5 && confusion.recall(of: 0) == 0.5 && confusion.f1(of: 0) == 0.5)
        #expect(confusion.precision(of: 1) == nil && confusion.recall(of: 1) == 0 && confusion.f1(of: 1) == 0)
        #expect(confusion.precision(of: 2) == 0 && confusion.recall(of: 2) == nil && confusion.f1(of: 2) == 0)
        #expect(confusion.precision(of: 3) == nil && confusion.recall(of: 3) == nil && confusion.f1(of: 3) == nil)
        #expect(confusion.macroPrecision == 0.5 / 3 && confusion.macroRecall == 0.5 / 3 && confusion.macroF1 == 0.5 / 3)
        #expect(confusion[target: 0, prediction: 2] == 1 && confusion[target: 2, prediction: 0] == 0)
        #expect(confusion.targets(of: 0) == 2 && confusion.predictions(of: 0) == 2 && confusion.total == 3)
    }

    @Test func binsOfACalibration() throws {
        let calibration = try Calibration(
            probabilities: [0, 0.1, 0.25, 0.3, 1, 0.99], targets: [0.0, 1, 1, 1, 1, 0], bins: 4,
            weights: [1, 3, 2, 2, 1, 1])
        #expect(calibration.bins.map(\.range) == [0...0.25, 0.25...0.5, 0.5...0.75, 0.75...1])
        let weights: [Double] = [4, 4, 0, 2]
        for (bin, weight) in zip(calibration.bins, weights) { expect(bin.weight, weight) }
        expect(try #require(calibration.bins[0].frequency), 0.75)
        expect(try #require(calibration.bins[0].prediction), 0.075)
        expect(try #require(calibration.bins[1].prediction), 0.275)
        #expect(calibration.bins[2].prediction == nil && calibration.bins[2].frequency == nil)
        expect(calibration.expectedError, 0.4 * 0.675 + 0.4 * 0.725 + 0.2 * 0.495)
    }

    /// Neither squares of 1e300 nor sums of 1e308 are too large, and 1e−300 is not lost.
    @Test func extremeSizes() throws {
        for scale in [1e300, 1e-300, 0x1p-1060] {
            let y = [0, 1, 2, 4].map { $0 * scale }, predictions = [1, 1, 2, 2].map { $0 * scale }
            let rmse = try Metrics.rootMeanSquaredError(predictions: predictions, targets: y)
            #expect((rmse / scale - 1.25.squareRoot()).magnitude <= (scale < 1e-305 ? 1e-4 : 4e-16))
            #expect(
                (try Metrics.meanAbsoluteError(predictions: predictions, targets: y) / scale - 0.75).magnitude < 1e-4)
            // Σ (y − ȳ)² = 8.75
            #expect((try Metrics.rSquared(predictions: predictions, targets: y) - (1 - 5 / 8.75)).magnitude <= 4e-16)
        }
        let large = Double.greatestFiniteMagnitude
        #expect(try Metrics.rootMeanSquaredError(predictions: [large], targets: [-large]) == .infinity)
        #expect(try Metrics.rootMeanSquaredError(predictions: [large, 0], targets: [-large, 0]) == .infinity)
        #expect(try Metrics.meanAbsoluteError(predictions: [large, 0], targets: [-large, 0]) == large)
        #expect(try Metrics.rSquared(predictions: [large, -large], targets: [-large, large]) == -3)
        #expect(try Metrics.auc(scores: [1, 2, 2], targets: [0.0, 1, 0], weights: [1e307, 1e307, 1e307]) == 0.75)
        // Dates in seconds: the variance is that of the seconds.
        #expect(try Metrics.rSquared(predictions: [1e15, 1e15 + 2], targets: [1e15, 1e15 + 1]) == -1)
    }
}
