import TestSupport
import Testing

@testable import Descent

/// Partials of ranks meet in the tree of one process: what is neither associative nor commutative comes out the same.
@Suite struct RankedTreeTests {
    /// A number that tells the shape of the tree.
    private struct Shape: Reduction {
        var partialCount: Int { 2 }
        func makeWorkspace(_ plan: Plan) throws(DescentError) {}
        func absorb(
            _ tile: Tile<Double>, into partial: UnsafeMutablePointer<Double>, using workspace: Void
        ) throws(DescentError) {
            partial[0] = Double(tile.range.lowerBound + 1)
            partial[1] += Double(tile.range.count)
        }
        func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
            partial[0] = (partial[0] * 3 + next[0] * 7).truncatingRemainder(dividingBy: 1_000_003)
            partial[1] += next[1]
        }
    }

    @Test(arguments: Array(1...33) + [100, 257]) func anyNumberOfRanksAndChunks(_ chunks: Int) throws {
        // A chunk is a tile of eight samples here, of which the last has fewer.
        let samples = chunks * 8 - 3, X = try Matrix<Double>(rows: 40_000, columns: samples)
        let y = try Matrix<Double>(rows: 1, columns: samples)
        let plan = Plan(
            of: Double.self, features: 40_000, samples: samples, outputs: 1, layout: .sampleMajor, isStaged: false,
            partialBytes: 0)
        try #require(plan.chunks == chunks)
        @Sendable func sums(_ ranks: (any Communicator)?, threads: Int) throws -> [Double] {
            let feed = TileFeed(source: X, targets: y, weights: nil, offsets: nil, staging: nil, ranks: ranks)
            let engine = try SweepEngine(Shape(), over: feed, plan: plan, grant: .init(threads: threads, budget: nil))
            // Twice, as memory is used again.
            _ = try engine.run { $0[0] }
            return try engine.run { [$0[0], $0[1]] }
        }
        let alone = try sums(nil, threads: 1)
        #expect(alone[1] == Double(samples))
        for count in [1, 2, 3, 4, 5, 8, 13] {
            for result in ThreadRanks.run(count, { try sums($0, threads: 1 + $0.rank % 2) }) {
                #expect(try result.get() == alone, "\(count) ranks")
            }
        }
    }
}
