internal import Descent

extension ThreadBudget {
    /// Threads to read a file with.
    ///
    /// - Throws: `illegalOption` for a number that is none of threads.
    static func grant(toRead threads: Int?) throws(FileError) -> Grant {
        do { return try grant(asked: threads) } catch {
            guard case .illegalOption(let name, let value, let requirement) = error else {
                preconditionFailure("\(error)")
            }
            throw .illegalOption(name: name, value: value, requirement: requirement)
        }
    }
}
