import Foundation
import Testing

@testable import descent_cli

/// The manual page has all that the help has, and `man` can show it.
@Suite struct ManualTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    static let hasGroff = (try? Bench().shell("command -v groff"))?.status == 0

    private func rendered() throws -> String {
        try bench.files.file("descent.1", bench.run("man").output)
        // Without breaks within words, escapes and breaks of lines.
        let ended = try bench.shell(
            "printf '.nh\\n.pl 30000\\n' | cat - descent.1 | groff -man -Tutf8 -ww -P-c -P-b -P-u -rLL=3000n")
        #expect(ended.status == 0 && ended.err == "", "\(ended)")
        return ended.out
    }

    @Test func isInAscii() throws {
        let ended = try bench.run("man")
        #expect(ended.status == 0 && ended.err == "" && ended.output.allSatisfy { $0 < 128 })
        #expect(
            ended.lines.first?.hasPrefix(".TH \"DESCENT\" \"1\"") == true
                && ended.out.contains(Command.version.replacing("-", with: "\\-")))
    }

    @Test(.enabled(if: hasGroff, "groff is not installed")) func hasAllThatTheHelpHas() throws {
        let page = try rendered()
        for command in Subcommand.allCases {
            let title = "DESCENT \(command.rawValue.uppercased())\n"
            let start = try #require(page.range(of: title)?.upperBound)
            // Up to the next title, which begins at the margin.
            let section = page[start...].split(separator: "\n").prefix { $0.first == " " }.joined(separator: "\n")
            for flag in Flag.all(of: command) {
                let name = flag.name.typed + (flag.value.map { " \($0)" } ?? "")
                #expect(section.contains("\n       \(name)"), "\(command): no \(name)")
                #expect(section.contains(flag.help), "\(command): \(flag.help)")
            }
            for note in command.notes { #expect(section.contains(note), "\(command): \(note)") }
            for usage in command.usage { #expect(page.contains("\n       descent \(usage)\n"), "\(usage)") }
        }
        for (name, meaning) in Manual.environment { #expect(page.contains(name) && page.contains(meaning)) }
    }

    /// On the terminals that `man` writes for.
    @Test(.enabled(if: hasGroff, "groff is not installed"), arguments: ["utf8", "ascii"])
    func rendersWithoutWarnings(_ device: String) throws {
        try bench.files.file("descent.1", bench.run("man").output)
        // Without Greek letters, ASCII has no other word for them.
        let mute = device == "ascii" ? "-Wchar" : ""
        let ended = try bench.shell("groff -man -ww \(mute) -T\(device) -z descent.1")
        #expect(ended.status == 0 && ended.err == "", "\(ended)")
    }

    /// Its examples are command lines that the command takes as far as its files.
    @Test func examplesAreCommandLines() throws {
        for (purpose, line) in Manual.examples where !line.hasPrefix("source") {
            var words: [String] = [], isQuoted = false
            for part in line.split(separator: "'", omittingEmptySubsequences: false) {
                if isQuoted { words.append(String(part)) } else { words += part.split(separator: " ").map(String.init) }
                isQuoted.toggle()
            }
            let ended = try bench.run(Array(words.dropFirst()))
            #expect(ended.status != 2 && purpose.hasSuffix(":"), "\(line): \(ended)")
            if words[1] != "explain", words[1] != "doctor" {
                #expect(ended.err.contains("No such file"), "\(line): \(ended)")
            }
        }
    }

    /// What the environment may say is what the sources ask it.
    @Test func environmentIsWhatIsAsked() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../Sources")
        var asked: Set<String> = ["OPENBLAS_CORETYPE"]
        for case let file as URL in FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)!
        where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /(?:getenv|environment)\("([A-Z_]+)"/) { asked.insert(String(match.1)) }
        }
        #expect(Set(Manual.environment.map(\.0)) == asked)
    }
}
