internal import CDescentKernels

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How many threads a sweep uses: the number asked for, else `DESCENT_THREADS`, else the cores this process may use.
///
/// A number that somebody asked for is honoured, also above the number of cores; the default never exceeds it.
public enum ThreadBudget {
    /// The largest number that may be asked for; more, or less than 1, is an `illegalOption`.
    public static let maximum = 1024

    /// Cores that the scheduler lets this process run on.
    public static let cores = descent_cores()

    static func threads(asked: Int?) throws(DescentError) -> Int {
        try threads(asked: asked, environment: getenv("DESCENT_THREADS").map { String(cString: $0) })
    }

    static func threads(asked: Int?, environment: String?) throws(DescentError) -> Int {
        let requirement = "a whole number from 1 to \(maximum)"
        if let asked {
            guard (1...maximum).contains(asked) else {
                throw .illegalOption(name: "threads", value: "\(asked)", requirement: requirement)
            }
            return asked
        }
        guard let word = environment, !word.isEmpty else { return min(cores, maximum) }
        guard let count = Int(word), (1...maximum).contains(count) else {
            throw .illegalOption(name: "DESCENT_THREADS", value: word, requirement: requirement)
        }
        return count
    }
}
