internal import DescentAlgebra
internal import Synchronization

/// One thread that performs what it is assigned. Both sides wait by spinning a little, then by sleeping: waking a
/// sleeper takes some 30 µs, as much as a small sweep.
final class Worker: @unchecked Sendable {
    /// Turns to spin before sleeping, about 20 µs in all.
    static let patience = 500

    /// The thread below it in the stack or crew that holds it; guarded by that holder.
    var next: Worker?

    private let isBusy = Atomic<Bool>(false)
    private let bell = Bell()
    // Not counted: the optimiser may move the retain of a stored reference beyond the store that tells the other thread, which
    // then releases first. Whoever assigns keeps the work alive until it is done.
    private var work: Unmanaged<TeamWork>?
    private var member = 0
    private let patience = Atomic<Int>(0)

    /// Nil where the system refuses another thread. Workers serve until the process ends.
    init?() {
        guard DedicatedThread.start({ [self] in serve() }) else { return nil }
    }

    private func serve() {
        BLAS.pinToOneThread()
        while true {
            bell.wait(patience: patience.load(ordering: .relaxed)) {
                isBusy.load(ordering: .acquiring)
            }
            work?.takeUnretainedValue().perform(member)
            isBusy.store(false, ordering: .releasing)
            bell.ring()
        }
    }

    func assign(_ work: TeamWork, member: Int, patience: Int) {
        self.work = .passUnretained(work)
        self.member = member
        self.patience.store(patience, ordering: .relaxed)
        isBusy.store(true, ordering: .releasing)
        bell.ring()
    }

    func waitUntilDone(patience: Int) {
        bell.wait(patience: patience) { !isBusy.load(ordering: .acquiring) }
    }
}
