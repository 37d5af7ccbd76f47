import DescentAlgebra
import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit

/// The verdict on generated designs, whose truth is known by exact arithmetic, and laws that it obeys.
@Suite struct SeparationDesignTests {
    /// Every verdict, sign, collinear place and number of remaining samples of 1000 designs, in both precisions and layouts.
    @Test func truthIsFound() throws {
        #expect(SeparationDesign.all.count == 1000)
        for (seed, design) in SeparationDesign.all.enumerated() {
            let layout: Matrix<Double>.Layout = seed % 2 == 0 ? .sampleMajor : .featureMajor
            try expect(design, design.data(Double.self, layout: layout), "seed \(seed)")
            guard seed % 5 == 0 else { continue }
            try expect(design, design.data(Float.self, layout: seed % 2 == 0 ? .featureMajor : .sampleMajor), "\(seed)")
        }
    }

    private func expect<T: Scalar>(
        _ design: SeparationDesign, _ data: Dataset<T>, suspecting suspect: Parameters? = nil, _ comment: Comment
    ) throws {
        let verdict = try Separation.test(
            data, neuron: .logistic, hasBias: design.hasBias, suspecting: suspect, threads: 1)
        #expect(design.letters(verdict) == design.truth, comment)
    }

    /// A feature times 2^k has its coefficient divided by that, and nothing else happens.
    @Test(arguments: [-300, -30, 30, 300]) func scalesDoNotMatter(_ exponent: Int) throws {
        for (seed, var design) in SeparationDesign.all.enumerated().filter({ $0.offset % 8 == 0 }) {
            let scales = (0..<design.features).map { feature in
                Double(
                    sign: .plus, exponent: (feature + seed) % 3 == 0 ? exponent : exponent / (feature + 2),
                    significand: 1)
            }
            for i in design.samples.indices {
                for j in scales.indices { design.samples[i][j] *= scales[j] }
            }
            try expect(design, design.data(Double.self), "seed \(seed)")
        }
    }

    /// Tenths are not representable, so samples that were on a plane are beside it by a rounding.
    @Test func tenthsAreAsGoodAsWholeNumbers() throws {
        for (seed, var design) in SeparationDesign.all.enumerated().filter({ $0.offset % 2 == 1 }) {
            for i in design.samples.indices {
                for j in design.samples[i].indices { design.samples[i][j] *= 0.1 }
            }
            try expect(design, design.data(Double.self), "seed \(seed)")
        }
    }

    @Test func orderOffsetsAndSuspicionsDoNotMatter() throws {
        var generator = SplitMix64(seed: 11)
        for (seed, var design) in SeparationDesign.all.enumerated().filter({ $0.offset % 4 == 1 }) {
            let order = design.samples.indices.shuffled(using: &generator)
            design.samples = order.map { design.samples[$0] }
            design.targets = order.map { design.targets[$0] }
            design.weights = order.map { design.weights[$0] }
            let data = try Dataset(
                Matrix(samples: design.samples), targets: design.targets, weights: design.weights,
                offsets: order.map { _ in 100 * generator.number() }, threads: 1)
            var suspect = Parameters(features: design.features, hasBias: design.hasBias)
            for i in suspect.values.indices { suspect.values[i] = 1000 * generator.number() }
            try expect(design, data, suspecting: suspect, "seed \(seed)")
        }
    }

    /// A weight of k is k samples; which of them remain is counted otherwise.
    @Test func weightsAreRepetitions() throws {
        for (seed, design) in SeparationDesign.all.enumerated() where design.weights.contains(where: { $0 != 1 }) {
            var repeated = design
            let order = design.samples.indices.flatMap { [Int](repeating: $0, count: Int(design.weights[$0])) }
            repeated.samples = order.map { design.samples[$0] }
            repeated.targets = order.map { design.targets[$0] }
            repeated.weights = order.map { _ in 1 }
            let verdict = try Separation.test(
                repeated.data(Double.self), neuron: .logistic, hasBias: design.hasBias, threads: 1)
            // The letters without the count.
            let coefficients = design.features + (design.hasBias ? 1 : 0)
            #expect(
                repeated.letters(verdict).prefix(1 + coefficients) == design.truth.prefix(1 + coefficients),
                "seed \(seed)")
            if case .quasiComplete(let infinity) = verdict {
                #expect(
                    Set(infinity.remaining.map { order[$0] }).count == Int(design.truth.dropFirst(1 + coefficients)),
                    "seed \(seed)")
            }
        }
    }

    /// The more samples, the fewer directions: what is satisfied strictly without the last sample is what it was, or less.
    @Test func anotherSampleOnlyTakesAway() throws {
        func remaining(_ verdict: Separation, of samples: Int) -> Set<Int> {
            switch verdict {
            case .complete: []
            case .quasiComplete(let infinity): Set(infinity.remaining)
            default: Set(0..<samples)
            }
        }
        for (seed, design) in SeparationDesign.all.enumerated() where design.weights.allSatisfy({ $0 == 1 }) {
            guard seed % 3 == 0 else { continue }
            var fewer = design
            fewer.samples.removeLast()
            fewer.targets.removeLast()
            fewer.weights.removeLast()
            func left(_ design: SeparationDesign) throws -> Set<Int> {
                remaining(
                    try Separation.test(
                        design.data(Double.self), neuron: .logistic, hasBias: design.hasBias, threads: 1),
                    of: design.samples.count)
            }
            #expect(try left(fewer).isSubset(of: try left(design)), "seed \(seed)")
        }
    }
}
