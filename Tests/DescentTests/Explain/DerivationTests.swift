import Descent
import TestSupport
import Testing

/// What a derivation prints can be computed again from what it prints.
@Suite struct DerivationTests {
    @Test(arguments: NeuronCase.all, [1.0, 60])
    func everyLineCanBeComputedAgain(_ instance: NeuronCase, _ scale: Double) throws {
        // With 60-fold weights many a σ rounds to 0 or 1. An exponential would overflow.
        let scale = instance.label.hasPrefix("exp") || instance.label == "poisson" ? min(scale, 5) : scale
        let problem = Problem<Double>(instance, .init(features: 3, samples: 4))
        let derivation = try ExplainTests.layer(problem, scaled: scale).derivation(
            problem.X, targets: problem.targets, rate: 1e-3, steps: 2)
        check(derivation, atLeast: 4 * 6 * 3)
    }

    @Test(arguments: NeuronCase.all.filter { $0.outputs == 1 || $0.isSoftmax }, [-800.0, -40, 0, 20, 800])
    func farOut(_ instance: NeuronCase, _ score: Double) throws {
        let isExponential = instance.label.hasPrefix("exp") || instance.label == "poisson"
        guard !isExponential || score < 100 else { return }
        var weights = Parameters(features: 1, outputs: instance.outputs, hasBias: false)
        weights[0] = score
        func layer(_ neuron: some Neuron) throws -> Layer<Double> { try Layer(neuron: neuron, parameters: weights) }
        for target in [0.0, 1] {
            check(try layer(instance.neuron).derivation([1], target: target, rate: 0.125), atLeast: 6)
        }
    }

    private func check(_ derivation: Derivation, atLeast minimum: Int) {
        var count = 0
        for line in "\(derivation)".split(separator: "\n") where line.hasPrefix("    ") {
            let parts = line.components(separatedBy: " = ")
            guard parts.count > 2, let found = Calculator.value(of: parts[parts.count - 2]) else { continue }
            count += 1
            guard let printed = Calculator.value(of: parts[parts.count - 1]) else {
                Issue.record("no result: \(line)")
                continue
            }
            let isSame = found == printed || found.isNaN && printed.isNaN
            #expect(isSame || (found - printed).magnitude <= 1.001 * Self.unit(of: printed), "\(line): \(found)")
        }
        #expect(count >= minimum, "\(derivation)")
    }

    /// One in the sixth digit.
    private static func unit(of value: Double) -> Double {
        Reference.power(10, (Reference.logarithm(value.magnitude) / Reference.logarithm(10)).rounded(.down) - 5)
    }

