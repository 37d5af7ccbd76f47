import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// A folder in which the built `descent` runs, as somebody at a terminal would run it.
struct Bench: Sendable {
    let files: Scratch

    init() throws { files = try Scratch() }

    /// Beside the program of the tests, or what `DESCENT_PROGRAM` names.
    static let program: String = {
        if let named = ProcessInfo.processInfo.environment["DESCENT_PROGRAM"] { return named }
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
        let own = bundle ?? (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("descent").path
    }()

    /// Programs that are watched take address space of their own, and time.
    static let isSanitised = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

    /// Whether tests that take minutes are asked for.
    static let isLong = ProcessInfo.processInfo.environment["DESCENT_LONG_TESTS"] != nil
    /// Whether the system tells of processes under /proc.
    static let hasProcesses = FileManager.default.fileExists(atPath: "/proc/self/status")

    func start(_ words: [String], environment: [String: String] = [:], output: String? = nil) throws -> Running {
        try Running(Self.program, words, in: files.folder, environment: environment, output: output)
    }

    func run(_ words: [String], environment: [String: String] = [:], output: String? = nil) throws -> Ended {
        try start(words, environment: environment, output: output).wait()
    }

    func run(_ words: String...) throws -> Ended { try run(words) }

    /// A command line in one text, words between spaces.
    func descent(_ line: String) throws -> Ended { try run(line.split(separator: " ").map(String.init)) }

    /// The same, of which the object on stdout is wanted: a fit that ends well.
    func json(_ line: String, status: Int32 = 0) throws -> [String: Any] {
        let ended = try descent(line + " --json")
        guard ended.status == status else { throw Trouble("descent \(line): \(ended)") }
        return try ended.json
    }

    /// A script of the shell, in which `descent` is the program.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> Ended {
        let beginning = "descent() { \"$DESCENT_PROGRAM\" \"$@\"; }\n"
        return try Running(
            "/bin/sh", ["-c", beginning + script], in: files.folder,
            environment: environment.merging(["DESCENT_PROGRAM": Self.program]) { $1 }
        ).wait()
    }
}
