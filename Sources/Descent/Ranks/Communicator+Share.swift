extension Communicator {
    /// The chunks that this rank works on: those that begin within its share of the samples, whatever they are chunks for.
    func chunks(of plan: Plan) -> Range<Int> {
        firstChunk(of: plan, rank: rank)..<firstChunk(of: plan, rank: rank + 1)
    }

    /// The first chunk of a rank; of the number of ranks, the end.
    func firstChunk(of plan: Plan, rank: Int) -> Int {
        let sample = Self.start(ofShare: rank, of: count, in: plan.samples)
        return (sample + plan.chunkSamples - 1) / plan.chunkSamples
    }

    /// The rank that works on a chunk.
    func owner(ofChunk chunk: Int, of plan: Plan) -> Int {
        var low = 0, high = count
        while high - low > 1 {
            let middle = (low + high) / 2
            if firstChunk(of: plan, rank: middle) <= chunk { low = middle } else { high = middle }
        }
        return low
    }

    /// Of places in order, those that begin within each rank's share of the samples: rank r has from `ends[r]` to `ends[r + 1]`.
    func shares(of places: [Range<Int>], among samples: Int) -> [Int] {
        (0...count).map { rank in
            let start = Self.start(ofShare: rank, of: count, in: samples)
            return places.partitioningIndex { $0.lowerBound >= start }
        }
    }

    private static func start(ofShare rank: Int, of count: Int, in samples: Int) -> Int {
        let (high, low) = rank.multipliedFullWidth(by: samples)
        return rank == count ? samples : count.dividingFullWidth((high, low)).quotient
    }
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
