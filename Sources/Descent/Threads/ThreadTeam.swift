/// Work that several threads share; each calls `perform` once with its own member number.
protocol TeamWork: AnyObject, Sendable {
    func perform(member: Int)
}

/// The process's threads for sweeps: made when first needed, kept, and lent to one run at a time.
///
/// Runs of different callers use different threads. Lending allocates nothing once the threads exist.
final class ThreadTeam: Sendable {
    static let shared = ThreadTeam()

    private let idle = Guarded<Worker?>(nil)  // a linked stack

    /// Runs `work` on up to `members` threads, of which the caller is member 0, and returns when all are done.
    func run(_ work: any TeamWork, members: Int) {
        // More threads than cores take turns, so none may hold a core while it waits.
        let patience = members <= ThreadBudget.cores ? Worker.patience : 0
        var crew: Worker?
        for member in 1..<max(1, members) {
            // Work that fewer members do takes longer, and has the same result.
            guard let worker = takeIdle() ?? Worker() else { break }
            worker.next = crew
            crew = worker
            worker.assign(work, member: member, patience: patience)
        }
        work.perform(member: 0)
        while let worker = crew {
            crew = worker.next
            worker.waitUntilDone(patience: patience)
            idle.withLock { top in
                worker.next = top
                top = worker
            }
        }
    }

    private func takeIdle() -> Worker? {
        idle.withLock { top in
            guard let worker = top else { return nil }
            top = worker.next
            worker.next = nil
            return worker
        }
    }
}
