import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

@Suite struct CrossValidationTests {
    @Test(arguments: [
        NeuronCase("logistic", .logistic), NeuronCase("poisson", .poisson),
        NeuronCase("softmax of 3", try! Softmax(classes: 3)),
    ])
    func agreesWithSeparateFits(_ instance: NeuronCase) throws {
        let many = try ManyCase<Double>(instance, features: 4, samples: 700)
        let penalties = try Penalty.grid(l2: 1e-3...1, on: .raw, count: 4)
        func check(_ neuron: some Neuron) throws {
            let validation = try CrossValidation(folds: many.folds, path: RegularizationPath(penalties))
            let result = try validation.fit(many.data, neuron)
            let target: Member.Target = instance.isSoftmax ? .classes : .row(0)
            for (point, penalty) in zip(result.points, penalties) {
                var losses: [Double] = [], weights: [Double] = []
                for fold in 0..<5 {
                    let training = try many.materialised(Member(target, counts: .allBut(fold: fold)))
                    let heldOut = try many.materialised(Member(target, counts: .only(fold: fold)))
                    let fit = try training.fit(neuron: neuron, by: .automatic(penalty: penalty))
                    losses.append(try Sweep(heldOut, neuron: neuron).loss(at: fit.layer.parameters))
                    weights.append(heldOut.survey.totalWeight)
                }
                for (found, expected) in zip(point.foldValues, losses) { #expect(abs(found - expected) < 1e-7) }
                let total = weights.reduce(0, +)
                let mean = zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
                let variance = zip(losses, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
                #expect(abs(point.value - mean) < 1e-7)
                #expect(abs(point.standardError - (variance / 4).squareRoot()) < 1e-7)
            }
            let best = result.points.indices.min { result.points[$0].value < result.points[$1].value }!
            #expect(result.bestIndex == best)
            let limit = result.best.value + result.best.standardError
            #expect(result.simplest.value <= limit && result.simplest.penalty.l2 >= result.best.penalty.l2)
            let alone = try many.data.fit(neuron: neuron, by: .automatic(penalty: penalties[best]))
            for (x, y) in zip(result.fit.layer.parameters.values, alone.layer.parameters.values) {
                #expect(abs(x - y) < 1e-9)
            }
        }
        try check(instance.neuron)
    }

    struct Judged: Sendable, CustomTestStringConvertible {
        let instance: NeuronCase
        let metric: Metric
        var testDescription: String { "\(metric) of \(instance.label)" }
    }

    static let judged: [Judged] = [
        ("logistic", Metric.all + [.logLoss]), ("linear", [.loss, .meanSquaredError, .meanAbsoluteError, .rSquared]),
        ("poisson", [.loss, .meanSquaredError, .meanAbsoluteError, .rSquared]),
        ("softmax of 3", [.loss, .accuracy, .brier, .logLoss]),
    ].flatMap { label, metrics in
        metrics.map { metric in Judged(instance: NeuronCase.many.first { $0.label == label }!, metric: metric) }
    }

    /// Metrics and predictions of folds are those of separate fits on the samples of the others.
    @Test(arguments: judged)
    func judges(_ judged: Judged) throws {
        let (instance, metric) = (judged.instance, judged.metric)
        let many = try ManyCase<Double>(instance, features: 4, samples: 500)
        let problem = many.problem, isSoftmax = instance.isSoftmax
        // Labels, where the metric is of classes.
        let labels = isSoftmax ? nil : problem.targets.values.map { $0 > 0.5 ? 1.0 : 0.0 }
        let isOfClasses = instance.label == "logistic"
        let data =
            isOfClasses
            ? try Dataset(problem.X, targets: labels!, weights: problem.weights, offsets: problem.offsets!.row(0))
            : many.data
        let path = try RegularizationPath(count: 4, smallestRatio: 1e-2, mixing: [1, 0], on: .raw)
        func check(_ neuron: some Neuron) throws {
            let result = try CrossValidation(folds: many.folds, path: path, metric: metric).fit(data, neuron)
            let penalties = try path.penalties(for: data, neuron: neuron)
            // One of them may go on beyond an end.
            #expect(Set(penalties).isSubset(of: result.points.map(\.penalty)) && result.curves.count == 2)
            for (index, point) in result.points.enumerated() {
                var values: [Double] = [], weights: [Double] = []
                for fold in 0..<5 {
                    let kept = (0..<500).map { many.folds[$0] == fold ? 0 : problem.weight($0) }
                    let training =
                        isSoftmax
                        ? try Dataset(
                            problem.X, classes: problem.targets.values.map { Int($0) }, of: 3, weights: kept,
                            offsets: problem.offsets)
                        : try Dataset(
                            problem.X, targets: data.targets.values, weights: kept, offsets: problem.offsets!.row(0))
                    let fit = try training.fit(neuron: neuron, by: .newton(penalty: point.penalty))
                    let members = (0..<500).filter { many.folds[$0] == fold }
                    let own = members.map { problem.weight($0) }
                    let scores = members.map { problem.scores($0, at: fit.layer.parameters) }
                    values.append(try Self.value(metric, neuron, scores, members.map { data.targets[0, $0] }, own))
                    weights.append(own.reduce(0, +))
                    guard index == result.bestIndex else { continue }
                    for (place, sample) in members.enumerated() {
                        for (k, expected) in Self.predictions(neuron, scores[place]).enumerated() {
                            #expect(abs(result.outOfFold[k, sample] - expected) <= 1e-6 * max(1, abs(expected)))
                        }
                    }
                }
                for (found, expected) in zip(point.foldValues, values) {
                    #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(point.penalty)")
                }
                let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
                #expect(abs(point.value - mean) <= 1e-6 * max(1, abs(mean)))
            }
            let values = result.points.map(\.value), best = metric.isLargerBetter ? values.max()! : values.min()!
            #expect(result.best.value == best)
            #expect(abs(result.simplest.value - best) <= result.best.standardError)
            #expect((result.simplest.penalty.l1 > 0) == (result.best.penalty.l1 > 0), "another mixing")
            #expect(result.simplest.penalty.strength >= result.best.penalty.strength)
        }
        try check(instance.neuron)
    }

    private static func predictions(_ neuron: any Neuron, _ scores: [Double]) -> [Double] {
        var values = scores
        values.withUnsafeMutableBufferPointer { z in
            neuron.predict(
                ScoreTile(
                    count: 1, outputs: scores.count, stride: 1, scores: UnsafePointer(z.baseAddress!),
                    predictions: z.baseAddress!))
        }
        return values
    }

    /// A metric of some samples, by hand.
    static func value(
        _ metric: Metric, _ neuron: any Neuron, _ scores: [[Double]], _ targets: [Double], _ weights: [Double]
    ) throws -> Double {
        let predicted = scores.map { predictions(neuron, $0) }, values = predicted.map { $0[0] }
        let total = weights.reduce(0, +), labels = targets.map { Int($0) }, isSoftmax = scores[0].count > 1
        switch metric.kind {
        case .loss:
            return targets.indices.reduce(0) { sum, sample in
                let (z, y) = (scores[sample], targets[sample])
                let loss: Double =
                    switch neuron.name {
                    case "logistic": Math.logarithm1p(Math.exponential(z[0])) - y * z[0]
                    case "linear": (z[0] - y) * (z[0] - y) / 2
                    case "poisson": Math.exponential(z[0]) - y * z[0]
                    default: -Math.logarithm(predicted[sample][labels[sample]])
                    }
                return sum + weights[sample] * loss
            } / total
        case .accuracy:
            return try Metrics.accuracy(
                predictions: scores.map { z in isSoftmax ? z.firstIndex(of: z.max()!)! : z[0] >= 0 ? 1 : 0 },
                targets: labels, weights: weights)
        case .auc: return try Metrics.auc(scores: values, targets: targets, weights: weights)
        case .brier:
            return isSoftmax
                ? try Metrics.brierScore(
                    probabilities: try Matrix(samples: predicted), classes: labels, weights: weights)
                : try Metrics.brierScore(probabilities: values, targets: targets, weights: weights)
        case .logLoss:
            return isSoftmax
                ? try Metrics.logLoss(probabilities: try Matrix(samples: predicted), classes: labels, weights: weights)
                : try Metrics.logLoss(probabilities: values, targets: targets, weights: weights)
        case .meanSquaredError:
            return zip(zip(values, targets), weights).reduce(0) {
                $0 + $1.1 * ($1.0.0 - $1.0.1) * ($1.0.0 - $1.0.1)
            } / total
        case .meanAbsoluteError:
            return try Metrics.meanAbsoluteError(predictions: values, targets: targets, weights: weights)
        case .rSquared: return try Metrics.rSquared(predictions: values, targets: targets, weights: weights)
        case .own(let own): return try own.value(try Matrix(samples: predicted), targets, weights)
        }
    }

    /// One's own metric judges as the same one of Descent does, and what is not finite is the worst there is.
    @Test func ownMetrics() throws {
        let many = try ManyCase<Double>(NeuronCase("linear", .linear), samples: 300)
        let folds = try Folds(4, samples: 300, seed: 3), path = try RegularizationPath(count: 4, on: .raw)
        let own = Metric.custom("own", isLargerBetter: false) { predictions, targets, weights in
            let weights = weights ?? targets.map { _ in 1 }
            let squares = targets.indices.map {
                weights[$0] * (predictions[0, $0] - targets[$0]) * (predictions[0, $0] - targets[$0])
            }
            return squares.reduce(0, +) / weights.reduce(0, +)
        }
        let found = try many.data.crossValidate(neuron: .linear, folds: folds, along: path, metric: own)
        let usual = try many.data.crossValidate(
            neuron: .linear, folds: folds, along: path, metric: .meanSquaredError)
        #expect(found.metric == own && found.metric != .meanSquaredError && found.bestIndex == usual.bestIndex)
        for (a, b) in zip(found.points, usual.points) { #expect(abs(a.value - b.value) <= 1e-14 * b.value) }
        let broken = Metric.custom("broken", isLargerBetter: true) { _, _, _ in .nan }
        let nothing = try many.data.crossValidate(neuron: .linear, folds: folds, along: path, metric: broken)
        #expect(nothing.points.allSatisfy { $0.value == -.infinity })
    }

    /// A metric that says nothing of a neuron, or of its targets.
    @Test func unsuitedMetrics() throws {
        func refuses(_ metric: Metric, _ label: String, _ expected: DescentError) throws {
            let many = try ManyCase<Double>(NeuronCase.many.first { $0.label == label }!, features: 3, samples: 100)
            func fit(_ neuron: some Neuron) throws {
                let path = try RegularizationPath([Penalty(l2: 1, on: .raw)])
                _ = try CrossValidation(folds: many.folds, path: path, metric: metric).fit(many.data, neuron)
            }
            #expect(throws: expected, "\(metric) \(label)") { try fit(many.problem.instance.neuron) }
        }
        func unsuited(_ metric: Metric, _ neuron: String, _ needs: String) -> DescentError {
            .illegalOption(
                name: "the metric of a \(neuron) neuron", value: metric.name, requirement: "of a neuron \(needs)")
        }
        for metric in [Metric.accuracy, .brier] {
            try refuses(metric, "linear", unsuited(metric, "linear", "that decides between classes"))
        }
        try refuses(.auc, "linear", unsuited(.auc, "linear", "that decides between two classes"))
        try refuses(.auc, "softmax of 3", unsuited(.auc, "softmax", "that decides between two classes"))
        for metric in [Metric.meanSquaredError, .meanAbsoluteError, .rSquared] {
            try refuses(metric, "softmax of 3", unsuited(metric, "softmax", "of one output"))
        }
        // Targets between 0 and 1 are no classes.
        let logistic = try #require(NeuronCase.many.first { $0.label == "logistic" })
        let first = try ManyCase<Double>(logistic, features: 3, samples: 100).problem.targets[0, 0]
        let between = DescentError.illegalTarget(
            neuron: "logistic", domain: .binary, sample: 0, output: 0, value: first)
        for metric in [Metric.accuracy, .auc] { try refuses(metric, "logistic", between) }
    }

    @Test func grid() throws {
        let grid = try Penalty.grid(l1: 0.01...1, l2: 1e-4...1e-2, on: .raw, count: 3)
        for (penalty, (l1, l2)) in zip(grid, [(1, 1e-2), (0.1, 1e-3), (0.01, 1e-4)]) {
            #expect(abs(penalty.l1 / l1 - 1) < 1e-14 && abs(penalty.l2 / l2 - 1) < 1e-14)
        }
        expectIllegal("a range of penalties", "0.0...1.0") { try Penalty.grid(l2: 0...1, on: .raw, count: 3) }
        expectIllegal("the number of penalties", 1) { try Penalty.grid(l2: 0.1...1, on: .raw, count: 1) }
    }

    /// A fold without which one class is all there is.
    @Test func oneClassOutsideAFold() throws {
        let X = try Matrix<Double>(rows: 1, columns: 6, [1, 2, 3, 4, 5, 6])
        let data = try Dataset(X, targets: [0, 0, 0, 0, 1, 1]), folds = try Folds(ids: [0, 0, 0, 0, 1, 1])
        let validation = try CrossValidation(folds: folds, path: RegularizationPath([Penalty(l2: 1, on: .raw)]))
        #expect(throws: DescentError.singleClass(neuron: "logistic", value: 1)) { try validation.fit(data, .logistic) }
    }
}

@Suite struct OneVsRestTests {
    @Test func agreesWithSeparateFits() throws {
        var generator = SplitMix64(seed: 3)
        let samples = (0..<900).map { _ in (0..<4).map { _ in Double.random(in: -1...1, using: &generator) } }
        let labels = samples.map { sample in
            (0..<3).max { sample[$0] < sample[$1] }! * (Int.random(in: 0..<5, using: &generator) == 0 ? 0 : 1)
        }
        let X = try Matrix(samples: samples), data = try Dataset(X, classes: labels, of: 3)
        let penalty = try Penalty(l2: 0.01, on: .raw),
            model = try data.fitOneVsRest(neuron: .logistic, penalty: penalty)
        var scores: [[Double]] = []
        for wanted in 0..<3 {
            let alone = try Dataset(X, targets: labels.map { $0 == wanted ? 1 : 0 }).fit(
                neuron: .logistic, by: .automatic(penalty: penalty))
            for feature in 0..<4 {
                #expect(abs(model.layer.weights[feature, wanted] - alone.layer.weights[feature, 0]) < 1e-6)
            }
            scores.append(try alone.layer.forward(X).values)
        }
        let expected = samples.indices.map { sample in (0..<3).max { scores[$0][sample] < scores[$1][sample] }! }
        let found = try model.classes(X)
        #expect(zip(found, expected).count { $0 == $1 } >= 899)
        #expect(throws: DescentError.singleClass(neuron: "logistic", value: 0)) {
            try Dataset(X, classes: labels, of: 4).fitOneVsRest(neuron: .logistic)
        }
        expectIllegal("the data", "numbers") {
            try Dataset(X, targets: labels.map { Double($0) }).fitOneVsRest(neuron: .logistic)
        }
    }
}
