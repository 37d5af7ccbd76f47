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

    /// What the browser makes of a page, once that is whole. On a busy machine one may end before it is: then another is started, and the
    /// last one's failure is the test's. Each has a folder of its own, which goes with it, so that they do not meet in a profile.
    private static func whole<Result>(_ what: String, _ body: (URL) throws -> Result?) throws -> Result {
        var failure = Failure(description: "the browser ended without a whole \(what)")
        for _ in 0..<3 {
            let folder = URL(fileURLWithPath: NSTemporaryDirectory() + "descent-browser-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            do { if let result = try body(folder) { return result } } catch let error as Failure { failure = error }
        }
        throw failure
    }

    /// A picture of the page as it opens in a window.
    static func screenshot(_ html: String, _ size: Size, _ colours: Colours) throws -> Data {
        try whole("picture") { folder in
            let picture = folder.appendingPathComponent("page.png")
            _ = try open(
                html, in: folder,
                ["--screenshot=\(picture.path)", "--window-size=\(size.width),\(size.height)"]
                    + ["--blink-settings=preferredColorScheme=\(colours.rawValue)"])
            // The last chunk of a PNG, before its checksum.
            return read(picture) { $0.suffix(8).starts(with: Data("IEND".utf8)) }
        }
    }

    /// The page on paper.
    static func pdf(_ html: String) throws -> Data {
        try whole("document on paper") { folder in
            let paper = folder.appendingPathComponent("page.pdf")
            _ = try open(html, in: folder, ["--print-to-pdf=\(paper.path)", "--no-pdf-header-footer"])
            return read(paper) { String(decoding: $0.suffix(8), as: UTF8.self).contains("%%EOF") }
        }
    }

    /// The document once its scripts have run, which it says by a word of its own.
    static func document(_ html: String, _ size: Size, saying word: String) throws -> String {
        try whole("document that says '\(word)'") { folder in
            let document = try open(html, in: folder, ["--dump-dom", "--window-size=\(size.width),\(size.height)"])
            return document.contains(word) ? document : nil
        }
    }

    private static func read(_ file: URL, _ isWhole: (Data) -> Bool) -> Data? {
        guard let data = try? Data(contentsOf: file), isWhole(data) else { return nil }
        return data
    }

    private static func open(_ html: String, in folder: URL, _ arguments: [String]) throws -> String {
        let page = folder.appendingPathComponent("page.html")
        // With the mark of UTF-8 in front: on a busy machine a browser once took a page for Latin-1 that says otherwise in its head.
        try (Data([0xef, 0xbb, 0xbf]) + Data(html.utf8)).write(to: page)
        let output = folder.appendingPathComponent("output"), errors = folder.appendingPathComponent("errors")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path!)
        process.arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-extensions", "--disable-background-networking",
                // The page's own clock, which stands still while anything is to be loaded or done: what is asked for comes after ten
                // seconds of that one, however long they take, and of a frame that has gone through all stages.
                "--virtual-time-budget=10000", "--run-all-compositor-stages-before-draw",
                "--user-data-dir=\(folder.appendingPathComponent("profile").path)",
            ] + arguments + [page.absoluteString]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        // So long none takes that ends at all.
        guard ended.wait(timeout: .now() + 300) == .success else {
            kill(process.processIdentifier, SIGKILL)
            throw Failure(description: "the browser did not end within 300 s")
        }
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
