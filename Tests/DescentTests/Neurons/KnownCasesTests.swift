import Descent
import TestSupport
import Testing

/// Cases small enough to follow with a pencil, and their certified answers.
@Suite struct KnownCasesTests {
    /// The σ neuron with half squared error, without bias: x = (0.1, 0.3), y = 0.2, w = (−0.8, 0.5).
    @Test func theSigmoidNeuronStepByStep() throws {
        let X = try Matrix<Double>(samples: [[0.1, 0.3]])
        let layer = try Layer(neuron: .sigmoid, weights: [-0.8, 0.5], bias: nil)

        let z = try layer.forward(X)
        #expect(ulps(z[0, 0], 0.07) <= 4)
        let prediction = try layer.predict(X)[0, 0]
        #expect(ulps(prediction, 0.51749285766638972) <= 4)
        #expect(ulps(0.2 - prediction, -0.31749285766638974) <= 4)

        let slope = prediction * (1 - prediction)
        // σ′(0.07) = 0.249693999930663430… in 40-digit arithmetic.
        #expect(ulps(slope, 0.24969399993066343) <= 4)
        let Y = try Matrix<Double>(rows: 1, columns: 1, [0.2])
        let residual = try layer.residuals(z, Y)[0, 0]
        #expect(ulps(-residual, -0.07927606158013764) <= 4)

        let (gW, _) = try layer.gradient(X, [0.2])
        let rate = 0.5
        #expect(ulps(-rate * gW[0, 0], -0.0039638030790068825) <= 4)
        #expect(ulps(-rate * gW[1, 0], -0.0118914092370206474) <= 4)
    }

    @Test func theSweepGivesTheSameStep() throws {
        let data = try Dataset(try Matrix<Double>(samples: [[0.1, 0.3]]), targets: [0.2])
        let sweep = try Sweep(data, neuron: .sigmoid, hasBias: false)
        var point = sweep.zero
        point.values = [-0.8, 0.5]
        let result = try sweep.lossGradient(at: point)
        #expect(ulps(-0.5 * result.gradient[0], -0.0039638030790068825) <= 4)
        #expect(ulps(-0.5 * result.gradient[1], -0.0118914092370206474) <= 4)
        #expect(ulps(result.loss, 0.5 * 0.31749285766638974 * 0.31749285766638974) <= 4)
    }

