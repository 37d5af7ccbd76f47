import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The command under `mpirun`, as `make test-mpi` builds it with the trait MPI.
enum Job {
    /// Nil where it was not built: the tests of ranks are skipped then.
    static let program = ProcessInfo.processInfo.environment["DESCENT_MPI_PROGRAM"]
    static var isThere: Bool { program != nil }

    /// So many ranks on this machine, whatever it has.
    ///
    /// - Parameter telling: the environment of the ranks, but not of `mpirun`.
    static func words(_ ranks: Int, _ line: String, telling: [String: String] = [:]) -> [String] {
        ["-np", "\(ranks)", "--oversubscribe"] + telling.flatMap { ["-x", "\($0)=\($1)"] } + [program!]
            + line.split(separator: " ").map(String.init)
    }

    /// Ranks that root may start, and that talk among themselves alone.
    static let environment = [
        "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_btl_vader_single_copy_mechanism": "none", "OMPI_MCA_rmaps_base_oversubscribe": "1",
    ]
}

extension Bench {
    func startJob(
        _ ranks: Int, _ line: String, environment: [String: String] = [:], telling: [String: String] = [:]
    ) throws -> Running {
        try Running(
            "mpirun", Job.words(ranks, line, telling: telling), in: files.folder,
            environment: Job.environment.merging(environment) { $1 })
    }

    func job(_ ranks: Int, _ line: String, environment: [String: String] = [:]) throws -> Ended {
        try startJob(ranks, line, environment: environment).wait(seconds: 120)
    }

    /// The same program without `mpirun`.
    func alone(_ line: String) throws -> Ended {
        try Running(Job.program!, line.split(separator: " ").map(String.init), in: files.folder).wait(seconds: 120)
    }
}

extension Running {
    /// The ranks that `mpirun` has started.
    var ranks: [pid_t] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { pid_t($0) }.filter { Self.stat($0)?.parent == pid && Self.isRunning($0) }.sorted()
    }

    /// Whether a process has not ended, which one that nobody has asked about is still listed as.
    static func isRunning(_ process: pid_t) -> Bool { stat(process).map { !"ZX".contains($0.state) } ?? false }

    /// Whether processes have ended, or do within a minute: `mpirun` may be gone before its ranks are.
    static func areGone(_ processes: [pid_t]) -> Bool {
        for _ in 0..<6000 where processes.contains(where: isRunning) { usleep(10_000) }
        return !processes.contains(where: isRunning)
    }

    private static func stat(_ process: pid_t) -> (state: Substring, parent: pid_t)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return nil }
        // After the name in parentheses.
        let words = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard words.count > 1, let parent = pid_t(words[1]) else { return nil }
        return (words[0], parent)
    }
}
