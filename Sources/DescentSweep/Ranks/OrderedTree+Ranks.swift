extension OrderedTree {
    /// Merges the sums of this rank's chunks with those of its neighbours, and gives all ranks the whole.
    ///
    /// - Parameters:
    ///   - root: where the whole is, if this rank's chunks are all.
    ///   - incoming: room for one partial.
    /// - Returns: The whole: in a slot of this tree, to be given back, or in `incoming`.
    func meet<R: Reduction>(
        _ root: Int?, _ meetings: Meetings, across ranks: any Communicator, merging reduction: R,
        incoming: UnsafeMutablePointer<Double>
    ) -> Whole {
        var root = root
        let bytes = reduction.partialCount * MemoryLayout<Double>.stride
        for meeting in meetings.meetings {
            // What waits for a sibling of another rank is there: all below it has met.
            let sent = meeting.sent.map { takeWaiting($0, level: meeting.level)! }
            ranks.exchange(
                UnsafeRawBufferPointer(start: sent.map { partial($0) }, count: sent == nil ? 0 : bytes),
                to: meeting.receiver ?? ranks.rank,
                UnsafeMutableRawBufferPointer(start: incoming, count: meeting.met == nil ? 0 : bytes),
                from: meeting.sender ?? ranks.rank)
            if let sent { giveBack(sent) }
            guard let met = meeting.met else { continue }
            let slot = takeWaiting(met, level: meeting.level)!
            reduction.merge(partial(slot), with: incoming)
            if let whole = bring(slot, node: met >> 1, level: meeting.level + 1, merging: reduction) { root = whole }
        }
        let values = root.map { partial($0) } ?? incoming
        ranks.broadcast(UnsafeMutableRawBufferPointer(start: values, count: bytes), from: meetings.holder)
        return Whole(values: UnsafePointer(values), slot: root)
    }

    struct Whole {
        let values: UnsafePointer<Double>
        let slot: Int?
    }
}
