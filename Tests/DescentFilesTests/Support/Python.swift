import Foundation

/// The Python that `make python` sets up, or that `DESCENT_PYTHON` names; tests that need it are skipped where it is absent.
enum Python {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    static let path: String? = {
        let own = package.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(".build/python/bin/python").path
        let named = ProcessInfo.processInfo.environment["DESCENT_PYTHON"]
        return [named ?? own].first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a script of the folder `Python` and returns what it prints.
    static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process(), output = Pipe(), errors = Pipe()
        process.executableURL = URL(fileURLWithPath: path!)
        process.arguments = ["-B", package.appendingPathComponent("Python/" + script).path] + arguments
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
