/// How ranks divide among them what has an order: a function of their number, and of nothing that is measured.
package struct Shares: Sendable {
    package let ranks: Int

    package init(ranks: Int) { self.ranks = ranks }

    /// Those of one process, where there are no others.
    package init(of ranks: (any Communicator)?) { self.init(ranks: ranks?.count ?? 1) }

    /// Of pieces, those of a rank: as many as each other's, but for one.
    package func pieces(_ count: Int, of rank: Int) -> Range<Int> {
        start(of: rank, in: count)..<start(of: rank + 1, in: count)
    }

    /// Of pieces, where each rank's begin, and the end of the last one's.
    package func ends(of count: Int) -> [Int] { (0...ranks).map { start(of: $0, in: count) } }

    /// Of samples that are taken in whole pieces of so many, where each rank's begin, and the end of the last one's.
    package func ends(of samples: Int, inPiecesOf piece: Int) -> [Int] {
        ends(of: (samples + piece - 1) / piece).map { min(samples, $0 * piece) }
    }

    /// Of places in order, those that begin within each rank's share of the samples: rank r has from `ends[r]` to `ends[r + 1]`.
    func ends(of places: [Range<Int>], among samples: Int) -> [Int] {
        ends(of: samples).map { start in places.partitioningIndex { $0.lowerBound >= start } }
    }

    /// The chunks that a rank works on: those that begin within its share of the samples, whatever they are chunks for.
    package func chunks(of plan: Plan, rank: Int) -> Range<Int> {
        firstChunk(of: plan, rank: rank)..<firstChunk(of: plan, rank: rank + 1)
    }

    /// Of samples, where each rank's chunks begin, and the end of the last one's.
    func ends(ofChunksIn plan: Plan) -> [Int] {
        (0...ranks).map { min(firstChunk(of: plan, rank: $0) * plan.chunkSamples, plan.samples) }
    }

    /// The rank that works on a chunk.
    func owner(ofChunk chunk: Int, of plan: Plan) -> Int {
        var low = 0, high = ranks
        while high - low > 1 {
            let middle = (low + high) / 2
            if firstChunk(of: plan, rank: middle) <= chunk { low = middle } else { high = middle }
        }
        return low
    }

    /// Of the number of ranks, the end.
    private func firstChunk(of plan: Plan, rank: Int) -> Int {
        (start(of: rank, in: plan.samples) + plan.chunkSamples - 1) / plan.chunkSamples
    }

    private func start(of rank: Int, in count: Int) -> Int {
        let (high, low) = rank.multipliedFullWidth(by: count)
        return rank == ranks ? count : ranks.dividingFullWidth((high, low)).quotient
    }
}

extension Communicator {
    package var shares: Shares { Shares(ranks: count) }
}

extension Array {
    /// The first place from which on a condition holds that holds for all that follow the first for which it does.
    fileprivate func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
