import Foundation
import Testing

@testable import descent_cli

/// Shells complete what the table of flags has: asked of the shells themselves, where they are installed.
@Suite struct CompletionsTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    static let hasBash = installed("bash"), hasZsh = installed("zsh"), hasFish = installed("fish")
    private static func installed(_ program: String) -> Bool {
        (try? Bench().shell("command -v \(program)"))?.status == 0
    }

    static let valued = Subcommand.allCases.flatMap { command in
        Flag.all(of: command).filter { $0.value != nil }.map { (command: command, flag: $0) }
    }

    /// What is completed at the end of each line, by a script of the shell that prints it after a line `@@ NUMBER`.
    private func completed(_ lines: [[String]], _ shell: String, _ script: ([String]) -> String) throws -> [[String]] {
        let made = try bench.run("completions", shell)
        try #require(made.status == 0 && made.err == "")
        try bench.files.file("completions", made.output)
        try bench.files.file("a b.csv", "")
        let calls = lines.enumerated().map { "echo '@@ \($0)'\n" + script($1) }
        try bench.files.file("script", calls.joined(separator: "\n"))
        let ended = try Running("/usr/bin/env", [shell, bench.files.path("script")], in: bench.files.folder).wait()
        try #require(ended.status == 0 && ended.err == "", "\(ended)")
        return ended.out.split(separator: "@@ ").map { $0.split(separator: "\n").dropFirst().map(String.init) }
    }

    private func byBash(_ lines: [[String]]) throws -> [[String]] {
        try completed(lines, "bash") { words in
            let quoted = words.map(\.quotedForShell).joined(separator: " ")
            return "source ./completions; COMP_WORDS=(descent \(quoted)); COMP_CWORD=\(words.count); _descent\n"
                + "((${#COMPREPLY[@]})) && printf '%s\\n' \"${COMPREPLY[@]}\"\ntrue"
        }
    }

    @Test(.enabled(if: hasBash, "bash is not installed")) func bashKnowsCommandsAndFlags() throws {
        let commands = Subcommand.allCases
        let found = try byBash([[""], ["tr"]] + commands.map { [$0.rawValue, "--"] } + [["train", "--miss"]])
        #expect(found[0] == commands.map(\.rawValue) + ["--help", "--version"] && found[1] == ["train"])
        for (command, flags) in zip(commands, found[2...]) {
            #expect(flags == Flag.all(of: command).map(\.name.typed), "\(command)")
        }
        #expect(found.last == ["--missing", "--missing-level"])
    }

    /// Words, files, or nothing: after a space, and after an equals sign, which bash makes a word of its own.
    @Test(.enabled(if: hasBash, "bash is not installed")) func bashKnowsValues() throws {
        let lines = Self.valued.map { [$0.command.rawValue, $0.flag.name.typed, ""] }
        let found = try byBash(lines + lines.map { [$0[0], $0[1], "="] })
        for (index, (command, flag)) in (Self.valued + Self.valued).enumerated() {
            let files = ["a b.csv", "completions", "script"]
            #expect(
                found[index].sorted() == (flag.takesFile ? files : flag.words.sorted()),
                "\(command) \(flag.name): \(found[index])")
        }
    }

    @Test(.enabled(if: hasBash, "bash is not installed")) func bashKnowsFiles() throws {
        let found = try byBash([
            ["train", "a"], ["train", "--features", "a "], ["completions", ""], ["doctor", "a"],
        ])
        #expect(found == [["a b.csv"], ["a b.csv"], ["bash", "zsh", "fish"], []])
    }

    /// By what the file hands to zsh's own functions.
    @Test(.enabled(if: hasZsh, "zsh is not installed")) func zshKnowsAll() throws {
        let commands = Subcommand.allCases
        let found = try completed([[""]] + commands.map { [$0.rawValue, ""] }, "zsh") { words in
            """
            compdef() {}; _describe() { print -rl -- $commands }; _arguments() { print -rl -- "$@" }
            source ./completions; words=(descent \(words.map(\.quotedForShell).joined(separator: " "))); CURRENT=\(words.count + 1)
            _descent
            """
        }
        #expect(found[0] == commands.map { "\($0.rawValue):\($0.summary)" })
        for (command, specifications) in zip(commands, found[1...]) {
            let named = specifications.filter { $0.hasPrefix("--") }
            #expect(
                named.map { String($0.prefix { $0 != "[" && $0 != "=" }) } == Flag.all(of: command).map(\.name.typed))
            for (flag, words) in zip(Flag.all(of: command), named) {
                #expect(
                    words.contains("=[") == (flag.value != nil) && words.hasSuffix(":_files") == flag.takesFile,
                    "\(words)")
                if !flag.words.isEmpty { #expect(words.hasSuffix(":(\(flag.words.spaced))"), "\(words)") }
            }
            #expect(specifications.contains("*:file:_files") == command.takesFiles)
        }
    }

    @Test(.enabled(if: hasFish, "fish is not installed")) func fishKnowsAll() throws {
        let commands = Subcommand.allCases, valued = Self.valued.filter { !$0.flag.words.isEmpty }
        let lines =
            [[""]] + commands.map { [$0.rawValue, "--"] }
            + valued.map { [$0.command.rawValue, $0.flag.name.typed, ""] } + [
                ["train", "a"], ["predict", "--model", "a"],
            ]
        let found = try completed(lines, "fish") { words in
            "source ./completions; complete -C \(("descent " + words.joined(separator: " ")).quotedForFish)"
        }.map { $0.map { String($0.prefix { $0 != "\t" }) } }
        #expect(Set(found[0]) == Set(commands.map(\.rawValue)))
        for (command, flags) in zip(commands, found[1...]) {
            #expect(flags.sorted() == Flag.all(of: command).map(\.name.typed).sorted(), "\(command)")
        }
        for (index, (command, flag)) in valued.enumerated() {
            // Fish shows words that begin with a dot only behind a dot.
            let shown = flag.words.filter { !$0.hasPrefix(".") }.sorted()
            #expect(found[1 + commands.count + index].sorted() == shown, "\(command) \(flag.name)")
        }
        #expect(found.suffix(2) == [["a b.csv"], ["a b.csv"]])
    }

    /// The words that are completed are those that the command takes: it lists them where none of them is given.
    @Test func wordsAreThoseThatAreTaken() throws {
        let open: Set<Flag.Name> = [.carry, .classWeights, .activation, .cost, .threshold]
        for (command, flag) in Self.valued where !flag.words.isEmpty && !open.contains(flag.name) {
            let needed = command == .predict || command == .evaluate ? ["--model", "m"] : []
            let operands = command == .convert ? ["a.csv", "b.npy"] : command == .explain ? [] : ["a.csv"]
            let target = [.train, .cv, .evaluate].contains(command) ? ["--target", "y"] : []
            let ended = try bench.run([command.rawValue] + needed + operands + target + ["\(flag.name.typed)=?"])
            #expect(ended.status == 2 && ended.err.contains(flag.words.joinedByOr), "\(command) \(flag.name): \(ended)")
        }
        let pair = ["train", "a.csv", "--target", "y", "--activation"]
        try #expect(bench.run(pair + ["?"]).err.contains(NeuronSettings.activationNames.joinedByOr))
        try #expect(bench.run(pair + ["tanh", "--cost", "?"]).err.contains(NeuronSettings.costNames.joinedByOr))
    }

    @Test func otherShells() throws {
        try bench.expectRefused("completions", status: 2, "needs a shell: bash, zsh or fish")
        try bench.expectRefused("completions csh", status: 2, "'csh'", "bash, zsh or fish")
    }
}
