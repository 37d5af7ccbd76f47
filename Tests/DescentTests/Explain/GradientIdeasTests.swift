import Descent
import TestSupport
import Testing

/// The ideas of the article "The Gradient", each as something that can fail.
@Suite struct GradientIdeasTests {
    /// v·∇f = ‖∇f‖ cos α for directions v of length 1: the slopes that differences find, steepest down along −∇f.
    @Test func noDirectionLeadsDownMoreSteeplyThanAgainstTheGradient() throws {
        let sweep = try Problem<Double>(NeuronCase.all[0], .init(features: 2, samples: 20, hasBias: false)).sweep()
        var point = sweep.zero
        point.values = [0.5, -1]
        let gradient = try sweep.lossGradient(at: point).gradient.values
        let length = (gradient[0] * gradient[0] + gradient[1] * gradient[1]).squareRoot()
        let step = 0x1p-17
        for (cosine, sine) in [(1.0, 0.0), (0.8, 0.6), (0.6, -0.8), (0, 1), (-0.28, 0.96), (-0.96, -0.28), (-1, 0)] {
            // The gradient's direction, turned by α.
            let v = [
                (cosine * gradient[0] - sine * gradient[1]) / length,
                (sine * gradient[0] + cosine * gradient[1]) / length,
            ]
            func loss(_ t: Double) throws -> Double {
                var moved = point
                for i in 0..<2 { moved.values[i] += t * v[i] }
                return try sweep.loss(at: moved)
            }
            let slope = (try loss(step) - loss(-step)) / (2 * step)
            #expect((slope - length * cosine).magnitude < 1e-9, "cos α = \(cosine)")
            #expect(slope >= -length - 1e-9)
        }
    }

    /// ℓ = w² is a linear neuron at x = 1, y = 0: a step makes (1 − 2η) w of w.
    @Test func aStepThatIsTooLongLeavesTheLinearRegime() throws {
        let layer = try Layer(neuron: .linear(.squared), weights: [2.0], bias: nil)
        #expect(try layer.derivation([1], target: 0, rate: 1).steps[0].before.gradient[0] == 4)
        for (rate, expected) in [(0.125, 1.5), (0.5, 0), (0.75, -1), (1, -2), (1.25, -3)] {
            let step = try layer.derivation([1], target: 0, rate: rate).steps[0]
            #expect(step.after.parameters[0] == expected && step.after.loss == expected * expected)
            // The tangent promises a loss that is lower by η‖∇‖² and is right for short steps only.
            let promised = 4 - rate * 16
            #expect((step.after.loss - promised) == 4 * rate * rate * 4)
        }
    }

    /// The same steps from the sum and from the mean where η_sum = η_mean / m.
    @Test(arguments: NeuronCase.classical)
    func theRateOfASumIsThatOfTheMeanDividedByTheSamples(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(samples: 16))
        let mean = try problem.sweep(), sum = try problem.sweep(risk: .sum)
        var left = problem.point, right = problem.point
        for _ in 0..<10 {
            let a = try mean.lossGradient(at: left).gradient.values, b = try sum.lossGradient(at: right).gradient.values
            for i in a.indices {
                left.values[i] -= 0.125 * a[i]
                right.values[i] -= 0.125 / 16 * b[i]
            }
            for (a, b) in zip(left.values, right.values) { #expect((a - b).magnitude < 1e-13) }
        }
    }

    /// For y = 1 the size of σ's residual with half squared error is ŷ(1−ŷ)²: it grows with the error up to 2/3, where it is
    /// 4/27, and shrinks beyond. That of cross-entropy is the error.
    @Test func aLargerErrorIsALargerGradientOnlyWhereNothingSaturates() throws {
        func output(_ neuron: some Neuron, _ z: Double) throws -> Derivation.Output {
            let layer = try Layer(neuron: neuron, weights: [z], bias: nil)
            return try layer.derivation([1], target: 1, rate: 1).steps[0].before.samples[0].outputs[0]
        }
        let top = -0.69314718055994531  // −ln 2, where ŷ = 1/3
        #expect((try output(.sigmoid, top).errorTerm - 4.0 / 27).magnitude < 1e-15)
        var previous = (squared: 1.0, crossEntropy: 0.0)
        for z in stride(from: top, through: -40, by: -0.5) {
            let squared = try output(.sigmoid, z), crossEntropy = try output(.logistic, z)
            #expect(squared.errorTerm < previous.squared && crossEntropy.errorTerm >= previous.crossEntropy)
            #expect(crossEntropy.errorTerm == crossEntropy.error)
            previous = (squared.errorTerm, crossEntropy.errorTerm)
        }
        #expect(previous.squared < 1e-17)
        let dead = try output(.relu, -5)
        #expect(dead.error == 1 && dead.loss == 0.5 && dead.residual == 0)
    }

    /// Along any line the logistic risk has no point above its chord. σ with squared error does.
    @Test func logisticRiskIsConvexAndSquaredErrorOfASigmoidIsNot() throws {
        var generator = SplitMix64(seed: 5)
        func bulge(_ instance: NeuronCase) throws -> Double {
            let sweep = try Problem<Double>(instance, .init(features: 2, samples: 10)).sweep()
            return try (0..<200).map { _ in
                var ends = [sweep.zero, sweep.zero, sweep.zero]
                for i in sweep.zero.values.indices {
                    ends[0].values[i] = generator.number(in: -20...20)
                    ends[2].values[i] = generator.number(in: -20...20)
                    ends[1].values[i] = (ends[0].values[i] + ends[2].values[i]) / 2
                }
                let losses = try ends.map { try sweep.loss(at: $0) }
                return losses[1] - (losses[0] + losses[2]) / 2
            }.max()!
        }
        #expect(try bulge(NeuronCase("logistic", .logistic)) <= 1e-14)
        #expect(try bulge(NeuronCase("sigmoid", .sigmoid)) > 0.01)
    }

    /// (ŷ − y)(x, 1) for both: they differ in what ŷ is.
    @Test func perceptronAndLogisticRegressionShareTheirGradient() throws {
        let x = [2.0, -1, 0.5]
        func check(_ neuron: some Neuron) throws {
            for target in [0.0, 1] {
                let layer = try Layer(neuron: neuron, weights: [0.5, 1, -0.25], bias: 0.125)
                let sample = try layer.derivation(x, target: target, rate: 1).steps[0].before.samples[0]
                let error = try layer.predict(x) - target
                for (found, factor) in zip(sample.gradient.values, x + [1]) {
                    #expect((found - error * factor).magnitude < 1e-15)
                }
            }
        }
        try check(.perceptron)
        try check(.logistic)
    }
}
