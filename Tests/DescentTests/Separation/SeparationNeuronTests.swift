import DescentAlgebra
import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSweep

/// Neurons other than the logistic one: each is that one in disguise, on the same designs or on stacked ones.
@Suite struct SeparationNeuronTests {
    private static let designs = SeparationDesign.all.enumerated().filter { $0.offset % 4 == 2 }.map(\.element)

    private func test(
        _ design: SeparationDesign, _ targets: [Double], _ neuron: some Neuron
    ) throws -> Separation {
        try Separation.test(
            Dataset(Matrix(samples: design.samples), targets: targets, weights: design.weights, threads: 1),
            neuron: neuron, hasBias: design.hasBias, threads: 1)
    }

    @Test func perceptronAndComposedNeuronsSeparateAsTheLogisticOneDoes() throws {
        for design in Self.designs where design.targets.allSatisfy({ $0 == 0 || $0 == 1 }) {
            let perceptron = try test(design, design.targets, .perceptron)
            #expect(design.letters(perceptron) == design.truth)
            let composed = try test(design, design.targets, Composed(.sigmoid, .crossEntropy))
            #expect(design.letters(composed) == design.truth)
        }
    }

    /// A count of 0 is a class at −∞; any other count fixes its score, as a target between 0 and 1 does.
    @Test func countsAreZeroOrFixed() throws {
        for design in Self.designs {
            let counts = design.targets.map { $0 == 0 ? 0.0 : 1 + 8 * $0 }
            let classes = design.targets.map { $0 == 0 ? 0 : 0.5 }
            let verdict = try test(design, counts, .poisson), reference = try test(design, classes, .logistic)
            #expect(verdict == reference)
        }
    }

    @Test func twoClassesOfASoftmaxAreThoseOfALogisticNeuron() throws {
        for design in Self.designs where design.targets.allSatisfy({ $0 == 0 || $0 == 1 }) {
            let verdict = try Separation.test(
                Dataset(
                    Matrix(samples: design.samples), classes: design.targets.map { Int($0) }, of: 2,
                    weights: design.weights, threads: 1), neuron: .softmax(classes: 2), hasBias: design.hasBias,
                threads: 1)
            guard case .quasiComplete(let infinity) = verdict else {
                #expect(design.letters(verdict) == design.truth)
                continue
            }
            guard case .quasiComplete(let logistic) = try test(design, design.targets, .logistic) else {
                Issue.record("the logistic neuron disagrees")
                continue
            }
            #expect(infinity.coefficients.map(\.sign) == logistic.coefficients.map(\.sign))
            #expect(infinity.remaining == logistic.remaining)
            #expect(infinity.collinear.count == logistic.collinear.count)
        }
    }

    /// z_y − z_k ≥ 0 is a condition on a vector with x in the place of class y and −x in that of k: a logistic design
    /// without a bias, of which all targets are 1. Class 0 has no place.
    @Test(arguments: [3, 4]) func classesAreAStackedDesign(_ classes: Int) throws {
        var kinds: Set<String> = []
        for seed in 0..<120 {
            var generator = SplitMix64(seed: UInt64(seed))
            func below(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
            let n = 1 + below(3), m = 3 + below(12), hasBias = below(3) > 0, reach = 1 + below(4)
            let samples = (0..<m).map { _ in (0..<n).map { _ in Double(below(2 * reach + 1) - reach) } }
            let planes = (0..<classes).map { _ in (0...n).map { _ in below(5) - 2 } }
            let labels = samples.map { x in
                let scores = planes.map { plane in
                    zip(x, plane).reduce(hasBias ? Double(plane[n]) : 0) { $0 + $1.0 * Double($1.1) }
                }
                return below(20) == 0 ? below(classes) : scores.firstIndex(of: scores.max()!)!
            }
            let width = n + (hasBias ? 1 : 0)
            var stacked: [[Double]] = []
            for (x, label) in zip(samples, labels) {
                for other in 0..<classes where other != label {
                    var row = [Double](repeating: 0, count: width * (classes - 1))
                    for (i, value) in (hasBias ? [1] + x : x).enumerated() {
                        if label > 0 { row[(label - 1) * width + i] += value }
                        if other > 0 { row[(other - 1) * width + i] -= value }
                    }
                    stacked.append(row)
                }
            }
            let verdict = try Separation.test(
                Dataset(Matrix(samples: samples), classes: labels, of: classes, threads: 1),
                neuron: .softmax(classes: classes), hasBias: hasBias, threads: 1)
            let expected = try Separation.test(
                Dataset(Matrix(samples: stacked), targets: stacked.map { _ in 1 }, threads: 1), neuron: .logistic,
                hasBias: false, threads: 1)
            switch (verdict, expected) {
            case (.none, .none): kinds.insert("none")
            case (.complete(let direction), .complete):
                kinds.insert("complete")
                for (x, label) in zip(samples, labels) {
                    let scores = (0..<classes).map { k in
                        x.indices.reduce(direction.bias(k)) { $0 + x[$1] * direction[$1, k] }
                    }
                    #expect(scores.indices.allSatisfy { $0 == label || scores[$0] < scores[label] })
                }
            case (.quasiComplete(let infinity), .quasiComplete(let reference)):
                kinds.insert("quasi")
                func index(_ place: Separation.Coefficient.Place) -> Int {
                    switch place {
                    case .bias(let output): (output - 1) * width
                    case .weight(let feature, let output): (output - 1) * width + feature + (hasBias ? 1 : 0)
                    }
                }
                func number(_ place: Separation.Coefficient.Place) -> Int {
                    if case .weight(let feature, _) = place { feature } else { -1 }
                }
                #expect(
                    infinity.coefficients.map { index($0.place) } == reference.coefficients.map { number($0.place) })
                #expect(infinity.coefficients.map(\.sign) == reference.coefficients.map(\.sign))
                #expect(infinity.collinear.map(index) == reference.collinear.map(number))
                #expect(
                    infinity.remaining
                        == samples.indices.filter { sample in
                            (0..<classes - 1).contains {
                                reference.remaining.contains(sample * (classes - 1) + $0)
                            }
                        })
            default: Issue.record("seed \(seed): \(verdict) where the stacked design says \(expected)")
            }
        }
        #expect(kinds.count == 3)
    }

    @Test func eachOutputHasItsOwnVerdict() throws {
        let targets = try Matrix<Double>(samples: [[0, 0], [0, 1], [1, 0], [1, 1]])
        let data = try Dataset(Matrix<Double>(samples: [[-2], [-1], [1], [2]]), targets: targets)
        guard case .complete(let direction) = try Separation.test(data, neuron: .logistic) else {
            Issue.record("output 0 is separated")
            return
        }
        #expect(direction[0] > 0)
        let other = try Separation.test(data, neuron: .logistic, output: 1)
        #expect(other == .none)
        expectIllegal("output", 2) { try Separation.test(data, neuron: .logistic, output: 2) }
        expectIllegal("the neuron of a test of separation", "linear") { try Separation.test(data, neuron: .linear) }
        #expect(throws: DescentError.mismatch(.parameters, .values, expected: 2, found: 3)) {
            try Separation.test(data, neuron: .logistic, suspecting: Parameters(features: 2))
        }
    }
}
