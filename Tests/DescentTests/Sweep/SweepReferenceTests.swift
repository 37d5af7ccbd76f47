import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// A sweep computes what the definition says: every neuron × precision × layout × weights × offsets × bias, in one read
/// of X and in two.
@Suite struct SweepReferenceTests {
    @Test(arguments: NeuronCase.all)
    func lossAndGradientMatchThePlainLoop(_ instance: NeuronCase) throws {
        for variant in Variant.all {
            for widestFused in [nil, 0] {
                try check(Double.self, instance, variant, widestFused)
                try check(Float.self, instance, variant, widestFused)
            }
        }
    }

    private func check<T: Scalar>(
        _ type: T.Type, _ instance: NeuronCase, _ variant: Variant, _ widestFused: Int?
    ) throws {
        let problem = Problem<T>(instance, variant.options())
        let sweep = try problem.sweep(threads: 2, widestFused: widestFused)
        let result = try sweep.lossGradient(at: problem.point)
        let expected = problem.reference()
        // A score is a sum of n rounded products; the factor covers the slopes of the losses at scores of a few units.
        let tolerance = Double(T.ulpOfOne) * Double(problem.features + 4) * 32
        #expect((result.loss - expected.loss).magnitude <= tolerance * expected.lossSize, "\(variant), \(T.self)")
        for index in result.gradient.values.indices {
            let error = (result.gradient.values[index] - expected.gradient.values[index]).magnitude
            #expect(error <= tolerance * expected.gradientSize.values[index], "\(variant), \(T.self), \(index)")
        }
        #expect(try sweep.loss(at: problem.point) == result.loss, "the loss alone has the same bits")
    }

    /// The combinations of options that a sweep treats differently.
    struct Variant: CustomStringConvertible {
        let features: Int
        let samples: Int
        let isFeatureMajor: Bool
        let hasWeights: Bool
        let hasOffsets: Bool
        let hasBias: Bool

        static let all: [Variant] = [(1, 1), (3, 17), (9, 130)].flatMap { features, samples in
            (0..<16).map { bits in
                Variant(
                    features: features, samples: samples, isFeatureMajor: bits & 1 != 0,
                    hasWeights: bits & 2 != 0, hasOffsets: bits & 4 != 0, hasBias: bits & 8 == 0)
            }
        }

        func options<T>() -> Problem<T>.Options {
            Problem<T>.Options(
                features: features, samples: samples, layout: isFeatureMajor ? .featureMajor : .sampleMajor,
                hasWeights: hasWeights, hasOffsets: hasOffsets, hasBias: hasBias, seed: UInt64(features))
        }

        var description: String {
            "\(features)×\(samples)" + (isFeatureMajor ? ", feature-major" : "") + (hasWeights ? ", weights" : "")
                + (hasOffsets ? ", offsets" : "") + (hasBias ? "" : ", no bias")
        }
    }

    @Test(arguments: NeuronCase.classical)
    func aSumIsTheMeanTimesTheWeight(_ instance: NeuronCase) throws {
        let problem = Problem<Double>(instance, .init(hasWeights: true))
        let mean = try problem.sweep(risk: .mean).lossGradient(at: problem.point)
        let sum = try problem.sweep(risk: .sum).lossGradient(at: problem.point)
        #expect(isClose(sum.loss, mean.loss * problem.totalWeight))
        for (left, right) in zip(sum.gradient.values, mean.gradient.values) {
            #expect(isClose(left, right * problem.totalWeight))
        }
    }

    @Test(arguments: NeuronCase.classical)
    func aWeightOfTwoIsTwoEqualSamples(_ instance: NeuronCase) throws {
        let once = Problem<Double>(instance, .init(samples: 12))
        let doubled = try Matrix(
            samples: (0..<24).map { sample in once.X[columns: sample / 2..<sample / 2 + 1].values })
        let targets = (0..<24).flatMap { once.targets[columns: $0 / 2..<$0 / 2 + 1].values }
        let rows = try Matrix(rows: once.targets.rows, columns: 24, targets)
        let weighted: Dataset<Double>, repeated: Dataset<Double>
        let twos = [Double](repeating: 2, count: 12)
        if instance.isSoftmax {
            weighted = try Dataset(
                once.X, classes: once.targets.values.map { Int($0) }, of: once.outputs, weights: twos)
            repeated = try Dataset(doubled, classes: targets.map { Int($0) }, of: once.outputs)
        } else {
            weighted = try Dataset(once.X, targets: once.targets, weights: twos)
            repeated = try Dataset(doubled, targets: rows)
        }
        func gradient(_ data: Dataset<Double>, _ neuron: some Neuron) throws -> Evaluation {
            try Sweep(data, neuron: neuron, risk: .sum).lossGradient(at: once.point)
        }
        let left = try gradient(weighted, instance.neuron), right = try gradient(repeated, instance.neuron)
        #expect(isClose(left.loss, right.loss))
        for (a, b) in zip(left.gradient.values, right.gradient.values) { #expect(isClose(a, b)) }
    }

    @Test(arguments: NeuronCase.classical)
    func columnRangesAndLayoutsAgree(_ instance: NeuronCase) throws {
        let whole = Problem<Double>(instance, .init(samples: 40))
        let range = 7..<31
        let view = whole.X[columns: range], targets = whole.targets[columns: range]
        let copies: [Matrix<Double>] = [
            view, try Matrix(rows: view.rows, columns: view.columns, view.values),
            try Matrix(rows: view.rows, columns: view.columns, layout: .featureMajor, view.transposed.values),
        ]
        func gradient(_ X: Matrix<Double>, _ neuron: some Neuron) throws -> Evaluation {
            let data =
                instance.isSoftmax
                ? try Dataset(X, classes: targets.values.map { Int($0) }, of: whole.outputs)
                : try Dataset(X, targets: targets)
            return try Sweep(data, neuron: neuron).lossGradient(at: whole.point)
        }
        let results = try copies.map { try gradient($0, instance.neuron) }
        #expect(results[0] == results[1], "a view has the bits of its copy")
        #expect(isClose(results[0].loss, results[2].loss))
        for (a, b) in zip(results[0].gradient.values, results[2].gradient.values) { #expect(isClose(a, b)) }
    }

    /// To 64 ulp of the larger one, or of 1: sums of few terms of size 1.
    private func isClose(_ a: Double, _ b: Double) -> Bool {
        (a - b).magnitude <= 64 * Double.ulpOfOne * max(1, a.magnitude, b.magnitude)
    }
}
