internal import DescentAlgebra
internal import Synchronization

/// One thread that performs what it is assigned. Both sides wait by spinning a little, then by sleeping: waking a
/// sleeper takes some 30 µs, as much as a small sweep.
final class Worker: @unchecked Sendable {
    /// Seconds to spin before sleeping: about what it takes to be woken, so that waiting never costs more than twice the
    /// better choice.
    static let patience = 50e-6

    /// The thread below it in the stack or crew that holds it; guarded by that holder.
    var next: Worker?

    private enum State {
        static let idle = 0, assigned = 1, working = 2
    }
    private let state = Atomic<Int>(State.idle)
    private let bell = Bell()
    // Not counted: the optimiser may move the retain of a stored reference beyond the store that tells the other thread, which
    // then releases first. Whoever assigns keeps the work alive until it is done.
    private var work: Unmanaged<TeamWork>?
    private var seat = 0
    private let patience = Atomic<Double>(0)

    /// Nil where the system refuses another thread. Workers serve until the process ends.
    init?() {
        guard DedicatedThread.start({ [self] in serve() }) else { return nil }
    }

    private func serve() {
        BLAS.pinToOneThread()
        while true {
            bell.wait(patience: patience.load(ordering: .relaxed)) {
                state.load(ordering: .relaxed) == State.assigned
            }
            guard change(from: State.assigned, to: State.working) else { continue }
            work?.takeUnretainedValue().perform(seat)
            state.store(State.idle, ordering: .releasing)
            bell.ring()
        }
    }

    func assign(_ work: TeamWork, seat: Int, patience: Double) {
        self.work = .passUnretained(work)
        self.seat = seat
        self.patience.store(patience, ordering: .relaxed)
        state.store(State.assigned, ordering: .releasing)
        bell.ring()
    }

    /// Returns when the work is done, or taken back because the thread has not begun: it sleeps, or the system runs something
    /// else in its place, and whoever assigned the work has done all of it meanwhile.
    func waitUntilDone(patience: Double) {
        if change(from: State.assigned, to: State.idle) { return }
        bell.wait(patience: patience) { state.load(ordering: .acquiring) == State.idle }
    }

    private func change(from old: Int, to new: Int) -> Bool {
        state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
    }
}
