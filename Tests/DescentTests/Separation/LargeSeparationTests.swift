import DescentAlgebra
import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit

/// Many samples: few passes, the same verdict for any number of threads and any kind of source.
@Suite struct LargeSeparationTests {
    struct Planted: Sendable {
        var data: [Double]
        var targets: [Double]
        let features: Int
        let plane: [Double]

        /// Samples on both sides of a plane through a point that is not the origin, none nearer to it than a gap.
        init(samples: Int, features: Int, gap: Double, seed: UInt64) {
            var generator = SplitMix64(seed: seed)
            let plane = (0..<features).map { _ in generator.number() }
            data = []
            targets = []
            data.reserveCapacity(samples * features)
            while targets.count < samples {
                let x = (0..<features).map { _ in generator.number() }
                let distance = zip(x, plane).reduce(-0.3) { $0 + $1.0 * $1.1 }
                if distance.magnitude < gap { continue }
                data += x
                targets.append(distance > 0 ? 1 : 0)
            }
            self.features = features
            self.plane = plane
        }

        func dataset<T: Scalar>(_: T.Type = T.self, layout: Matrix<T>.Layout = .sampleMajor) throws -> Dataset<T> {
            var values = data.map { T($0) }
            if layout == .featureMajor {
                for j in targets.indices {
                    for i in 0..<features { values[i * targets.count + j] = T(data[j * features + i]) }
                }
            }
            return try Dataset(
                Matrix(rows: features, columns: targets.count, layout: layout, values), targets: targets.map { T($0) })
        }
    }

    #if DEBUG
        static let samples = 20_000
    #else
        static let samples = 100_000
    #endif

    private func run<T: Scalar>(
        _ data: Dataset<T>, suspecting: Parameters? = nil, threads: Int = 2, atMost passes: Int, _ name: String
    ) throws -> Separation {
        let search = try SeparationSearch(data, kind: .twoClasses, hasBias: true, threads: threads)
        let verdict = try search.verdict(suspecting: suspecting)
        #expect(search.passes <= passes, "\(name)")
        return verdict
    }

    /// Separated by a narrow gap; then one sample is on the other side.
    @Test func plantedSeparationAndOneSampleAgainstIt() throws {
        var planted = Planted(samples: Self.samples, features: 20, gap: 0.01, seed: 1)
        let data = try planted.dataset(Double.self)
        let verdict = try run(data, atMost: 40, "separated")
        guard case .complete(let direction) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        for threads in [1, 3] { #expect(try run(data, threads: threads, atMost: 40, "threads") == verdict) }
        let again = try run(data, suspecting: direction, atMost: 1, "suspected")
        guard case .complete = again else {
            Issue.record("\(again)")
            return
        }
        for layout in [Matrix<Float>.Layout.sampleMajor, .featureMajor] {
            guard case .complete = try run(planted.dataset(Float.self, layout: layout), atMost: 40, "Float") else {
                Issue.record("single precision")
                return
            }
        }
        // Against the plane, and deep on the wrong side.
        let wrong = Self.samples / 2
        for i in 0..<planted.features { planted.data[wrong * planted.features + i] = planted.plane[i] }
        planted.targets[wrong] = 0
        #expect(try run(planted.dataset(Double.self), atMost: 40, "one sample overlaps") == .none)
        #expect(
            try run(planted.dataset(Double.self), suspecting: direction, atMost: 40, "one overlaps, suspected") == .none
        )
        #expect(try run(planted.dataset(Float.self, layout: .featureMajor), atMost: 40, "one overlaps, Float") == .none)
    }

    /// One feature that is 1 for three samples of one class, among noise.
    @Test func aRareFeature() throws {
        var planted = Planted(samples: Self.samples, features: 20, gap: 0, seed: 2)
        var generator = SplitMix64(seed: 3)
        for j in planted.targets.indices {
            planted.targets[j] = generator.next() % 3 == 0 ? 1 : 0
            planted.data[j * 20 + 7] = 0
        }
        let rare = [11, Self.samples / 3, Self.samples - 1]
        for j in rare { (planted.targets[j], planted.data[j * 20 + 7]) = (0, 1) }
        let verdict = try run(planted.dataset(Double.self), atMost: 40, "a rare feature")
        guard case .quasiComplete(let infinity) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(infinity.coefficients == [.init(place: .weight(feature: 7, output: 0), sign: .minus)])
        #expect(infinity.remaining.count == Self.samples - 3)
        #expect(Set(infinity.remaining).isDisjoint(with: rare))
        #expect(try run(planted.dataset(Double.self), threads: 1, atMost: 40, "a rare feature, 1 thread") == verdict)
    }

    @Test func noiseOverlapsInFewPasses() throws {
        var planted = Planted(samples: Self.samples, features: 20, gap: 0, seed: 4)
        var generator = SplitMix64(seed: 5)
        for j in planted.targets.indices where generator.next() % 10 == 0 {
            planted.targets[j] = 1 - planted.targets[j]
        }
        #expect(try run(planted.dataset(Double.self), atMost: 12, "a tenth overlaps") == .none)
    }

    /// Class 1 once in all.
    @Test func aRareClass() throws {
        var planted = Planted(samples: Self.samples, features: 5, gap: 0, seed: 6)
        for j in planted.targets.indices { planted.targets[j] = j == 17 ? 1 : 0 }
        for i in 0..<5 { planted.data[17 * 5 + i] = 0 }
        #expect(try run(planted.dataset(Double.self), atMost: 12, "a rare class within") == .none)
        for i in 0..<5 { planted.data[17 * 5 + i] = 1 }
        let verdict = try run(planted.dataset(Double.self), atMost: 12, "a rare class at a corner")
        if case .complete = verdict { return }
        Issue.record("\(verdict)")
    }
}
