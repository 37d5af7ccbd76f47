extension OrderedTree {
    /// Merges the sums of this rank's chunks with those of its neighbours, and gives all ranks the whole.
    ///
    /// A node of the tree belongs to the rank that has its first chunk. On every level a rank has at most one node whose sibling is its
    /// left neighbour's, and one whose sibling is its right neighbour's: the first goes there, the second comes here. So a pair meets
    /// as it does within one process, in the same order.
    ///
    /// - Parameters:
    ///   - root: where the whole is, if this rank's chunks are all.
    ///   - incoming: room for one partial.
    /// - Returns: The whole: in a slot of this tree, to be given back, or in `incoming`.
    func meet<R: Reduction>(
        _ root: Int?, of plan: Plan, across ranks: any Communicator, merging reduction: R,
        incoming: UnsafeMutablePointer<Double>
    ) -> Whole {
        let own = ranks.chunks(of: plan)
        var root = root, width = plan.chunks, level = 0
        let bytes = reduction.partialCount * MemoryLayout<Double>.stride
        while width > 1, !own.isEmpty {
            // Those nodes of this level whose first chunk is this rank's.
            let size = 1 << level
            let first = (own.lowerBound + size - 1) >> level, end = (own.upperBound + size - 1) >> level
            let sent = first < end && first & 1 == 1 ? takeWaiting(first, level: level) : nil
            let last = end - 1
            let isMet = first < end && last & 1 == 0 && end < width
            if sent != nil || isMet {
                let nobody = UnsafeRawBufferPointer(start: nil, count: 0)
                ranks.exchange(
                    sent.map { UnsafeRawBufferPointer(start: partial($0), count: bytes) } ?? nobody,
                    to: sent == nil ? ranks.rank : ranks.owner(ofChunk: (first - 1) << level, of: plan),
                    UnsafeMutableRawBufferPointer(start: incoming, count: isMet ? bytes : 0),
                    from: isMet ? ranks.owner(ofChunk: end << level, of: plan) : ranks.rank)
                if let sent { giveBack(sent) }
                if isMet {
                    let slot = takeWaiting(last, level: level)!
                    reduction.merge(partial(slot), with: incoming)
                    if let whole = bring(slot, node: last >> 1, level: level + 1, merging: reduction) { root = whole }
                }
            }
            width = (width + 1) / 2
            level += 1
        }
        let holder = ranks.owner(ofChunk: 0, of: plan)
        let values = root.map { partial($0) } ?? incoming
        ranks.broadcast(UnsafeMutableRawBufferPointer(start: values, count: bytes), from: holder)
        return Whole(values: UnsafePointer(values), slot: root)
    }

    struct Whole {
        let values: UnsafePointer<Double>
        let slot: Int?
    }
}
