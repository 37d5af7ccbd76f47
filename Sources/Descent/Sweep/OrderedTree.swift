/// Merges the partials of chunks 0, 1, 2 … in a fixed binary tree, each pair as soon as both are there, by whichever
/// thread brings the second. The shape of the tree, hence the order of every addition, depends on the number of chunks
/// alone. At most threads × levels partials wait at a time.
final class OrderedTree: Sendable {
    private struct State {
        /// Slots that hold no partial.
        var free: [Int]
        /// Per node of the tree, level after level, the slot of the partial that waits for its sibling, or none.
        var waiting: [Int]
    }

    private static let none = -1
    private let leaves: Int
    private let slots: Int
    private let stride: Int
    private let memory: Buffer<Double>
    private let state: Guarded<State>

    init(chunks: Int, threads: Int, partialCount: Int) throws(DescentError) {
        leaves = chunks
        var nodes = 0, levels = 0, width = chunks
        while true {
            nodes += width
            levels += 1
            if width <= 1 { break }
            width = (width + 1) / 2
        }
        // Every thread works on one partial and may leave a waiting one per level; so may the chunks not yet begun.
        slots = min(chunks, threads + (threads + 1) * levels) + 1
        stride = (partialCount + 7) / 8 * 8
        memory = try Buffer(slots * stride, zeroed: false)
        state = Guarded(State(free: Array((0..<slots).reversed()), waiting: Array(repeating: Self.none, count: nodes)))
    }

    func partial(_ slot: Int) -> UnsafeMutablePointer<Double> { memory.base + slot * stride }

    /// A slot for a chunk to be worked on. A single chunk has the first to itself and needs no lock: a mini-batch is one.
    func take() -> Int {
        if leaves == 1 { return 0 }
        return state.withLock { state in
            guard let slot = state.free.popLast() else {
                preconditionFailure("more partials than the tree can wait for")
            }
            return slot
        }
    }

    func giveBack(_ slot: Int) {
        if leaves == 1 { return }
        state.withLock { $0.free.append(slot) }
    }

    /// Brings a finished chunk. Returns the slot of the whole sum to whoever completes it; give it back after reading.
    func bring<R: Reduction>(_ slot: Int, of chunk: Int, merging reduction: R) -> Int? {
        var slot = slot, index = chunk, first = 0, width = leaves
        while width > 1 {
            if index ^ 1 < width {
                let node = first + index, sibling = first + (index ^ 1)
                let mine = slot
                let other = state.withLock { state in
                    let other = state.waiting[sibling]
                    if other == Self.none {
                        state.waiting[node] = mine
                    } else {
                        state.waiting[sibling] = Self.none
                    }
                    return other
                }
                if other == Self.none { return nil }
                let (left, right) = index & 1 == 0 ? (slot, other) : (other, slot)
                reduction.merge(partial(left), with: partial(right))
                giveBack(right)
                slot = left
            }
            first += width
            index >>= 1
            width = (width + 1) / 2
        }
        return slot
    }

    /// Forgets what waits, after a sweep that failed.
    func reset() {
        state.withLock { state in
            state.free.removeAll(keepingCapacity: true)
            state.free.append(contentsOf: (0..<slots).reversed())
            for node in state.waiting.indices { state.waiting[node] = Self.none }
        }
    }
}
