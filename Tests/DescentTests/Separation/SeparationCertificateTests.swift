import DescentAlgebra
import Synchronization
import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSweep

/// Verdicts come with their proof, which is checked here against the designs, apart from the search.
@Suite struct SeparationCertificateTests {
    /// Positive multipliers of samples whose signed vectors sum to zero, in what the earlier faces leave, prove that all
    /// directions vanish on these; and the direction is strictly positive on all others.
    @Test func facesAndDirectionProveTheVerdict() throws {
        for (seed, design) in SeparationDesign.all.enumerated().filter({ $0.offset % 2 == 0 }) {
            let search = try SeparationSearch(
                design.data(Double.self), kind: .twoClasses, hasBias: design.hasBias, threads: 1)
            guard case .decided(let direction, let strict, _) = try search.run() else {
                Issue.record("seed \(seed) is undecided")
                continue
            }
            // Signed samples in plain numbers: whole ones, with the bias's 1 last.
            func signed(_ sample: Int) -> [Double] {
                let sign: Double = design.targets[sample] == 0 ? -1 : 1
                return (design.samples[sample] + (design.hasBias ? [1] : [])).map { sign * $0 }
            }
            var fixed = Subspace(dimension: search.coordinates.dimension, tolerance: 0x1p-40)
            for face in search.faces {
                for row in face.rows {
                    #expect(row.x == design.samples[row.sample])
                    #expect(design.weights[row.sample] > 0)
                    #expect(
                        row.condition.isEquality
                            == !(design.targets[row.sample] == 0 || design.targets[row.sample] == 1))
                }
                let vectors = face.rows.map(search.coordinates.vector)
                if face.multipliers.isEmpty {
                    for row in face.rows { #expect(row.condition.isEquality) }
                } else {
                    #expect(face.multipliers.allSatisfy { $0 > 0 })
                    var sum = [DoubleDouble](zeros: fixed.dimension)
                    for (vector, multiplier) in zip(vectors, face.multipliers) {
                        let outside = fixed.outside(vector)
                        sum.add(DoubleDouble(multiplier / outside.norm.high), outside)
                    }
                    #expect(sum.norm.high < 1e-13, "seed \(seed)")
                }
                fixed.extend(by: vectors)
            }
            let size = direction.norm.high
            var positive = 0
            for sample in design.samples.indices where design.weights[sample] > 0 {
                let condition = Recession.twoClasses.condition(0, target: design.targets[sample])
                let vector = search.coordinates.vector(
                    RecessionRow(sample: sample, condition: condition, x: design.samples[sample]))
                let margin = vector.dot(direction).high
                if condition.isEquality || fixed.direction(outside: vector) == nil {
                    #expect(margin.magnitude <= 1e-13 * size * vector.norm.high, "seed \(seed)")
                } else {
                    positive += 1
                    #expect(margin > 1e-13 * size * vector.norm.high, "seed \(seed)")
                }
            }
            #expect(positive == strict || (fixed.isWhole && positive == 0), "seed \(seed)")
            // The direction in the features' own coordinates.
            let letter = design.truth.first
            guard letter != "N", case let verdict = try search.verdict(suspecting: nil) else { continue }
            let parameters: Parameters? =
                switch verdict {
                case .complete(let direction): direction
                case .quasiComplete(let infinity): infinity.direction
                default: nil
                }
            let values = try #require(parameters).values
            for sample in design.samples.indices where design.weights[sample] > 0 {
                let products = zip(signed(sample), values).map { $0 * $1 }
                #expect(products.reduce(0, +) >= -1e-13 * products.reduce(0) { $0 + $1.magnitude }, "seed \(seed)")
            }
        }
    }

    /// Classes on both sides of a plane that no axis shows, so far apart; then one more sample over the middle of the other
    /// class, so far beyond it.
    @Test(arguments: [1e-3, 1e-6, 1e-9, 1e-11]) func narrowGapsAreToldFromNarrowOverlaps(_ width: Double) throws {
        var generator = SplitMix64(seed: 5)
        var targets = (0..<60).map { $0 % 2 == 0 ? 1.0 : 0 }
        var samples = targets.map { target in
            let x = [generator.number(), generator.number()]
            return x + [x[0] + 2 * x[1] + (target == 1 ? width : -width)]
        }
        func verdict() throws -> Separation {
            try Separation.test(Dataset(Matrix(samples: samples), targets: targets), neuron: .logistic, threads: 1)
        }
        guard case .complete = try verdict() else {
            Issue.record("a gap of \(2 * width) is not seen")
            return
        }
        samples.append([0, 0, 2 * width])
        targets.append(0)
        let overlap = try verdict()
        #expect(overlap == .none)
    }

    /// The end of the passes is an answer of its own, and a source's failure comes through.
    @Test func whatStopsATestIsSaid() throws {
        let source = SourceTests.source(), targets = (0..<source.sampleCount).map { Double($0 % 2) }
        let data = try Dataset(source, targets: targets)
        let separated = try Dataset(source, targets: targets.indices.map { source.values[$0 * 30] > 127 ? 1.0 : 0 })
        let search = try SeparationSearch(separated, kind: .twoClasses, hasBias: true, threads: 2, passLimit: 1)
        let stopped = try search.verdict(suspecting: nil)
        #expect(stopped == .undecided(because: .passes(1)))
        let verdict = try Separation.test(data, neuron: .logistic)
        #expect(verdict == .none)
        let failing = SwitchedSource(source: source)
        let other = try Dataset(failing, targets: targets)
        failing.isBroken.store(true, ordering: .relaxed)
        #expect {
            try Separation.test(other, neuron: .logistic)
        } throws: { error in
            if case DescentError.source = error { true } else { false }
        }
    }

    /// A source that can be read once.
    final class SwitchedSource: SampleSource {
        let source: SourceTests.Bytes
        let isBroken = Atomic<Bool>(false)
        init(source: SourceTests.Bytes) { self.source = source }
        var featureCount: Int { source.featureCount }
        var sampleCount: Int { source.sampleCount }
        var layout: Matrix<Double>.Layout { .sampleMajor }
        var needsStaging: Bool { true }

        func tile(_ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>) throws -> SampleBlock<Double> {
            if isBroken.load(ordering: .relaxed) { throw SourceTests.Bytes.Unreadable() }
            return try source.tile(range, into: staging)
        }
    }

    /// 106 bits against whole numbers whose products have more than 53.
    @Test func twofoldArithmeticKeepsWholeNumbers() {
        var generator = SplitMix64(seed: 9)
        for _ in 0..<1000 {
            let a = Int(generator.next() >> 14), b = Int(generator.next() >> 14), c = Int(generator.next() >> 40) + 1
            let product = DoubleDouble(Double(a)) * DoubleDouble(Double(b))
            let (high, low) = a.multipliedFullWidth(by: b)
            // The 100 bits of the product, from both ends.
            let expected =
                DoubleDouble(sum: Double(high) * 0x1p64, 0) + DoubleDouble(Double(low >> 32)) * DoubleDouble(0x1p32)
                + DoubleDouble(Double(low & 0xFFFF_FFFF))
            #expect((product - expected).high == 0)
            let back = (product / DoubleDouble(Double(c))) * DoubleDouble(Double(c)) - product
            #expect(back.high.magnitude <= 0x1p-100 * product.high)
            let root = product.squareRoot
            #expect((root * root - product).high.magnitude <= 0x1p-98 * product.high)
        }
    }
}
