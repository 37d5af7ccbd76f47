import Descent
import TestSupport
import Testing

/// Learning from batches as they come.
@Suite struct StreamingTests {
    let X = try! Matrix(rows: 2, columns: 6, RuleTests.X)

    /// The same batch over and over is full-batch training.
    @Test(arguments: RuleCase.all) func theSameBatchIsTraining(_ instance: RuleCase) throws {
        let reference = try #require(RuleReferences.after20Steps[instance.rule.name])
        var stream = try Streaming<Double>(
            neuron: .logistic, features: 2, by: try instance.solver(steps: 5), start: RuleTests.start())
        for _ in 0..<20 { try stream.partialFit(Dataset(X, targets: RuleTests.labels)) }
        #expect(stream.steps == 20)
        for (found, exact) in zip(stream.parameters.values, reference.logistic) { #expect(abs(found - exact) < 1e-14) }
    }

    /// Whatever is wrong with a batch, what was learnt stays.
    @Test func aBadBatchChangesNothing() throws {
        var stream = try Streaming<Double>(neuron: .logistic, features: 2, by: .firstOrder(Adam()))
        try stream.partialFit(Dataset(X, targets: RuleTests.labels))
        let before = stream.parameters
        let narrow = try Matrix(rows: 1, columns: 2, [1, 2] as [Double])
        let broken = try Matrix(rows: 2, columns: 1, [1, .nan] as [Double])
        #expect(throws: DescentError.mismatch(.input, .features, expected: 2, found: 1)) {
            try stream.partialFit(Dataset(narrow, targets: [0, 1]))
        }
        #expect(throws: DescentError.mismatch(.targets, .samples, expected: 6, found: 2)) {
            try stream.partialFit(Dataset(X, targets: [0, 1]))
        }
        #expect(throws: DescentError.nonFinite(.features, sample: 0, component: 1, value: .nan, count: 1)) {
            try stream.partialFit(Dataset(broken, targets: [1]))
        }
        let illegal = DescentError.illegalTarget(
            neuron: "logistic", domain: .unitInterval, sample: 2, output: 0, value: 2)
        #expect(throws: illegal) { try stream.partialFit(Dataset(X, targets: [0, 1, 2, 0, 1, 0])) }
        #expect(throws: DescentError.classIndex(sample: 1, value: 1, classes: 1)) {
            try stream.partialFit(Dataset(X, classes: [0, 1, 0, 0, 1, 0], of: 1))
        }
        #expect(stream.parameters == before && stream.steps == 1)
        try stream.partialFit(Dataset(X, targets: [1, 1, 1, 1, 1, 1]))  // one class in a batch is nothing special
        #expect(stream.steps == 2)
    }

    @Test func aStreamWithoutEndLearns() throws {
        var generator = SplitMix64(seed: 2)
        var stream = try Streaming<Float>(
            neuron: try .softmax(classes: 3), features: 2, by: .firstOrder(Adam(rate: 0.05)))
        for _ in 0..<300 {
            let x = (0..<64).map { _ in Float(generator.number(in: -1...1)) }
            let classes = (0..<32).map { x[2 * $0] > 0.3 ? 0 : x[2 * $0 + 1] > 0 ? 1 : 2 }
            try stream.partialFit(Dataset(Matrix(rows: 2, columns: 32, x), classes: classes, of: 3))
        }
        let layer = try stream.layer()
        #expect(try layer.classify([0.9, 0.1]) == 0)
        #expect(try layer.classify([-0.5, 0.8]) == 1)
        #expect(try layer.classify([-0.5, -0.8]) == 2)
    }
}
