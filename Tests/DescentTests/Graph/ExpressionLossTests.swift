import Descent
import TestSupport
import Testing

/// A loss as an expression is the neuron that it describes, and refuses what it cannot be.
@Suite struct ExpressionLossTests {
    @Test(arguments: ExpressionCase.all)
    func equalsTheBuiltIn(_ expression: ExpressionCase) throws {
        try check(Double.self, expression)
        try check(Float.self, expression)
    }

    private func check<T: Scalar>(_: T.Type, _ expression: ExpressionCase) throws {
        let instance = expression.instance
        let written = Problem<T>(NeuronCase("expression", try expression.loss(), outputs: instance.outputs))
        let builtIn = Problem<T>(instance)
        var generator = SplitMix64(seed: 12)
        for _ in 0..<200 {
            let z = (0..<instance.outputs).map { _ in T(generator.number(in: -6...6)) }
            let y = (0..<instance.outputs).map { _ in T(instance.target(using: &generator)) }
            let found = written.pointwise(z, y, order: .exactCurvature)
            let wanted = builtIn.pointwise(z, y, order: .exactCurvature)
            for k in z.indices {
                // Terms of up to (e^6 + 2)² for the exponential, e^6 for Poisson, (6 + 2)² for the others, which may
                // cancel; their derivatives are of the same order.
                let size = term(instance, Double(z[k]))
                let tolerance = 16 * Double(T.ulpOfOne) * size
                #expect((found.losses[k] - wanted.losses[k]).magnitude <= tolerance, "z = \(z[k]), y = \(y[k])")
                #expect((found.residuals[k] - wanted.residuals[k]).magnitude <= tolerance, "z = \(z[k]), y = \(y[k])")
                #expect((found.curvatures[k] - wanted.curvatures[k]).magnitude <= tolerance, "z = \(z[k]), y = \(y[k])")
            }
            let positive = written.pointwise(z, y, order: .gaussNewton).curvatures
            #expect(positive == found.curvatures.map { max(0, $0) })
        }
    }

    private func term(_ instance: NeuronCase, _ z: Double) -> Double {
        let score = z.magnitude + 2
        if instance.label.hasPrefix("exp") || instance.label == "poisson" {
            let prediction = Reference.exponential(max(z, 0)) + 2
            return 4 * prediction * prediction
        }
        return score * score
    }

    @Test(arguments: ExpressionCase.all)
    func longTilesAreTheirSamples(_ expression: ExpressionCase) throws {
        let loss = try expression.loss()
        var generator = SplitMix64(seed: 3)
        // Blocks of 256, and what is left of one.
        for count in [1, 255, 256, 257, 1000] {
            let z = (0..<count).map { _ in generator.number(in: -3...3) }
            let y = (0..<count).map { _ in expression.instance.target(using: &generator) }
            let whole = evaluate(loss, z, y)
            for j in stride(from: 0, to: count, by: 37) {
                let alone = evaluate(loss, [z[j]], [y[j]])
                #expect(whole.map { $0[j] } == alone.map { $0[0] })
            }
        }
    }

    private func evaluate(_ loss: ExpressionLoss, _ z: [Double], _ y: [Double]) -> [[Double]] {
        var losses = z, residuals = z, curvatures = z
        losses.withUnsafeMutableBufferPointer { l in
            residuals.withUnsafeMutableBufferPointer { r in
                curvatures.withUnsafeMutableBufferPointer { c in
                    loss.evaluate(
                        Pointwise(
                            count: z.count, stride: z.count, order: .exactCurvature, scores: z, targets: y,
                            losses: l.baseAddress!, residuals: r.baseAddress!, curvatures: c.baseAddress!))
                }
            }
        }
        return [losses, residuals, curvatures]
    }

    @Test(arguments: ExpressionCase.all.filter { ["logistic", "poisson", "linear"].contains($0.instance.label) })
    func theHessianOfAConvexLossIsTheBuiltIns(_ expression: ExpressionCase) throws {
        let builtIn = Problem<Double>(expression.instance)
        let written = Problem<Double>(NeuronCase("expression", try expression.loss()))
        let left = try written.sweep().hessian(at: builtIn.point),
            right = try builtIn.sweep().hessian(at: builtIn.point)
        for (a, b) in zip(left.values, right.values) { #expect((a - b).magnitude < 1e-14) }
    }

    @Test(arguments: [Double(800), -800, 1e300, -1e300])
    func farOut(_ z: Double) throws {
        let logistic = Problem<Double>(
            NeuronCase("expression", try ExpressionLoss("logistic") { z, y in softplus(z) - y * z }))
        for y in [0.0, 1] {
            let result = logistic.pointwise([z], [y])
            #expect(result.losses[0] == ((z > 0) == (y == 1) ? 0 : z.magnitude))
            #expect(result.residuals[0] == (z > 0 ? 1 : 0) - y && result.curvatures[0] == 0)
        }
    }

    /// Equal terms are computed once, constants fold, and what is multiplied by 1 is not multiplied.
    @Test func theProgramIsShort() throws {
        let loss = try ExpressionLoss("logistic") { z, y in softplus(z) - y * z }
        #expect(
            loss.description == """
                logistic(z, y):
                r0 = softplus(z)
                r1 = z · y
                loss = r0 − r1
                r1 = σ(z)
                ∂ = r1 − y
                """)
        let poisson = try ExpressionLoss("poisson", domain: .nonNegative) { z, y in
            // e^z written twice, and a factor of 2 − 1.
            (2 - Node.constant(1)) * exp(z) - y * z + 0 * exp(z)
        }
        #expect(poisson.description.components(of: "exp") == 1)
    }

