/// Why a run ended badly, in one line.
enum BenchError: Error {
    /// The command line: exit status 2.
    case usage(String)
    /// Two ways to the same number disagree, or X was read more often than once.
    case wrongAnswer(String)
    /// The release build could not be started.
    case noRelease(String)
    /// stdout takes no more, such as a full disk.
    case output
    /// A file for results cannot be written.
    case file(path: String, reason: String)
    /// A file that is to be compared.
    case unreadable(path: String, reason: String)
    /// Ranks that did not start or did not come to their end; how they were started.
    case ranks(String)
    /// A build without MPI, asked about ranks.
    case noMPI
    /// A process of the run's own ended, or did not start; which one.
    case child(String)

    var status: Int32 {
        if case .usage = self { 2 } else { 1 }
    }
}

extension BenchError: CustomStringConvertible {
    var description: String {
        switch self {
        case .usage(let reason): reason + " (--help lists the options)"
        case .wrongAnswer(let reason): "wrong answer: " + reason
        case .noRelease(let reason): reason
        case .output: "the results could not be written"
        case .file(let path, let reason): "cannot write \(path): \(reason)"
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .ranks(let command): "the ranks did not come to their end: \(command)"
        case .noMPI: "this bench was built without MPI: swift run -c release --traits MPI bench mpi"
        case .child(let which): "the process \(which) ended before the run did"
        }
    }
}
