internal import DescentAlgebra
internal import Synchronization

/// Work that several threads share; each calls `perform` at most once with its own seat number, seat 0 always.
///
/// A closure, not a protocol: formed in specialised code it stays specialised, while a generic class answers a protocol
/// with unspecialised code.
final class TeamWork: Sendable {
    let perform: @Sendable (_ seat: Int) -> Void
    init(_ perform: @escaping @Sendable (_ seat: Int) -> Void) { self.perform = perform }
}

/// The process's threads for sweeps: made when first needed, kept, and lent to one run at a time.
///
/// Runs of different callers use different threads. Lending allocates nothing once the threads exist.
package final class ThreadTeam: Sendable {
    package static let shared = ThreadTeam()

    private struct State {
        /// Workers that wait, a linked stack.
        var idle: Worker?
        /// Workers that exist.
        var workers = 0
    }

    private let state = Guarded(State())
    /// Threads at work for sweeps, callers included. Not behind the lock, which a sweep on one thread never takes.
    private let busy = Atomic<Int>(0)

    /// Runs `work` on up to `seats` threads, of which the caller is seat 0, and returns when the caller is done and no
    /// other is at work: those that have not begun by then do not begin. Fewer seats have the same result later, so a run
    /// takes no more than is left of a shared `budget`, nor more threads than the system grants.
    func run(_ work: TeamWork, seats: Int, budget: Int?) {
        defer { withExtendedLifetime(work) {} }
        let granted = enter(seats, budget)
        // More threads than cores take turns, so none may hold a core while it waits.
        let patience = granted <= ThreadBudget.cores ? Worker.patience : 0
        var crew: Worker?
        for seat in 1..<max(1, granted) {
            guard let worker = takeIdle() ?? makeWorker() else { break }
            worker.next = crew
            crew = worker
            worker.assign(work, seat: seat, patience: patience)
        }
        work.perform(0)
        while let worker = crew {
            crew = worker.next
            worker.waitUntilDone(patience: patience)
            state.withLock { state in
                worker.next = state.idle
                state.idle = worker
            }
        }
        busy.subtract(granted, ordering: .relaxed)
    }

    /// Counts the threads of a run as busy and returns how many it gets.
    private func enter(_ seats: Int, _ budget: Int?) -> Int {
        var taken = busy.load(ordering: .relaxed)
        while true {
            let granted = max(1, min(seats, budget.map { $0 - taken } ?? seats))
            let (isCounted, current) = busy.compareExchange(
                expected: taken, desired: taken + granted, ordering: .relaxed)
            if isCounted { return granted }
            taken = current
        }
    }

    /// Nil where there is no room for one more thread inside OpenBLAS, nor for the thread itself.
    private func makeWorker() -> Worker? {
        // A new thread's buffer is taken when it first enters OpenBLAS, so those of all threads are asked for.
        let count = state.withLock { state in
            state.workers += 1
            return state.workers
        }
        if BLAS.hasRoom(forThreads: count + 1), let worker = Worker() { return worker }
        state.withLock { $0.workers -= 1 }
        return nil
    }

    private func takeIdle() -> Worker? {
        state.withLock { state in
            guard let worker = state.idle else { return nil }
            state.idle = worker.next
            worker.next = nil
            return worker
        }
    }
}
