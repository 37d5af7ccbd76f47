import Foundation
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentSweep

/// How many threads a sweep gets, and that a team does what it is asked.
@Suite struct ThreadBudgetTests {
    @Test func whatIsAskedComesFirst() throws {
        let cores = ThreadBudget.Grant(threads: ThreadBudget.cores, budget: ThreadBudget.cores)
        #expect(try ThreadBudget.grant(asked: 7, environment: "3") == .init(threads: 7, budget: nil))
        #expect(try ThreadBudget.grant(asked: nil, environment: "3") == .init(threads: 3, budget: 3))
        #expect(try ThreadBudget.grant(asked: nil, environment: "") == cores)
        #expect(try ThreadBudget.grant(asked: nil, environment: nil) == cores)
    }

    /// Counts its members. The first runs `body` and ends when as many as are expected have come, because a caller that is
    /// done takes back what nobody has begun; or after 10 s, where they never do.
    struct Tally {
        let counts: Guarded<[Int]>
        let work: TeamWork

        init(_ members: Int, expecting expected: Int? = nil, body: @escaping @Sendable () -> Void = {}) {
            let counts = Guarded(Array(repeating: 0, count: members))
            self.counts = counts
            work = TeamWork { member in
                if member == 0 { body() }
                let mine = counts.withLock { counts in
                    counts[member] += 1
                    return counts[member]
                }
                var turns = member == 0 ? 100_000 : 0
                while turns > 0, counts.withLock({ $0.count { $0 >= mine } }) < expected ?? members {
                    usleep(100)
                    turns -= 1
                }
            }
        }

        var members: Int { counts.withLock { $0.count { $0 > 0 } } }
    }

    @Test func runsSideBySideShareTheBudget() {
        let team = ThreadTeam()
        let second = Tally(8, expecting: 3), third = Tally(8)
        let first = Tally(5) {
            // Five of eight are at work: three are left for those who share, and all that they want for who asks.
            team.run(second.work, seats: 8, budget: 8)
            team.run(third.work, seats: 8, budget: nil)
        }
        team.run(first.work, seats: 5, budget: 8)
        #expect(first.members == 5 && second.members == 3 && third.members == 8)
        let last = Tally(8)
        team.run(last.work, seats: 8, budget: 8)
        #expect(last.members == 8, "everything has been given back")
    }

    @Test(arguments: ["0", "-1", "two", "1.5", "1025", "99999999999999999999"])
    func aBadVariableIsNamed(_ word: String) {
        do {
            _ = try ThreadBudget.grant(asked: nil, environment: word)
            Issue.record("\(word) was taken")
        } catch {
            #expect("\(error)" == "DESCENT_THREADS is \(word), but must be a whole number from 1 to 1024")
        }
    }

    @Test(arguments: [0, -1, 1025])
    func aBadNumberIsNamed(_ count: Int) {
        expectIllegal("threads", count) { try ThreadBudget.grant(asked: count, environment: nil) }
    }

    @Test func kernelLevelsAreChosenByName() throws {
        #expect(try KernelLevel.choose(nil, fastest: .avx512) == .avx512)
        #expect(try KernelLevel.choose("", fastest: .avx2) == .avx2)
        #expect(try KernelLevel.choose("portable", fastest: .avx512) == .portable)
        #expect(try KernelLevel.choose("avx2", fastest: .avx512) == .avx2)
        for (word, fastest) in [("avx512", KernelLevel.avx2), ("sse", .avx512), ("AVX2", .avx512)] {
            expectIllegal("DESCENT_KERNELS", word) { try KernelLevel.choose(word, fastest: fastest) }
        }
    }
}
