import Descent
import TestSupport
import Testing

/// A right gradient passes, a wrong one does not, and a kink is called one.
@Suite struct GradientCheckTests {
    @Test func rightAndWrong() throws {
        let point = [0.3, -2.0, 10, 0], gradient = [0.6, 12, 20, 0]
        func f(_ x: [Double]) -> Double { x[0] * x[0] - x[1] * x[1] * x[1] + x[2] * x[2] + x[3] * x[3] }
        var right = gradient
        right[1] = -12
        let check = try GradientCheck(of: right, at: point, f)
        #expect(check.passed && check.coordinates.allSatisfy { $0.verdict == .agrees })
        #expect(check.description.hasPrefix("gradient of 4: 4 agree, 0 disagree, 0 at a kink; worst: ∂"))
        let wrong = try GradientCheck(of: gradient, at: point, f)
        #expect(!wrong.passed && wrong.worst.index == 1 && wrong.worst.verdict == .disagrees)
        #expect((wrong.worst.error - 2).magnitude < 1e-9)
        #expect(wrong.description.contains("∂1 = 12.0"))
        // One part in 10⁵ is seen, of a small component too.
        for index in [0, 1, 2] {
            var nearly = right
            nearly[index] *= 1 + 2e-5
            #expect(try GradientCheck(of: nearly, at: point, f).worst.index == index)
            #expect(try !GradientCheck(of: nearly, at: point, f).passed)
        }
    }

    @Test(arguments: [0, 1e-7, -1e-7, 1e-12, 3e-6, -3e-6])
    func kinks(_ x: Double) throws {
        func verdict(_ gradient: Double, _ f: @escaping ([Double]) -> Double) throws -> GradientCheck.Verdict {
            try GradientCheck(of: [gradient], at: [x], f).worst.verdict
        }
        let slope: Double = x > 0 ? 1 : 0
        #expect(try verdict(slope) { max(0, $0[0]) + 5 } != .disagrees)
        #expect(try verdict(2 * slope - 1) { $0[0].magnitude } != .disagrees)
        if x.magnitude < 1e-6 {
            #expect(try verdict(slope) { max(0, $0[0]) } == .kink)
            #expect(try verdict(x > 0 ? 1 : x < 0 ? -1 : 0) { $0[0].magnitude + $0[0] * $0[0] } == .kink)
            #expect(try verdict(1.5) { max(0, $0[0]) } == .disagrees, "outside of the slopes")
        }
        // A jump is no kink.
        #expect(try verdict(0.3) { $0[0] >= x ? 1 : 0 } == .disagrees)
        #expect(try verdict(1) { $0[0] * $0[0] } == .disagrees, "a bend is no kink either")
    }

    @Test(arguments: ExpressionCase.all + ExpressionCase.pairs)
    func sweepsGraphsAndDifferencesAgree(_ expression: ExpressionCase) throws {
        let builtIn = Problem<Double>(expression.instance)
        let written = Problem<Double>(
            NeuronCase("expression", try expression.loss(), outputs: expression.instance.outputs))
        // The same numbers, as both have the same domain and seed.
        #expect(written.targets == builtIn.targets)
        let gradients = [
            try builtIn.sweep().lossGradient(at: builtIn.point).gradient.values,
            try written.sweep().lossGradient(at: written.point).gradient.values,
            try graph(builtIn, expression.formula),
        ]
        for gradient in gradients {
            for (left, right) in zip(gradient, gradients[0]) { #expect((left - right).magnitude < 1e-13 * 32) }
        }
        let check = try written.sweep().checkGradient(at: written.point)
        #expect(check.passed, "\(check)")
        #expect(try builtIn.sweep().checkGradient(at: builtIn.point).passed)
        let single = Problem<Float>(expression.instance)
        let singleCheck = try single.sweep().checkGradient(at: single.point)
        #expect(singleCheck.passed, "\(singleCheck)")
    }

    @Test func everyPairIsAmongThem() {
        #expect(
            ExpressionCase.pairs.map(\.instance.neuron.name) == [
                "identity+halfSquared", "identity+squared", "identity+absolute", "identity+huber(delta: 0.3)",
                "identity+hinge", "sigmoid+crossEntropy", "sigmoid+halfSquared", "sigmoid+squared",
                "sigmoid+absolute", "sigmoid+huber(delta: 0.3)", "relu+halfSquared", "relu+squared", "relu+absolute",
                "relu+huber(delta: 0.3)", "tanh+halfSquared", "tanh+squared", "tanh+absolute",
                "tanh+huber(delta: 0.3)", "tanh+hinge", "exp+halfSquared", "exp+squared", "exp+absolute",
                "exp+huber(delta: 0.3)",
            ])
    }

