import Foundation
import Testing

@testable import descent_cli

/// What `--help` prints is kept in the folder Help, word for word: a change of the command is a change there.
/// `DESCENT_WRITE_HELP=1 swift test --filter HelpTests` writes it again.
@Suite struct HelpTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Help")
    static let names = ["descent"] + Subcommand.allCases.map(\.rawValue)

    private func help(_ name: String) throws -> Ended { try bench.run((name == "descent" ? [] : [name]) + ["--help"]) }

    @Test(arguments: names) func isAsWritten(_ name: String) throws {
        let ended = try help(name), file = Self.folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["DESCENT_WRITE_HELP"] == "1" {
            try ended.out.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(ended.status == 0 && ended.err == "")
        try #expect(ended.out == (String(contentsOf: file, encoding: .utf8)))
    }

    @Test(arguments: names) func fits(_ name: String) throws {
        for line in try help(name).lines {
            #expect(line.count <= 100 && line.last != " ", "\(line)")
        }
    }

    /// Each flag of the table stands in the help of exactly its commands.
    @Test(arguments: Subcommand.allCases) func hasTheFlagsOfTheTable(_ command: Subcommand) throws {
        let words = try help(command.rawValue).lines.compactMap { line in
            line.hasPrefix("  --") ? line.split(separator: " ").first.map { String($0.dropFirst(2)) } : nil
        }
        let expected = Flag.all.filter { $0.commands.contains(command) }.map(\.name.rawValue)
        #expect(words.count == Set(words).count && Set(words) == Set(expected))
    }

    @Test func everyNameIsInTheTable() {
        #expect(Set(Flag.all.map(\.name)) == Set(Flag.Name.allCases))
    }

    @Test func otherWays() throws {
        let overview = try help("descent").out
        for words in [["-h"], ["help"]] { try #expect(bench.run(words).out == overview) }
        try #expect(bench.run("train", "-h").out == help("train").out)
        // Whatever else is said, and however wrong.
        try #expect(bench.run("train", "a.csv", "--l2", "x", "--help").out == help("train").out)
        let version = try bench.run("--version")
        #expect(version.status == 0 && version.out.hasPrefix("descent ") && version.lines.count == 1)
    }

    @Test func nothingSaidIsWrong() throws {
        let ended = try bench.run([])
        try #expect(ended.status == 2 && ended.out == "" && ended.err.contains(help("descent").out))
    }
}