    /// One sample: the gradient is −(y−ŷ)(x₁, …, x_n, 1).
    @Test func logisticGradientOfOneSample() throws {
        let x = [0.5, -1.25, 2], w = [0.25, 0.5, -0.125], b = 0.375
        let layer = try Layer(neuron: .logistic, weights: w, bias: b)
        let prediction = try layer.predict(x)
        // z = 0.125 − 0.625 − 0.25 + 0.375 = −0.375, exactly; σ(−0.375) = 0.40733340004593024….
        #expect(ulps(prediction, 0.40733340004593024) <= 4)
        for y in [0.0, 1, 0.25] {
            let (gW, gb) = try layer.gradient(Matrix(samples: [x]), [y])
            for i in 0..<3 { #expect(ulps(gW[i, 0], -(y - prediction) * x[i]) <= 4) }
            #expect(ulps(gb[0], -(y - prediction)) <= 4)
        }
    }

    /// Two features, four samples, every intermediate value by hand: at w = 0 and b = 0 all predictions are ½.
    @Test func logisticGradientByHand() throws {
        let X = try Matrix<Double>(samples: [[1, 2], [3, -1], [0, 4], [-2, 1]])
        let y = [1.0, 0, 1, 0]
        let layer = try Layer(neuron: .logistic, weights: [0, 0], bias: 0)
        #expect(try layer.forward(X).values == [0, 0, 0, 0])
        #expect(try layer.predict(X).values == [0.5, 0.5, 0.5, 0.5])
        let R = try layer.residuals(layer.forward(X), Matrix(rows: 1, columns: 4, y))
        #expect(R.values == [-0.5, 0.5, -0.5, 0.5])
        // Σ r x₁ = −0.5 + 1.5 − 0 − 1 = 0; Σ r x₂ = −1 − 0.5 − 2 + 0.5 = −3; Σ r = 0.
        let (gW, gb) = try layer.gradient(X, y)
        #expect(gW.values == [0, -0.75] && gb == [0])

        let sweep = try Sweep(Dataset(X, targets: y), neuron: .logistic)
        let result = try sweep.lossGradient(at: sweep.zero)
        #expect(result.gradient.values == [0, -0.75, 0])
        #expect(ulps(result.loss, 0.69314718055994531) <= 4)
        // The Hessian at 0 is ¼ of the mean of (x, 1)(x, 1)ᵀ.
        let H = try sweep.hessian(at: sweep.zero)
        #expect(H.values == [14, -3, 2, -3, 22, 6, 2, 6, 4].map { $0 / 16 })
    }

    /// ReLU with `squared`: 2/m Σ e x over samples with z > 0, m counting all; nothing at z = 0 exactly.
    @Test func reluCountsDeadSamplesInTheMean() throws {
        let X = try Matrix<Double>(samples: [[1], [2], [-1], [0]])
        let y = [3.0, 1, 5, 7]
        // w = 1, b = 0: z = (1, 2, −1, 0); errors of the living two: −2 and 1.
        let sweep = try Sweep(Dataset(X, targets: y), neuron: .relu(.squared))
        var point = sweep.zero
        point[0] = 1
        let result = try sweep.lossGradient(at: point)
        let weight: Double = 2.0 / 4 * (-2 * 1 + 1 * 2), bias: Double = 2.0 / 4 * (-2 + 1)
        #expect(result.gradient.values == [weight, bias])
        #expect(result.loss == Double(4 + 1 + 25 + 49) / 4)
        let half = try Sweep(Dataset(X, targets: y), neuron: .relu).lossGradient(at: point)
        #expect(half.gradient.values == result.gradient.values.map { $0 / 2 } && half.loss == result.loss / 2)
    }

    /// Linear: 1/m Σ (wx+b−y) x.
    @Test func linearGradient() throws {
        let X = try Matrix<Double>(samples: [[1], [2], [3]])
        let layer = try Layer(neuron: .linear, weights: [2], bias: 1)
        // Errors of predictions 3, 5, 7 from 3, 6, 5: 0, −1, 2.
        let (gW, gb) = try layer.gradient(X, [3, 6, 5])
        #expect(ulps(gW[0, 0], 4.0 / 3) <= 4 && ulps(gb[0], 1.0 / 3) <= 4)
    }

    /// Perceptron: the classical update adds (y−ŷ)(x, 1) for a mistake and nothing otherwise.
    @Test func perceptronUpdate() throws {
        let x = [2.0, -1]
        // z = 2w₁ − w₂ + b; a score of 0 is class 1.
        let cases: [(weights: [Double], bias: Double, y: Double, update: Double)] = [
            ([1, 1], 0, 1, 0), ([1, 1], 0, 0, -1), ([-1, 1], 0, 1, 1), ([-1, 1], 0, 0, 0), ([0, 0], 0, 1, 0),
            ([0, 0], 0, 0, -1),
        ]
        for (weights, bias, y, update) in cases {
            let layer = try Layer(neuron: .perceptron, weights: weights, bias: bias)
            let (gW, gb) = try layer.gradient(Matrix(samples: [x]), [y])
            #expect([-gW[0, 0], -gW[1, 0], -gb[0]] == [update * 2, update * -1, update])
        }
    }

    /// Poisson at w = 0, b = ln 2: predictions 2; residuals 2 − y.
    @Test func poissonGradient() throws {
        let layer = try Layer(neuron: .poisson, weights: [0], bias: 0.69314718055994531)
        let (gW, gb) = try layer.gradient(Matrix(samples: [[1], [3]]), [0, 5])
        // (2−0)·1 + (2−5)·3 = −7 and 2 − 3 = −1, halved.
        #expect(ulps(gW[0, 0], -3.5) <= 8 && ulps(gb[0], -0.5) <= 16)
    }

    /// Softmax of two classes is logistic regression on the difference of the scores.
    @Test func softmaxOfTwoIsLogistic() throws {
        let problem = Problem<Double>(NeuronCase.all[0], .init(samples: 50))
        let labels = problem.targets.values.map { $0 > 0.5 ? 1 : 0 }
        let soft = try Sweep(Dataset(problem.X, classes: labels, of: 2), neuron: .softmax(classes: 2))
        var point = soft.zero
        for i in 0..<problem.features { point[i, 1] = problem.point[i] }
        point.setBias(problem.point.bias(), output: 1)
        let result = try soft.lossGradient(at: point)
        let logistic = try Sweep(Dataset(problem.X, targets: labels.map(Double.init)), neuron: .logistic)
        let expected = try logistic.lossGradient(at: problem.point)
        #expect(ulps(result.loss, expected.loss) <= 16)
        for i in 0..<problem.features {
            #expect((result.gradient[i, 1] - expected.gradient[i]).magnitude < 1e-15)
            #expect((result.gradient[i, 0] + expected.gradient[i]).magnitude < 1e-15)
        }
    }

    /// Without features that matter, softmax at 0 predicts 1/K and the gradient of a bias is 1/K − the class's share.
    @Test func softmaxAtZero() throws {
        let data = try Dataset(Matrix<Double>(rows: 1, columns: 6), classes: [0, 1, 1, 2, 2, 2], of: 3)
        let sweep = try Sweep(data, neuron: .softmax(classes: 3))
        let result = try sweep.lossGradient(at: sweep.zero)
        #expect(ulps(result.loss, 1.0986122886681098) <= 4)
        for (k, share) in [1.0 / 6, 2.0 / 6, 3.0 / 6].enumerated() {
            #expect((result.gradient.bias(k) - (1.0 / 3 - share)).magnitude < 1e-16)
        }
    }
}
