internal import CDescentKernels
package import DescentAlgebra

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How many threads a sweep uses: the number asked for, else its share of the process's budget, which is
/// `DESCENT_THREADS` or else the cores that this process may use.
///
/// A child that a process forks after it has used them has no threads, and every call that would share them throws
/// ``DescentError/noThreads(reason:)`` there. Fork before the first use, or start another program.
///
/// A number that was asked for is honoured, also above the number of cores. Sweeps that ask for none draw from the one
/// budget when they run: beside others they get what is left of it, and always their own caller's thread.
public enum ThreadBudget {
    /// The largest number that may be asked for; more, or less than 1, is an `illegalOption`.
    package static let maximum = 1024

    /// Cores that the scheduler lets this process run on.
    public static let cores = descent_cores()

    /// Threads of a sweep, and the budget that it shares with others unless it asked for its own number.
    package struct Grant: Sendable, Equatable {
        package let threads: Int
        package let budget: Int?

        package init(threads: Int, budget: Int?) {
            self.threads = threads
            self.budget = budget
        }
    }

    package static func grant(asked: Int?) throws(DescentError) -> Grant {
        try grant(asked: asked, environment: getenv("DESCENT_THREADS").map { String(cString: $0) })
    }

    static func grant(asked: Int?, environment: String?) throws(DescentError) -> Grant {
        try Fork.requireNone()
        let requirement = "a whole number from 1 to \(maximum)"
        if let asked {
            guard (1...maximum).contains(asked) else {
                throw .illegalOption(name: "threads", value: "\(asked)", requirement: requirement)
            }
            return Grant(threads: asked, budget: nil)
        }
        guard let word = environment, !word.isEmpty else {
            return Grant(threads: min(cores, maximum), budget: min(cores, maximum))
        }
        guard let count = Int(word), (1...maximum).contains(count) else {
            throw .illegalOption(name: "DESCENT_THREADS", value: word, requirement: requirement)
        }
        return Grant(threads: count, budget: count)
    }
}
