import Foundation
import Testing

import Descent
@testable import DescentSweep

/// A team does what it is asked, and nothing while it waits.
@Suite struct ThreadTeamTests {
    @Test(arguments: [1, 2, 3, 7, 16])
    func everySeatPerformsOnce(_ seats: Int) {
        let tally = ThreadBudgetTests.Tally(seats)
        for _ in 0..<200 { ThreadTeam.shared.run(tally.work, seats: seats, budget: nil) }
        #expect(tally.counts.withLock { $0 } == Array(repeating: 200, count: seats))
    }

    /// Members that have not begun when the caller is done never do: nobody waits for a thread that sleeps.
    @Test func whatNobodyBeganIsTakenBack() {
        let seats = Guarded(0), late = Guarded(0), isOver = Guarded(false)
        let work = TeamWork { _ in
            seats.withLock { $0 += 1 }
            if isOver.withLock({ $0 }) { late.withLock { $0 += 1 } }
        }
        for _ in 0..<1000 { ThreadTeam.shared.run(work, seats: 4, budget: nil) }
        isOver.withLock { $0 = true }
        usleep(20_000)
        #expect(late.withLock { $0 } == 0)
        #expect((1000...4000).contains(seats.withLock { $0 }))
    }

    /// Work that only its caller holds, handed over as fast as it goes: no thread may count references to it, as one would
    /// release what the other has not yet retained.
    @Test func workIsHeldByItsCallerAlone() {
        for _ in 0..<20 {
            let work = TeamWork { _ in }
            for _ in 0..<2000 { ThreadTeam.shared.run(work, seats: 2, budget: nil) }
        }
    }

    /// Processor time of the whole process while its team waits, in a process of its own.
    @Test func anIdleTeamTakesNoTime() async {
        await #expect(processExitsWith: .success) {
            usleep(300_000)  // OpenBLAS's own threads spin for 0.1 s after it is loaded
            let tally = ThreadBudgetTests.Tally(ThreadBudget.cores)
            for _ in 0..<100 { ThreadTeam.shared.run(tally.work, seats: ThreadBudget.cores, budget: nil) }
            usleep(1000)
            let before = clock()
            usleep(300_000)
            let milliseconds = Double(clock() - before) / Double(CLOCKS_PER_SEC) * 1000
            // A single thread that spins takes all of it, or its share of a busy machine; one that sleeps takes next to nothing.
            #expect(milliseconds < 30, "\(milliseconds) ms of processor time in 300 ms of waiting")
        }
    }
}
