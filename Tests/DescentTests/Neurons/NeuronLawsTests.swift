import Testing
import TestSupport

import Descent
@testable import DescentSweep

/// Laws that every neuron obeys on single scores, in both precisions.
@Suite struct NeuronLawsTests {
    @Test(arguments: NeuronCase.all)
    func aPerfectPredictionHasNoGradient(_ instance: NeuronCase) throws {
        // The hinge and the perceptron ask for a side, not for a value, and a softmax reaches a vertex only at infinity.
        guard !instance.isSoftmax, instance.neuron.domain != .binary else { return }
        try check(Double.self)
        try check(Float.self)

        func check<T: Scalar>(_ type: T.Type) throws {
            for score in [T(0.25), 0.5, 1.5] {
                let scores = [T](repeating: score, count: instance.outputs)
                let prediction = Self.predictions(instance.neuron, scores)
                let result = Problem<T>(instance).pointwise(scores, prediction)
                for residual in result.residuals {
                    #expect(residual.magnitude <= 2 * Double(T.ulpOfOne) * max(1, Double(prediction[0])))
                }
            }
        }
    }

    @Test(arguments: NeuronCase.all)
    func curvatureIsTheDifferenceOfTheResidual(_ instance: NeuronCase) {
        guard instance.isSmooth, !instance.isSoftmax else { return }
        var generator = SplitMix64(seed: 7)
        let problem = Problem<Double>(instance)
        for _ in 0..<50 {
            let z = Double.random(in: -3...3, using: &generator)
            let y = (0..<instance.outputs).map { _ in instance.target(using: &generator) }
            let step = 0x1p-17
            func residual(_ z: Double) -> Double {
                problem.pointwise([Double](repeating: z, count: instance.outputs), y).residuals[0]
            }
            let exact = problem.pointwise(
                [Double](repeating: z, count: instance.outputs), y, order: .exactCurvature
            ).curvatures[0]
            let difference = (residual(z + step) - residual(z - step)) / (2 * step)
            #expect((difference - exact).magnitude <= 1e-8 * max(1, exact.magnitude), "z = \(z), y = \(y)")
        }
    }

    @Test(arguments: [
        (Activation.sigmoid, Cost.crossEntropy, AnyNeuron(Logistic())),
        (.identity, .halfSquared, AnyNeuron(Linear())), (.identity, .squared, AnyNeuron(Linear(.squared))),
        (.relu, .halfSquared, AnyNeuron(ReLU())), (.relu, .squared, AnyNeuron(ReLU(.squared))),
        (.sigmoid, .halfSquared, AnyNeuron(Sigmoid())), (.sigmoid, .squared, AnyNeuron(Sigmoid(.squared))),
    ])
    func fusedIsTheChainRule(_ activation: Activation, _ cost: Cost, _ fused: AnyNeuron) throws {
        let chain = NeuronCase("chain", ChainRule(activation, cost)), direct = NeuronCase("fused", fused.neuron)
        for order in [Pointwise<Double>.Order.exactCurvature, .gaussNewton] {
            for z in stride(from: -30.0, through: 30, by: 0.37) {
                for y in [0, 0.25, 1] {
                    let left = Problem<Double>(chain).pointwise([z], [y], order: order)
                    let right = Problem<Double>(direct).pointwise([z], [y], order: order)
                    guard left.losses[0].isFinite, left.residuals[0].isFinite else { continue }
                    // The chain rule loses what 1 − ŷ loses: e^|z| ulp, up to all digits of a tiny result.
                    let tolerance = 8 * Double.ulpOfOne * max(1, 1 / max((1 - Self.sigma(z.magnitude)), 1e-300))
                    let size = max(1, z.magnitude)
                    #expect((left.losses[0] - right.losses[0]).magnitude <= tolerance * size)
                    #expect((left.residuals[0] - right.residuals[0]).magnitude <= tolerance * size)
                    if cost != .crossEntropy || order == .exactCurvature && z.magnitude < 15 {
                        #expect(
                            (left.curvatures[0] - right.curvatures[0]).magnitude <= tolerance * tolerance.squareRoot()
                                + 1e-9)
                    }
                }
            }
        }
    }

    @Test(arguments: [Double(800), 1e300, -800, -1e300])
    func hugeScoresStayFinite(_ z: Double) throws {
        for neuron: any Neuron in [Logistic(), Perceptron()] {
            for y in [0.0, 1] {
                let result = Problem<Double>(Self.named(neuron)).pointwise([z], [y])
                #expect(result.losses[0].isFinite && result.residuals[0].isFinite && result.curvatures[0].isFinite)
                let isRight = (z > 0) == (y == 1)
                #expect(result.losses[0] == (isRight ? 0 : z.magnitude), "\(neuron.name)")
                #expect(result.residuals[0] == (isRight ? 0 : z > 0 ? 1 : -1))
            }
        }
        let soft = try NeuronCase("softmax", Softmax(classes: 3))
        let result = Problem<Double>(soft).pointwise([z, 0, 0], [0])
        #expect(z > 0 ? result.losses[0] == 0 : result.losses[0] >= z.magnitude)
        #expect(result.residuals.allSatisfy { $0.isFinite } && result.residuals.reduce(0, +).magnitude < 1e-15)
    }

    @Test func hugeFloatScoresStayFinite() {
        for z: Float in [1e38, -1e38] {
            for y: Float in [0, 1] {
                let result = Problem<Float>(NeuronCase.all[0]).pointwise([z], [y])
                #expect(result.losses[0] == ((z > 0) == (y == 1) ? 0 : Double(z.magnitude)))
                #expect(result.residuals[0].isFinite)
            }
        }
    }

    @Test func everyPairOfActivationAndCostIsLegalOrRefusedWithAReason() {
        let everywhere = ["halfSquared", "squared", "absolute", "huber(delta: 1.0)"]
        let legal: [Activation: [String]] = [
            .identity: everywhere + ["hinge"], .sigmoid: everywhere + ["crossEntropy"], .relu: everywhere,
            .tanh: everywhere + ["hinge"], .exp: everywhere, .step: [],
        ]
        for activation in Activation.allCases {
            for cost in Cost.kinds {
                let isListed = legal[activation]!.contains(cost.name)
                do throws(DescentError) {
                    _ = try Composed(activation, cost)
                    #expect(activation != .step && cost != .crossEntropy || isListed)
                } catch {
                    #expect(!isListed, "\(activation.name) \(cost.name)")
                    #expect(error.description.contains(cost.name))
                }
            }
        }
        for delta in [0, -1, 1e-31, 1e31, .nan, .infinity] {
            expectIllegal("huber's delta", delta) { try Composed(.identity, .huber(delta: delta)) }
        }
    }

    static func predictions<T: Scalar>(_ neuron: some Neuron, _ scores: [T]) -> [T] {
        var result = scores
        scores.withUnsafeBufferPointer { z in
            result.withUnsafeMutableBufferPointer { p in
                neuron.predict(
                    ScoreTile(count: z.count, stride: z.count, scores: z.baseAddress!, predictions: p.baseAddress!))
            }
        }
        return result
    }

    static func named(_ neuron: some Neuron) -> NeuronCase { NeuronCase(neuron.name, neuron) }
    static func sigma(_ z: Double) -> Double { predictions(Logistic(), [z])[0] }
}

/// A neuron as a test's argument.
struct AnyNeuron: Sendable, CustomTestStringConvertible {
    let neuron: any Neuron
    init(_ neuron: some Neuron) { self.neuron = neuron }
    var testDescription: String { neuron.name }
}
