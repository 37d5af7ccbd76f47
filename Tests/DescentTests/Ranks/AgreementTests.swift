import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// What is wrong on one rank ends all, with one first cause; nobody reads what is not his, and nobody waits for ever.
@Suite struct AgreementTests {
    /// Samples that cannot be read, and a record of those that were asked for.
    private final class Watched: SampleSource, @unchecked Sendable {
        let X: Matrix<Double>
        let broken: Range<Int>
        private let lock = Guarded<Set<Int>>([])

        init(_ X: Matrix<Double>, broken: Range<Int> = 0..<0) {
            (self.X, self.broken) = (X, broken)
        }

        struct Broken: Error {}
        var featureCount: Int { X.rows }
        var sampleCount: Int { X.columns }
        var layout: Matrix<Double>.Layout { .sampleMajor }
        var needsStaging: Bool { false }
        var seen: Set<Int> { lock.withLock { $0 } }

        func tile(_ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>) throws -> SampleBlock<Double> {
            if range.overlaps(broken) { throw Broken() }
            lock.withLock { $0.formUnion(range) }
            return try X.tile(range, into: staging)
        }
    }

    private let data: RankedData<Double>
    init() throws { data = try RankedData(features: 24, samples: 60_000) }

    @Test(arguments: [2, 3, 5]) func nobodyReadsWhatIsNotHis(_ count: Int) throws {
        let data = data
        let seen = try ThreadRanks.run(count) { ranks in
            let source = Watched(data.X)
            _ = try data.binary(source, across: ranks).fit(neuron: .logistic)
            return source.seen
        }.map { try $0.get() }
        #expect(seen.reduce(into: Set()) { $0.formUnion($1) }.count == data.X.columns)
        // What is computed decides how large its chunks are, and a rank reads to the end of its last one: 2 MB at most.
        let chunk = (2 << 20) / (24 * 8)
        for (rank, samples) in seen.enumerated() {
            #expect(samples.min()! >= rank * data.X.columns / count)
            #expect(samples.max()! < (rank + 1) * data.X.columns / count + chunk)
        }
    }

