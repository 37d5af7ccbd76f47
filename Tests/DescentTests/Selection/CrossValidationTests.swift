import TestSupport
import Testing

@testable import Descent

@Suite struct CrossValidationTests {
    @Test(arguments: [
        NeuronCase("logistic", .logistic), NeuronCase("poisson", .poisson),
        NeuronCase("softmax of 3", try! Softmax(classes: 3)),
    ])
    func agreesWithSeparateFits(_ instance: NeuronCase) throws {
        let many = try ManyCase<Double>(instance, features: 4, samples: 700)
        let penalties = try Penalty.grid(l2: 1e-3...1, count: 4)
        func check(_ neuron: some Neuron) throws {
            let validation = try CrossValidation(folds: many.folds, penalties: penalties)
            let result = try validation.fit(many.data, neuron)
            let target: Column.Target = instance.isSoftmax ? .classes : .row(0)
            for (point, penalty) in zip(result.points, penalties) {
                var losses: [Double] = [], weights: [Double] = []
                for fold in 0..<5 {
                    let training = try many.materialised(Column(target, counts: .allBut(fold: fold)))
                    let heldOut = try many.materialised(Column(target, counts: .only(fold: fold)))
                    let fit = try training.fit(neuron, by: Automatic(penalty: penalty))
                    losses.append(try Sweep(heldOut, neuron: neuron).loss(at: fit.layer.parameters))
                    weights.append(heldOut.survey.totalWeight)
                }
                for (found, expected) in zip(point.foldLosses, losses) { #expect(abs(found - expected) < 1e-7) }
                let total = weights.reduce(0, +)
                let mean = zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
                let variance = zip(losses, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
                #expect(abs(point.loss - mean) < 1e-7)
                #expect(abs(point.standardError - (variance / 4).squareRoot()) < 1e-7)
            }
            let best = result.points.indices.min { result.points[$0].loss < result.points[$1].loss }!
            #expect(result.bestIndex == best)
            let limit = result.best.loss + result.best.standardError
            #expect(result.simplest.loss <= limit && result.simplest.penalty.l2 >= result.best.penalty.l2)
            let alone = try many.data.fit(neuron, by: Automatic(penalty: penalties[best]))
            #expect(result.fit.layer.parameters == alone.layer.parameters)
        }
        try check(instance.neuron)
    }

    @Test func grid() throws {
        let grid = try Penalty.grid(l1: 0.01...1, l2: 1e-4...1e-2, count: 3)
        for (penalty, (l1, l2)) in zip(grid, [(1, 1e-2), (0.1, 1e-3), (0.01, 1e-4)]) {
            #expect(abs(penalty.l1 / l1 - 1) < 1e-14 && abs(penalty.l2 / l2 - 1) < 1e-14)
        }
        #expect(throws: DescentError.self) { try Penalty.grid(l2: 0...1, count: 3) }
        #expect(throws: DescentError.self) { try Penalty.grid(l2: 0.1...1, count: 1) }
    }

    /// A fold without which one class is all there is.
    @Test func oneClassOutsideAFold() throws {
        let X = try Matrix<Double>(rows: 1, columns: 6, [1, 2, 3, 4, 5, 6])
        let data = try Dataset(X, targets: [0, 0, 0, 0, 1, 1]), folds = try Folds(ids: [0, 0, 0, 0, 1, 1])
        let validation = try CrossValidation(folds: folds, penalties: [try Penalty(l2: 1)])
        #expect(throws: DescentError.self) { try validation.fit(data, .logistic) }
        #expect(throws: DescentError.self) { try CrossValidation(folds: folds, penalties: []) }
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
        let penalty = try Penalty(l2: 0.01), model = try data.fitOneVsRest(.logistic, penalty: penalty)
        var scores: [[Double]] = []
        for wanted in 0..<3 {
            let alone = try Dataset(X, targets: labels.map { $0 == wanted ? 1 : 0 }).fit(
                .logistic, by: Automatic(penalty: penalty))
            for feature in 0..<4 {
                #expect(abs(model.layer.weights[feature, wanted] - alone.layer.weights[feature, 0]) < 1e-6)
            }
            scores.append(try alone.layer.forward(X).values)
        }
        let expected = samples.indices.map { sample in (0..<3).max { scores[$0][sample] < scores[$1][sample] }! }
        let found = try model.classes(X)
        #expect(zip(found, expected).count { $0 == $1 } >= 899)
        #expect(throws: DescentError.self) { try Dataset(X, classes: labels, of: 4).fitOneVsRest(.logistic) }
        #expect(throws: DescentError.self) {
            try Dataset(X, targets: labels.map { Double($0) }).fitOneVsRest(.logistic)
        }
    }
}
