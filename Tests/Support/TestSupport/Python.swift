import Foundation

/// The Python that `make python` sets up, or that `DESCENT_PYTHON` names; tests that need it are skipped where it is absent.
public enum Python {
    public static let path: String? = {
        let own = OtherProgram.tests.deletingLastPathComponent().appendingPathComponent(".build/python/bin/python").path
        let named = ProcessInfo.processInfo.environment["DESCENT_PYTHON"]
        return [named ?? own].first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Runs a script, named from the folder `Tests`, and returns what it prints.
    public static func run(_ script: String, _ arguments: [String]) throws -> String {
        try OtherProgram.run(path!, ["-B", OtherProgram.tests.appendingPathComponent(script).path] + arguments)
    }
}