    /// The first of two broken places is everybody's error, and no model comes of it.
    @Test func aBrokenPlaceEndsAll() throws {
        let data = data
        let results = ThreadRanks.run(4) { ranks in
            // Each rank sees another break, of which the one of rank 1 comes first.
            let broken = [0..<0, 25_000..<25_001, 40_000..<40_001, 50_000..<50_001][ranks.rank]
            return try data.binary(Watched(data.X, broken: broken), across: ranks)
        }
        for result in results {
            let error = #expect(throws: DescentError.self) { try result.get() }
            guard case .failed(1, let message) = error, message.contains("could not be read") else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    /// Data of so many features that they are read by slabs, which one rank alone cannot have, or learns afterwards that it had not.
    @Test(arguments: [true, false], [0, 1, 2]) func aBrokenPlaceOfWideData(_ isLate: Bool, _ failing: Int) throws {
        let wide = try RankedData<Double>(features: 9000, samples: 60)
        let results = ThreadRanks.run(3) { ranks in
            let source = Breaking(wide.X)
            let sweep = try Sweep(
                wide.binary(source, across: ranks), neuron: .logistic, hasBias: true, risk: .mean, standardised: false,
                threads: 1, widestFused: 0)
            _ = try sweep.lossGradient(at: sweep.zero)
            if ranks.rank == failing { source.fault.withLock { $0 = isLate ? .late : .atOnce } }
            return try sweep.lossGradient(at: sweep.zero)
        }
        for result in results {
            let error = #expect(throws: DescentError.self) { try result.get() }
            guard case .failed(failing, let message) = error, message.contains("could not be read") else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    /// Samples that cannot be read any more, or could not be, from some time on.
    private final class Breaking: SampleSource, @unchecked Sendable {
        enum Fault { case none, atOnce, late }
        struct Broken: Error {}

        let X: Matrix<Double>
        let fault = Guarded(Fault.none)
        init(_ X: Matrix<Double>) { self.X = X }

        var featureCount: Int { X.rows }
        var sampleCount: Int { X.columns }
        var layout: Matrix<Double>.Layout { .sampleMajor }
        var needsStaging: Bool { false }

        func tile(_ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>) throws -> SampleBlock<Double> {
            if fault.withLock({ $0 == .atOnce }) { throw Broken() }
            return try X.tile(range, into: staging)
        }
        func confirm() throws { if fault.withLock({ $0 == .late }) { throw Broken() } }
    }

    @Test func notFinite() throws {
        var X = data.X
        X[3, 50_001] = .nan
        let broken = X, y = data.y
        let expected = DescentError.nonFinite(.features, sample: 50_001, component: 3, value: .nan, count: 1)
        for result in ThreadRanks.run(3, { try Dataset(broken, targets: y, across: $0) }) {
            #expect(throws: expected) { try result.get() }
        }
    }

    private struct Trouble: Error {}

    /// One rank stops for a reason of its own while the others are in the middle of a fit.
    @Test(arguments: [0, 2]) func oneFailsAlone(_ failing: Int) throws {
        let data = data
        let results = ThreadRanks.run(3) { ranks in
            let all = try data.binary(across: ranks)
            if ranks.rank == failing { try ranks.agree(on: Trouble() as (any Error)?) }
            let fit = try all.fit(neuron: .logistic)
            try ranks.agree(on: nil as (any Error)?)
            return fit.report.steps
        }
        for result in results {
            #expect(throws: DescentError.failed(rank: failing, message: "Trouble()")) { try result.get() }
        }
    }

    /// Of several that fail each for itself, the first rank is heard.
    @Test func theFirstRankIsHeard() {
        let results = ThreadRanks.run(4) { ranks in
            try ranks.agree(on: ranks.rank == 0 ? nil : Trouble() as (any Error)?)
        }
        for result in results {
            #expect(throws: DescentError.failed(rank: 1, message: "Trouble()")) { try result.get() }
        }
    }

    @Test func whatDiffersIsNamed() {
        let results = ThreadRanks.run(3) { ranks in
            try ranks.requireSame([("version", "1"), ("kernels", ranks.rank == 2 ? "avx2" : "avx512")])
        }
        let expected = DescentError.failed(rank: 2, message: "kernels: rank 2 has avx2, but rank 0 has avx512")
        for result in results { #expect(throws: expected) { try result.get() } }
        for result in ThreadRanks.run(3, { try $0.requireSame([("version", "1")]) }) {
            #expect(throws: Never.self) { try result.get() }
        }
    }

    /// Data and fits that are not the same on all ranks are refused before the first sweep.
    @Test func otherDataAndOptions() throws {
        let data = data
        let other = try RankedData<Double>(features: 23, samples: data.X.columns)
        let widths = ThreadRanks.run(3) { ranks in
            _ = try (ranks.rank == 1 ? other : data).binary(across: ranks)
        }
        let options = ThreadRanks.run(3) { ranks in
            let all = try data.binary(across: ranks)
            _ = try all.fit(neuron: .logistic, penalty: try Penalty(l2: ranks.rank == 2 ? 0.1 : 0, on: .raw))
        }
        // Another file under the same path: more samples, with as many targets, or with targets that do not fit it.
        let longer = try RankedData<Double>(features: 24, samples: data.X.columns + 1)
        let lengths = ThreadRanks.run(3) { ranks in
            _ = try (ranks.rank == 2 ? longer : data).binary(across: ranks)
        }
        let parts = ThreadRanks.run(3) { ranks in
            _ = try Dataset(ranks.rank == 1 ? longer.X : data.X, targets: data.y, across: ranks)
        }
        let targets = ThreadRanks.run(3) { ranks in
            _ = try Dataset(data.X, targets: ranks.rank == 1 ? longer.y : data.y, across: ranks)
        }
        let classes = ThreadRanks.run(3) { ranks in
            _ = try Dataset(data.X, classes: ranks.rank == 1 ? longer.classes : data.classes, of: 3, across: ranks)
        }
        for (results, part) in [
            (widths, "features: rank 1 has 23"), (options, "solver: rank 2 has"),
            (lengths, "samples: rank 2 has 60001, but rank 0 has 60000"),
            (parts, "samples: rank 1 has 60001, but rank 0 has 60000"),
            (targets, "targets: rank 1 has 1 for each of 60001 samples, but rank 0 has 1 for each of 60000 samples"),
            (classes, "targets: rank 1 has 1 for each of 60001 samples"),
        ] {
            for result in results {
                let error = #expect(throws: DescentError.self) { try result.get() }
                #expect("\(error.map { "\($0)" } ?? "")".contains(part))
            }
        }
    }

    /// A wish of one rank is everybody's, and the slowest clock counts.
    @Test func wishesAndClocks() throws {
        for result in ThreadRanks.run(
            3,
            { ranks in
                (try ranks.any(ranks.rank == 1), try ranks.any(false), try ranks.most(ranks.rank * 10))
            })
        {
            let (any, none, most) = try result.get()
            #expect(any && !none && most == 20)
        }
    }
}
