import Foundation

/// The Chromium that `make browser` installs, or that `DESCENT_BROWSER` names; tests that need it are skipped where it is
/// absent.
enum Browser {
    static let path: String? = {
        let named = ProcessInfo.processInfo.environment["DESCENT_BROWSER"].map { [$0] }
        let usual = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/" + $0 }
        return (named ?? usual).first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// A browser takes as long beside a debug build, and shows the same.
    static var isAsked: Bool {
        #if DEBUG
            false
        #else
            path != nil
        #endif
    }

    static let absence = "a debug build, or no Chromium; `make browser` installs it"

    enum Colours: Int, Sendable, CaseIterable {
        case dark = 0
        case light = 1
    }

    struct Size: Sendable {
        let width: Int
        let height: Int
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A folder of its own for each run, which goes with it, so that runs do not meet in a profile.
    private static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory() + "descent-browser-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A picture of the page as it opens in a window.
    static func screenshot(_ html: String, _ size: Size, _ colours: Colours) throws -> Data {
        try inFolder { folder in
            let picture = folder.appendingPathComponent("page.png")
            _ = try open(
                html, in: folder,
                ["--screenshot=\(picture.path)", "--window-size=\(size.width),\(size.height)"]
                    + ["--blink-settings=preferredColorScheme=\(colours.rawValue)"])
            return try Data(contentsOf: picture)
        }
    }

    /// The page on paper.
    static func pdf(_ html: String) throws -> Data {
        try inFolder { folder in
            let paper = folder.appendingPathComponent("page.pdf")
            _ = try open(html, in: folder, ["--print-to-pdf=\(paper.path)", "--no-pdf-header-footer"])
            return try Data(contentsOf: paper)
        }
    }

    /// The document once its scripts have run.
    static func document(_ html: String, _ size: Size) throws -> String {
        try inFolder { folder in
            try open(html, in: folder, ["--dump-dom", "--window-size=\(size.width),\(size.height)"])
        }
    }

    private static func open(_ html: String, in folder: URL, _ arguments: [String]) throws -> String {
        let page = folder.appendingPathComponent("page.html")
        try Data(html.utf8).write(to: page)
        let output = folder.appendingPathComponent("output"), errors = folder.appendingPathComponent("errors")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path!)
        process.arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--user-data-dir=\(folder.appendingPathComponent("profile").path)",
            ] + arguments + [page.absoluteString]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        guard ended.wait(timeout: .now() + 60) == .success else {
            kill(process.processIdentifier, SIGKILL)
            throw Failure(description: "the browser did not end within 60 s")
        }
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
