internal import Synchronization

extension ThreadTeam {
    /// Work in pieces that have nothing to do with each other: threads take them in order, as they come.
    package func run(
        pieces: Int, threads: Int, budget: Int?, _ perform: @escaping @Sendable (_ seat: Int, _ piece: Int) -> Void
    ) {
        let counter = Counter()
        let work = TeamWork { seat in
            while true {
                let piece = counter.next.add(1, ordering: .relaxed).oldValue
                guard piece < pieces else { return }
                perform(seat, piece)
            }
        }
        run(work, seats: max(1, min(threads, pieces)), budget: budget)
    }

    private final class Counter: Sendable {
        let next = Atomic<Int>(0)
    }
}