    /// The risk as a graph over w₀, …, b₀, …: all samples at once.
    private func graph(_ problem: Problem<Double>, _ loss: (Node, Node) -> Node) throws -> [Double] {
        let (weights, biases, scores) = try leaves(problem)
        var risk = Node.constant(0)
        for k in weights.indices {
            let y = Node.constant(.init((0..<problem.samples).map { problem.targets[k, $0] }))
            risk = risk + mean(loss(scores[k], y))
        }
        try risk.backward()
        return (weights + biases).flatMap { $0.gradient!.values }
    }

    private func leaves(_ problem: Problem<Double>) throws -> (weights: [Node], biases: [Node], scores: [Node]) {
        let X = Node.constant(.init(problem.X.transposed))
        let weights = (0..<problem.outputs).map { k in
            Node.variable("w\(k)", .init((0..<problem.features).map { problem.point[$0, k] }))
        }
        let biases = (0..<problem.outputs).map { Node.variable("b\($0)", .init(problem.point.bias($0))) }
        return (weights, biases, zip(weights, biases).map { dot(X, $0) + $1 })
    }

    /// log Σ e^z is no loss of one score, but a graph.
    @Test(arguments: NeuronCase.all.filter(\.isSoftmax))
    func softmaxAsAGraph(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance)
        let (weights, biases, scores) = try leaves(problem)
        let largest = scores.dropFirst().reduce(scores[0]) { max($0, $1) }
        var risk = mean(largest + log(scores.map { exp($0 - largest) }.reduce(Node.constant(0)) { $0 + $1 }))
        for k in scores.indices {
            let isClass = (0..<problem.samples).map { problem.targets[0, $0] == Double(k) ? 1.0 : 0 }
            risk = risk - mean(Node.constant(.init(isClass)) * scores[k])
        }
        try risk.backward()
        let expected = try problem.sweep().lossGradient(at: problem.point)
        #expect((try risk.value.values[0] - expected.loss).magnitude < 1e-14)
        for (left, right) in zip((weights + biases).flatMap { $0.gradient!.values }, expected.gradient.values) {
            #expect((left - right).magnitude < 1e-14)
        }
        let check = try risk.checkGradient()
        #expect(check.passed && check.coordinates.count == problem.point.values.count, "\(check)")
        #expect(try problem.sweep().checkGradient(at: problem.point).passed)
    }

    @Test func badInput() {
        func check(
            _ gradient: [Double], _ point: [Double], tolerance: Double? = nil, resolution: Double = .ulpOfOne,
            value: Double = 0
        ) throws {
            _ = try GradientCheck(of: gradient, at: point, tolerance: tolerance, resolution: resolution) { _ in value }
        }
        #expect(throws: DescentError.empty(.values)) { try check([], []) }
        #expect(throws: DescentError.mismatch(.gradient, .values, expected: 2, found: 1)) { try check([1], [1, 2]) }
        func notFinite(_ quantity: DescentError.Quantity, _ value: Double) -> DescentError {
            .nonFinite(quantity, sample: 0, component: 0, value: value, count: 1)
        }
        #expect(throws: notFinite(.gradient, .nan)) { try check([.nan], [1]) }
        #expect(throws: notFinite(.parameters, .infinity)) { try check([1], [.infinity]) }
        #expect(throws: notFinite(.loss, .nan)) { try check([1], [1], value: .nan) }
        for tolerance in [0, -1, 1, .nan] {
            expectIllegal("the tolerance", tolerance) { try check([1], [1], tolerance: tolerance) }
        }
        for resolution in [0, 1, .nan] {
            expectIllegal("the resolution", resolution) { try check([1], [1], resolution: resolution) }
        }
        func fails(_ x: [Double]) throws(DescentError) -> Double {
            guard x[0] <= 1 else { throw .empty(.samples) }
            return 0
        }
        #expect(throws: DescentError.empty(.samples)) { try GradientCheck(of: [1], at: [1], fails) }
    }
}
