import Testing

@testable import Descent

/// How many threads a sweep gets, and that a team does what it is asked.
@Suite struct ThreadBudgetTests {
    @Test func whatIsAskedComesFirst() throws {
        #expect(try ThreadBudget.threads(asked: 7, environment: "3") == 7)
        #expect(try ThreadBudget.threads(asked: nil, environment: "3") == 3)
        #expect(try ThreadBudget.threads(asked: nil, environment: "") == ThreadBudget.cores)
        #expect(try ThreadBudget.threads(asked: nil, environment: nil) == ThreadBudget.cores)
    }

    @Test(arguments: ["0", "-1", "two", "1.5", "1025", "99999999999999999999"])
    func aBadVariableIsNamed(_ word: String) {
        do {
            _ = try ThreadBudget.threads(asked: nil, environment: word)
            Issue.record("\(word) was taken")
        } catch {
            #expect("\(error)" == "DESCENT_THREADS is \(word), but must be a whole number from 1 to 1024")
        }
    }

    @Test(arguments: [0, -1, 1025])
    func aBadNumberIsNamed(_ count: Int) {
        #expect(throws: DescentError.self) { try ThreadBudget.threads(asked: count, environment: nil) }
    }

    @Test(arguments: [1, 2, 3, 7, 16])
    func everyMemberPerformsOnce(_ members: Int) {
        final class Tally: TeamWork, Sendable {
            let counts: Guarded<[Int]>
            init(_ members: Int) { counts = Guarded(Array(repeating: 0, count: members)) }
            func perform(member: Int) { counts.withLock { $0[member] += 1 } }
        }
        let tally = Tally(members)
        for _ in 0..<200 { ThreadTeam.shared.run(tally, members: members) }
        #expect(tally.counts.withLock { $0 } == Array(repeating: 200, count: members))
    }

    @Test func kernelLevelsAreChosenByName() throws {
        #expect(try KernelLevel.choose(nil, fastest: .avx512) == .avx512)
        #expect(try KernelLevel.choose("", fastest: .avx2) == .avx2)
        #expect(try KernelLevel.choose("portable", fastest: .avx512) == .portable)
        #expect(try KernelLevel.choose("avx2", fastest: .avx512) == .avx2)
        for (word, fastest) in [("avx512", KernelLevel.avx2), ("sse", .avx512), ("AVX2", .avx512)] {
            #expect(throws: DescentError.self) { try KernelLevel.choose(word, fastest: fastest) }
        }
    }
}
