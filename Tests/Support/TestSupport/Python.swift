import Foundation

/// The Python that `make python` sets up, or that `DESCENT_PYTHON` names; tests that need it are skipped where it is absent.
public enum Python {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    public static let path: String? = {
        let own = tests.deletingLastPathComponent().appendingPathComponent(".build/python/bin/python").path
        let named = ProcessInfo.processInfo.environment["DESCENT_PYTHON"]
        return [named ?? own].first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Runs a script, named from the folder `Tests`, and returns what it prints.
    public static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process(), output = Pipe(), errors = Pipe()
        process.executableURL = URL(fileURLWithPath: path!)
        process.arguments = ["-B", tests.appendingPathComponent(script).path] + arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let trouble = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: trouble) }
        return text
    }
}
