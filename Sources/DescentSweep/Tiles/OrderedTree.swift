internal import Synchronization
internal import DescentAlgebra

/// Merges the partials of chunks 0, 1, 2 … in a fixed binary tree, each pair as soon as both are there, by whichever
/// thread brings the second. The shape of the tree, hence the order of every addition, depends on the number of chunks
/// alone. At most threads × levels partials wait at a time.
package final class OrderedTree: @unchecked Sendable {
    private static let none = -1
    private let leaves: Int
    /// Those that are brought here, by one process: all, or its own.
    private let own: Range<Int>
    private let slots: Int
    private let stride: Int
    private let memory: Buffer<Double>
    /// Per pair of siblings, level after level, the slot of the partial that came first, or none.
    private let waiting: UnsafeMutablePointer<Atomic<Int>>
    private let pairs: Int
    /// Slots that hold no partial. Unused where every chunk has a slot of its own: steps of a mini-batch are too short for a
    /// lock that their threads take at the same time.
    private let free: Guarded<[Int]>
    private var hasSlotPerChunk: Bool { slots >= own.count }

    init(chunks: Int, own: Range<Int>, threads: Int, partialCount: Int) throws(DescentError) {
        leaves = chunks
        self.own = own
        var pairs = 0, width = chunks
        while width > 1 {
            width = (width + 1) / 2
            pairs += width
        }
        slots = Self.slots(chunks: chunks, own: own.count, threads: threads)
        stride = Self.stride(partialCount)
        memory = try Buffer(slots * stride, zeroed: false)
        free = Guarded(Array((0..<slots).reversed()))
        self.pairs = pairs
        waiting = .allocate(capacity: max(1, pairs))
        for pair in 0..<pairs { (waiting + pair).initialize(to: Atomic(Self.none)) }
    }

    private static func slots(chunks: Int, own: Int, threads: Int) -> Int {
        var levels = 1, width = chunks
        while width > 1 {
            width = (width + 1) / 2
            levels += 1
        }
        // Every thread works on one partial and may leave a waiting one per level; so may the chunks not yet begun. At both ends of a
        // rank's chunks, one per level waits for a neighbour.
        return min(own, threads + (threads + (own < chunks ? 3 : 1)) * levels)
    }

    private static func stride(_ partialCount: Int) -> Int { (partialCount + 7) / 8 * 8 }

    /// Of the partials that a tree has room for.
    package static func bytes(chunks: Int, threads: Int, partialCount: Int) -> Int {
        let count = slots(chunks: chunks, own: chunks, threads: max(1, min(threads, chunks)))
        let (values, overflow) = stride(partialCount).multipliedReportingOverflow(by: count)
        let (bytes, isWide) = values.multipliedReportingOverflow(by: MemoryLayout<Double>.stride)
        return overflow || isWide ? .max : bytes
    }

    deinit {
        waiting.deinitialize(count: pairs)
        waiting.deallocate()
    }

    func partial(_ slot: Int) -> UnsafeMutablePointer<Double> { memory.base + slot * stride }

    /// A slot for a chunk to be worked on.
    func take(for chunk: Int) -> Int {
        if hasSlotPerChunk { return chunk - own.lowerBound }
        return free.withLock { free in
            guard let slot = free.popLast() else { preconditionFailure("more partials than the tree can wait for") }
            return slot
        }
    }

    func giveBack(_ slot: Int) {
        if hasSlotPerChunk { return }
        free.withLock { $0.append(slot) }
    }

    /// Brings a finished chunk. Returns the slot of the whole sum to whoever completes it; give it back after reading.
    func bring<R: Reduction>(_ slot: Int, of chunk: Int, merging reduction: R) -> Int? {
        bring(slot, node: chunk, level: 0, merging: reduction)
    }

    /// The same for the sum below a node of some level.
    func bring<R: Reduction>(_ slot: Int, node: Int, level: Int, merging reduction: R) -> Int? {
        var slot = slot, index = node, (first, width) = pairs(above: level)
        while width > 1 {
            if index ^ 1 < width {
                let other = waiting[first + index >> 1].exchange(slot, ordering: .acquiringAndReleasing)
                if other == Self.none { return nil }
                waiting[first + index >> 1].store(Self.none, ordering: .relaxed)
                let (left, right) = index & 1 == 0 ? (slot, other) : (other, slot)
                reduction.merge(partial(left), with: partial(right))
                giveBack(right)
                slot = left
            }
            index >>= 1
            width = (width + 1) / 2
            first += width
        }
        return slot
    }

    /// The first pair of a level, and how many nodes it has.
    private func pairs(above level: Int) -> (first: Int, width: Int) {
        var first = 0, width = leaves
        for _ in 0..<level {
            width = (width + 1) / 2
            first += width
        }
        return (first, width)
    }

    /// The slot of a node that waits for its sibling, which no longer does.
    func takeWaiting(_ node: Int, level: Int) -> Int? {
        let slot = waiting[pairs(above: level).first + node >> 1].exchange(Self.none, ordering: .acquiringAndReleasing)
        return slot == Self.none ? nil : slot
    }

    /// Forgets what waits, after a sweep that failed.
    func reset() {
        free.withLock { free in
            free.removeAll(keepingCapacity: true)
            free.append(contentsOf: (0..<slots).reversed())
        }
        for pair in 0..<pairs { waiting[pair].store(Self.none, ordering: .relaxed) }
    }
}
