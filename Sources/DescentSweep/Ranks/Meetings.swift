/// Which sums of a sweep's tree a rank sends to others and gets from them, level by level: a function of the plan and of the number of
/// ranks alone.
///
/// A node of the tree belongs to the rank that has its first chunk. On every level a rank has at most one node whose sibling is its
/// left neighbour's, and one whose sibling is its right neighbour's: the first goes there, the second comes here. So a pair meets as it
/// does within one process, in the same order.
package struct Meetings: Sendable {
    package struct Meeting: Sendable {
        package let level: Int
        /// The node that goes to another rank.
        let sent: Int?
        package let receiver: Int?
        /// The node whose sibling comes from another rank.
        let met: Int?
        package let sender: Int?
    }

    package private(set) var meetings: [Meeting] = []
    /// The rank that has the whole in the end.
    package let holder: Int

    package init(of plan: Plan, rank: Int, among shares: Shares) {
        holder = shares.owner(ofChunk: 0, of: plan)
        let own = shares.chunks(of: plan, rank: rank)
        guard !own.isEmpty else { return }
        var width = plan.chunks, level = 0
        while width > 1 {
            // Those nodes of this level whose first chunk is this rank's.
            let size = 1 << level
            let first = (own.lowerBound + size - 1) >> level, end = (own.upperBound + size - 1) >> level
            let sent = first < end && first & 1 == 1 ? first : nil
            let met = first < end && (end - 1) & 1 == 0 && end < width ? end - 1 : nil
            if sent != nil || met != nil {
                meetings.append(
                    Meeting(
                        level: level, sent: sent,
                        receiver: sent.map { shares.owner(ofChunk: ($0 - 1) << level, of: plan) }, met: met,
                        sender: met.map { shares.owner(ofChunk: ($0 + 1) << level, of: plan) }))
            }
            width = (width + 1) / 2
            level += 1
        }
    }
}
