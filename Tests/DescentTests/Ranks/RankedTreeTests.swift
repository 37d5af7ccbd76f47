import TestSupport
import Testing

import Descent
@testable import DescentSweep

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

    /// What one rank sends, another waits for at the same level, and the other way round; everybody's chunks are somebody's.
    @Test(arguments: [1, 2, 3, 7, 16, 129], [1, 2, 3, 5, 16, 40]) func everySumIsMet(_ chunks: Int, _ ranks: Int) {
        struct Message: Hashable {
            let level: Int, from: Int, to: Int
        }
        let samples = chunks * 8 - 3, shares = Shares(ranks: ranks)
        let plan = Plan(
            of: Double.self, features: 40_000, samples: samples, outputs: 1, layout: .sampleMajor, isStaged: false,
            partialBytes: 0)
        var sent: [Message] = [], awaited: [Message] = []
        for rank in 0..<ranks {
            for meeting in Meetings(of: plan, rank: rank, among: shares).meetings {
                if let to = meeting.receiver { sent.append(Message(level: meeting.level, from: rank, to: to)) }
                if let from = meeting.sender { awaited.append(Message(level: meeting.level, from: from, to: rank)) }
            }
        }
        #expect(Set(sent) == Set(awaited) && Set(sent).count == sent.count && sent.count == awaited.count)
        #expect((0..<ranks).flatMap { shares.chunks(of: plan, rank: $0) } == Array(0..<chunks))
        // Every rank that has a chunk but the first of them sends one whole.
        let senders = Set(sent.map(\.from)), workers = (0..<ranks).filter { !shares.chunks(of: plan, rank: $0).isEmpty }
        #expect(senders == Set(workers.dropFirst()))
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