    /// The documentation's example.
    @Test func theKnownCasePrints() throws {
        let layer = try Layer(neuron: .sigmoid, weights: [-0.8, 0.5], bias: nil)
        let derivation = try layer.derivation([0.1, 0.3], target: 0.2, rate: 0.5)
        #expect(
            "\(derivation)" == """
                sigmoid neuron, η = 0.5
                step 1
                    z        = w₁ · x₁ + w₂ · x₂ = −0.8 · 0.1 + 0.5 · 0.3 = 0.07
                    ŷ        = 1 ÷ (1 + e^(−z)) = 1 ÷ (1 + e^(−0.07)) = 0.517493
                    ℓ        = ½ · (ŷ − y)² = ½ · (0.517493 − 0.2)² = 0.0504009
                    ∂z/∂w₁   = x₁ = 0.1
                    ∂z/∂w₂   = x₂ = 0.3
                    y − ŷ    = 0.2 − 0.517493 = −0.317493
                    ∂ℓ/∂ŷ    = ŷ − y = 0.517493 − 0.2 = 0.317493
                    ∂ŷ/∂z    = ŷ · (1 − ŷ) = 0.517493 · (1 − 0.517493) = 0.249694
                    ∂ℓ/∂z    = ∂ℓ/∂ŷ · ∂ŷ/∂z = 0.317493 · 0.249694 = 0.0792761
                    ∂ℓ/∂z    = (ŷ − y) · ŷ · (1 − ŷ) = (0.517493 − 0.2) · 0.517493 · (1 − 0.517493) = 0.0792761
                    δ        = −∂ℓ/∂z = −0.0792761
                    ∂ℓ/∂w₁   = ∂ℓ/∂z · x₁ = 0.0792761 · 0.1 = 0.00792761
                    ∂ℓ/∂w₂   = ∂ℓ/∂z · x₂ = 0.0792761 · 0.3 = 0.0237828
                  the step
                    Δw₁      = −η · ∂ℓ/∂w₁ = −0.5 · 0.00792761 = −0.0039638
                    w₁ + Δw₁ = −0.8 + (−0.0039638) = −0.803964
                    Δw₂      = −η · ∂ℓ/∂w₂ = −0.5 · 0.0237828 = −0.0118914
                    w₂ + Δw₂ = 0.5 + (−0.0118914) = 0.488109
                after the step
                    z        = w₁ · x₁ + w₂ · x₂ = −0.8039638 · 0.1 + 0.4881086 · 0.3 = 0.0660362
                    ŷ        = 1 ÷ (1 + e^(−z)) = 1 ÷ (1 + e^(−0.0660362)) = 0.516503
                    ℓ        = ½ · (ŷ − y)² = ½ · (0.516503 − 0.2)² = 0.0500871
                """)
    }

    /// ŷ rounds to 1, so cross-entropy's ∂ℓ/∂ŷ is infinite; the fused form is exact.
    @Test func whereTheFactorsSaturateItSaysWhyTheFusedFormIsUsed() throws {
        let layer = try Layer(neuron: .logistic, weights: [40.0], bias: nil)
        let wrong = try layer.derivation([1], target: 0, rate: 0.5),
            output = wrong.steps[0].before.samples[0].outputs[0]
        #expect(output.lossByPrediction == .infinity && output.residual == 1 && output.loss == 40)
        let text = "\(wrong)"
        #expect(text.contains("(1 − 0) ÷ (1 − 1) − 0 ÷ 1 = ∞\n"))
        #expect(
            text.contains(
                """
                    ∂ℓ/∂z    = ∂ℓ/∂ŷ · ∂ŷ/∂z = ∞ · 4.24835e−18 = ∞
                      rounding has taken the digits; the fused form:
                    ∂ℓ/∂z    = ŷ − y = 1 − 0 = 1

                """))
        let right = try layer.derivation([1], target: 1, rate: 0.5)
        #expect(right.steps[0].before.samples[0].outputs[0].lossByPrediction?.isNaN == true)
        #expect("\(right)".contains("0 · ∞ has no value; the fused form:\n    ∂ℓ/∂z    = ŷ − y = 1 − 1 = 0\n"))
        #expect("\(right)".contains("= −4.24835e−18\n    δ "))
        // Overflow: e^800 is not a Double, and the largest score is taken from all.
        let soft = try Layer(neuron: .softmax(classes: 2), weights: Matrix(rows: 1, columns: 2, [800.0, 0]), bias: nil)
        let overflown = "\(try soft.derivation([1], target: 1, rate: 0.5))"
        #expect(overflown.contains("= e^(z₀ − z₀) ÷ (e^(z₀ − z₀) + e^(z₁ − z₀)) ="))
    }

    /// A pair of activation and cost that has a neuron of its own is explained as that neuron is.
    @Test func pairsWithANameAreThoseNeurons() throws {
        func lines(_ neuron: some Neuron) throws -> Substring {
            let text =
                "\(try Layer(neuron: neuron, weights: [0.5, -2], bias: 0.25).derivation([1, 1.5], target: 1, rate: 0.5))"
            return text.drop { $0 != "\n" }
        }
        #expect(try lines(Composed(.sigmoid, .crossEntropy)) == lines(.logistic))
        #expect(try lines(Composed(.identity, .squared)) == lines(.linear(.squared)))
        #expect(try lines(Composed(.relu, .halfSquared)) == lines(.relu))
        #expect(try lines(Composed(.sigmoid, .squared)) == lines(.sigmoid(.squared)))
    }

    @Test func longListsAreCutShort() throws {
        let X = try Matrix<Double>(rows: 100, columns: 50, [Double](repeating: 0.5, count: 5000))
        let layer = try Layer(neuron: .linear, weights: [Double](repeating: 0.25, count: 100), bias: 0)
        let targets = [Double](repeating: 13.5, count: 50)
        let text = "\(try layer.derivation(X, targets: targets, rate: 0.03125, steps: 20))"
        #expect(text.split(separator: "\n").count < 800)
        for part in ["= w · x + b = 12.5\n", "… 89 more\n", "… 46 more\n", "… 16 more\n", "= 1/m Σ ℓ = 0.5\n"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func namesOfSeveralOutputsAndOfALossOfTheScore() throws {
        let two = try Layer(neuron: .logistic, weights: Matrix(rows: 1, columns: 2, [1.0, 2]), bias: [3, 4])
        let Y = try Matrix<Double>(rows: 2, columns: 1, [1, 0])
        let text = "\(try two.derivation(Matrix(samples: [[1]]), targets: Y, rate: 0.5))"
        for part in [
            "z₁           = w₁,₁ · x₁ + b₁ = 2 · 1 + 4 = 6\n", "ℓ            = ℓ₀ + ℓ₁ = ", "∂zₖ/∂wₖ,₁    = x₁ = 1\n",
            "w₁,₁ + Δw₁,₁ = ",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        let step = try Layer(neuron: .perceptron, weights: [1.0], bias: 0).derivation([1], target: 0, rate: 0.5)
        let remark = "The loss is a function of the score, not of ŷ.\n"
        #expect("\(step)".contains(remark + "    ∂ℓ/∂z    = ŷ − y = 1 − 0 = 1\n"))
    }
}

extension Substring {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
