import DescentAlgebra
import TestSupport
import Testing

import Descent
@testable import DescentFit

/// Many features, where a fit shows the way: the same verdicts, in a number of passes that does not grow with the data.
@Suite struct WideSeparationTests {
    /// Noise of which some may be planted, with classes that a plane and chance decide.
    struct Design {
        var data: [Double]
        var targets: [Double]
        let features: Int

        /// - Parameter flips: out of ten targets so many are against the plane.
        init(_ features: Int, _ samples: Int, flips: UInt64, seed: UInt64 = 1) {
            var generator = SplitMix64(seed: seed)
            let plane = (0..<features).map { _ in generator.number() }
            self.features = features
            data = [Double](repeating: 0, count: features * samples)
            targets = []
            targets.reserveCapacity(samples)
            for j in 0..<samples {
                var distance = -0.3
                for i in 0..<features {
                    let x = generator.number()
                    data[j * features + i] = x
                    distance += x * plane[i]
                }
                let isFlipped = generator.next() % 10 < flips
                targets.append((distance > 0) != isFlipped ? 1 : 0)
            }
        }

        subscript(feature: Int, sample: Int) -> Double {
            get { data[sample * features + feature] }
            set { data[sample * features + feature] = newValue }
        }

        /// Feature 3 is constant, 9 a combination of two before it, 11 a copy of 10.
        mutating func addCollinearFeatures() {
            for j in targets.indices {
                self[3, j] = 5
                self[9, j] = 2 * self[8, j] - self[7, j]
                self[11, j] = self[10, j]
            }
        }

        func dataset<T: Scalar>(_: T.Type = T.self, weights: [Double]? = nil) throws -> Dataset<T> {
            try Dataset(
                Matrix(rows: features, columns: targets.count, data.map { T($0) }), targets: targets.map { T($0) },
                weights: weights?.map { T($0) })
        }
    }

    private func run<T: Scalar>(
        _ data: Dataset<T>, kind: Recession = .twoClasses, hasBias: Bool = true, threads: Int = 2,
        atMost passes: Int, _ name: Comment
    ) throws -> Separation {
        let search = try SeparationSearch(data, kind: kind, hasBias: hasBias, threads: threads)
        let verdict = try search.verdict(suspecting: nil)
        #expect(search.passes <= passes, name)
        return verdict
    }

    private func expectComplete(_ verdict: Separation, _ design: Design, _ name: Comment) {
        guard case .complete(let direction) = verdict else {
            Issue.record("\(verdict)", severity: .error)
            return
        }
        for j in design.targets.indices {
            let score = (0..<design.features).reduce(direction.bias()) { $0 + direction[$1] * design[$1, j] }
            #expect((score > 0) == (design.targets[j] == 1), name)
        }
    }

    #if DEBUG
        static let size = (features: 200, samples: 1000)
    #else
        static let size = (features: 784, samples: 3000)
    #endif

    @Test func completeSeparation() throws {
        var design = Design(Self.size.features, Self.size.samples, flips: 0)
        let verdict = try run(design.dataset(Double.self), atMost: 60, "complete")
        expectComplete(verdict, design, "complete")
        for threads in [1, 7] {
            #expect(try run(design.dataset(Double.self), threads: threads, atMost: 60, "threads") == verdict)
        }
        design.addCollinearFeatures()
        expectComplete(try run(design.dataset(Double.self), atMost: 60, "collinear"), design, "collinear")
    }

    /// All samples of one class, fewer samples than features, a feature alone.
    @Test func cornersOfTheDomain() throws {
        var single = Design(100, 300, flips: 3)
        single.targets = single.targets.map { _ in 1 }
        expectComplete(try run(single.dataset(Double.self), atMost: 20, "one class"), single, "one class")
        single.targets = single.targets.map { _ in 0 }
        expectComplete(try run(single.dataset(Double.self), atMost: 20, "one class"), single, "one class")
        let few = Design(100, 60, flips: 5)
        expectComplete(try run(few.dataset(Double.self), atMost: 20, "few samples"), few, "few samples")
        // Two equal samples of both classes are all that remains of few.
        var contradicted = Design(80, 30, flips: 5)
        for i in 0..<80 { contradicted[i, 21] = contradicted[i, 4] }
        (contradicted.targets[4], contradicted.targets[21]) = (0, 1)
        guard case .quasiComplete(let infinity) = try run(contradicted.dataset(Double.self), atMost: 100, "few") else {
            Issue.record("few samples that contradict", severity: .error)
            return
        }
        #expect(infinity.remaining == [4, 21])
        var lone = Design(1, 50, flips: 0)
        expectComplete(try run(lone.dataset(Double.self), atMost: 20, "one feature"), lone, "one feature")
        lone.targets[7] = 1 - lone.targets[7]
        #expect(try run(lone.dataset(Double.self), atMost: 20, "one feature overlaps") == .none)
    }

    #if !DEBUG
        @Test func largeDataTakeFewPasses() throws {
            #expect(try run(Design(2000, 20_000, flips: 3).dataset(Double.self), atMost: 40, "2000") == .none)
            #expect(try run(Design(28, 1_000_000, flips: 3).dataset(Double.self), atMost: 10, "28") == .none)
        }
    #endif
}
