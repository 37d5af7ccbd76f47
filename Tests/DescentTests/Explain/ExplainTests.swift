import Descent
import TestSupport
import Testing

/// A derivation's values are those of the library, and every one follows from the others.
@Suite struct ExplainTests {
    @Test(arguments: NeuronCase.all)
    func theGradientIsThatOfTheSweepAndOfTheLayer(_ instance: NeuronCase) throws {
        for (samples, hasBias) in [(1, true), (1, false), (7, true)] {
            let problem = Problem<Double>(instance, .init(samples: samples, hasBias: hasBias))
            let layer = try Self.layer(problem)
            let pass = try layer.derivation(problem.X, targets: problem.targets, rate: 0.1).steps[0].before
            let found = try problem.sweep().lossGradient(at: problem.point)
            // Sums of 7 terms in another order.
            #expect((pass.loss - found.loss).magnitude <= 1e-14 * max(1, found.loss))
            for (a, b) in zip(pass.gradient.values, found.gradient.values) { #expect((a - b).magnitude < 1e-14) }
            let (gW, _) = try layer.gradient(problem.X, problem.targets)
            for k in 0..<problem.outputs {
                for i in 0..<problem.features { #expect((pass.gradient[i, k] - gW[i, k]).magnitude < 1e-14) }
            }
        }
    }

    @Test(arguments: NeuronCase.all)
    func everyValueFollowsFromTheOthers(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(samples: 7))
        let derivation = try Self.layer(problem).derivation(problem.X, targets: problem.targets, rate: 0.25, steps: 2)
        for step in derivation.steps {
            for sample in step.before.samples {
                #expect(sample.loss == sample.outputs.reduce(0) { $0 + $1.loss })
                for (k, output) in sample.outputs.enumerated() {
                    #expect(output.error == output.target - output.prediction && output.errorTerm == -output.residual)
                    if let product = output.product {
                        // ŷ has lost at most three digits of 1 − ŷ at scores of a few units.
                        #expect((product - output.residual).magnitude <= 1e-12 * max(1, output.residual.magnitude))
                    }
                    for (i, x) in sample.features.enumerated() {
                        #expect(sample.gradient[i, k] == output.residual * x)
                    }
                    #expect(sample.gradient.bias(k) == output.residual)
                }
            }
            for i in step.change.values.indices {
                let sum = step.before.samples.reduce(0) { $0 + $1.gradient.values[i] }
                #expect(step.before.gradient.values[i] == sum / 7)
                #expect(step.change.values[i] == -0.25 * step.before.gradient.values[i])
                #expect(step.after.parameters.values[i] == step.before.parameters.values[i] + step.change.values[i])
            }
        }
        #expect(derivation.steps[0].after.loss == derivation.steps[1].before.loss)
        // Every neuron whose loss is a function of ŷ has the whole chain.
        let hasChain = !["perceptron", NeuronCase.user.label].contains(instance.label)
        let outputs = derivation.steps[0].before.samples.flatMap(\.outputs)
        #expect(outputs.allSatisfy { ($0.product != nil) == hasChain })
    }

    @Test(arguments: NeuronCase.all)
    func stepsAreThoseOfADescentBySweeps(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(samples: 7)), sweep = try problem.sweep()
        let layer = try Self.layer(problem), rate = 0.02
        let derivation = try layer.derivation(problem.X, targets: problem.targets, rate: rate, steps: 20)
        #expect(derivation.steps.count == 20)
        var point = problem.point
        for step in derivation.steps {
            let here = try sweep.lossGradient(at: point)
            #expect((step.before.loss - here.loss).magnitude <= 1e-13 * max(1, here.loss))
            for i in point.values.indices { point.values[i] -= rate * here.gradient.values[i] }
            for (a, b) in zip(step.after.parameters.values, point.values) { #expect((a - b).magnitude < 1e-13) }
        }
    }

    @Test func aLayerInFloatIsExplainedInDouble() throws {
        let layer = try Layer<Float>(neuron: .logistic, weights: [0.5, -0.25], bias: 1)
        let same = try Layer<Double>(neuron: .logistic, weights: [0.5, -0.25], bias: 1)
        let found = try layer.derivation([1, 2], target: 1, rate: 0.5)
        #expect(try same.explain([1, 2], target: 1, rate: 0.5) == "\(found)")
    }

    @Test func badInputIsRefused() throws {
        let layer = try Layer(neuron: .logistic, weights: [1.0, 2], bias: 0)
        func message(_ body: () throws(DescentError) -> Derivation) -> String {
            do throws(DescentError) { _ = try body() } catch { return error.description }
            return "nothing thrown"
        }
        func explain(_ x: [Double], _ y: Double = 1, rate: Double = 0.5, steps: Int = 1) -> String {
            message { () throws(DescentError) in try layer.derivation(x, target: y, rate: rate, steps: steps) }
        }
        #expect(explain([1]) == "input: 1 feature where 2 are needed")
        #expect(explain([]) == "input: 0 features where 2 are needed")
        #expect(explain([1, .nan]) == "features: feature 1 of sample 0 is nan")
        #expect(explain([1, 2], .infinity) == "targets: output 0 of sample 0 is inf")
        #expect(
            explain([1, 2], 2)
                == "targets: output 0 of sample 0 is 2.0, but the logistic neuron needs a number from 0 to 1")
        for rate in [0, -1, .nan, .infinity] {
            #expect(explain([1, 2], rate: rate) == "the rate is \(rate), but must be a finite number above 0")
        }
        for steps in [0, -1] {
            #expect(explain([1, 2], steps: steps) == "the number of steps is \(steps), but must be at least 1")
        }
        let none = try Matrix<Double>(rows: 2, columns: 0), one = try Matrix<Double>(samples: [[1, 2]])
        #expect(
            message { () throws(DescentError) in try layer.derivation(none, targets: [], rate: 0.5) }
                == "the data has no samples; at least 1 is needed")
        #expect(
            message { () throws(DescentError) in try layer.derivation(one, targets: [1, 0], rate: 0.5) }
                == "targets: 2 samples where 1 is needed")
        let soft = try Layer(neuron: .softmax(classes: 2), weights: Matrix<Double>(rows: 2, columns: 2), bias: nil)
        for (target, reason) in [(0.5, "needs a class index"), (2, "numbered 0 to 1"), (-1, "numbered 0 to 1")] {
            let found = message { () throws(DescentError) in try soft.derivation([1, 2], target: target, rate: 1) }
            #expect(found.contains(reason))
        }
        let three = try Layer(neuron: .linear, weights: Matrix<Double>(rows: 2, columns: 3), bias: nil)
        #expect(
            message { () throws(DescentError) in try three.derivation([1, 2], target: 1, rate: 1) }
                == "targets: 1 output where 3 are needed")
    }

    @Test func tooLargeIsAnOverflow() throws {
        func fails(_ neuron: some Neuron, _ x: Double, rate: Double, steps: Int = 1) -> String {
            do throws(DescentError) {
                _ = try Layer(neuron: neuron, weights: [1.0], bias: 0).derivation(
                    [x], target: 1, rate: rate, steps: steps)
            } catch { return error.description }
            return "nothing thrown"
        }
        #expect(fails(.poisson, 800, rate: 1).hasPrefix("loss at sample 0: larger"))
        #expect(fails(.linear, 1e200, rate: 1).hasPrefix("loss at sample 0: larger"))
        #expect(fails(.linear, 10, rate: 1e300).hasPrefix("loss at sample 0: larger"))
        // Each step multiplies the error by −99.
        #expect(fails(.linear, 10, rate: 1, steps: 1000).hasPrefix("loss at sample 0: larger"))
    }

    static func layer(_ problem: Problem<Double>, scaled scale: Double = 1) throws -> Layer<Double> {
        var point = problem.point
        for i in point.values.indices { point.values[i] *= scale }
        func make(_ neuron: some Neuron) throws -> Layer<Double> { try Layer(neuron: neuron, parameters: point) }
        return try make(problem.instance.neuron)
    }
}