    @Test func predictionsAndClasses() throws {
        let loss = try ExpressionLoss(
            "logistic", activation: .sigmoid, domain: .unitInterval, decides: true
        ) { z, y in softplus(z) - y * z }
        let layer = try Layer(neuron: loss, weights: [1.0, 2], bias: -1),
            logistic = try Layer(neuron: .logistic, weights: [1.0, 2], bias: -1)
        let X = try Matrix<Double>(samples: [[1, 2], [-3, 1]])
        #expect(try layer.predict(X) == logistic.predict(X))
        #expect(try layer.classes(X) == [1, 0])
        let illegal = DescentError.illegalTarget(
            neuron: "logistic", domain: .unitInterval, sample: 1, output: 0, value: 2)
        #expect(throws: illegal) {
            try Sweep(Dataset(X, targets: [0, 2]), neuron: loss)
        }
    }

    @Test func aLossThatIsNotANumberEndsTheSweep() throws {
        let loss = try ExpressionLoss("logarithm") { z, y in log(z) * y }
        let data = try Dataset(Matrix<Double>(samples: [[1], [-1], [2]]), targets: [1, 1, 1])
        let sweep = try Sweep(data, neuron: loss, hasBias: false)
        var point = sweep.zero
        point[0] = 1
        do throws(DescentError) {
            _ = try sweep.lossGradient(at: point)
            Issue.record("NaN went through")
        } catch {
            #expect(error.description == "loss: sample 1 is nan")
        }
    }

    #if !DEBUG
        @Test func aWarmSweepAllocatesNothing() async {
            await #expect(processExitsWith: .success) {
                let loss = try ExpressionLoss("cauchy") { z, y in log1p(pow(z - y, 2)) }
                let sweep = try Problem<Float>(NeuronCase("cauchy", loss), .init(samples: 30_000)).sweep(threads: 2)
                var evaluation = Evaluation(shape: sweep.zero), product = sweep.zero
                let point = sweep.zero
                func once() throws {
                    try sweep.lossGradient(at: point, into: &evaluation)
                    try sweep.hessianVector(at: point, along: point, into: &product)
                }
                try once()
                let count = CountTests.allocations { for _ in 0..<3 { try! once() } }
                #expect(count <= 0)
            }
        }
    #endif

    @Test func whatIsNoLossIsRefused() {
        let w = Node.variable("w", 2)
        let refused: [(String, (Node, Node) throws(DescentError) -> Node)] = [
            ("depend on z", { _, y in y * y }), ("depend on z", { _, _ in Node.constant(1) }),
            ("w is a variable", { z, y in w * z - y }), ("sum(a) is not value by value", { z, y in sum(z) - y }),
            ("a vector of 2", { z, _ in z * Node.constant([1, 2]) }),
            ("a vector of 2", { z, _ in z * (Node.constant([1, 2]) + Node.constant([1, 2, 3])) }),
            ("1e-60", { z, y in 1e-60 * z - y }), ("1e+60", { z, y in 1e60 * z - y }),
            ("nan", { z, y in z - .nan * y }),
            ("z has no value", { z, y throws(DescentError) in try z.value == 0 ? y : z }),
            (
                "values are needed at a time",
                { z, y in
                    // Forty factors, all needed for each other's derivative.
                    (1...40).map { exp(z * Double($0) - y) }.reduce(Node.constant(1)) { $0 * sigmoid($1) }
                }
            ),
        ]
        for (reason, formula) in refused {
            do throws(DescentError) {
                _ = try ExpressionLoss("strange", loss: formula)
                Issue.record("accepted: \(reason)")
            } catch {
                #expect(error.description.contains(reason), "\(error)")
            }
        }
        expectIllegal("the domain of classes", "classIndex") {
            try ExpressionLoss("classes", domain: .classIndex) { z, y in z - y }
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
