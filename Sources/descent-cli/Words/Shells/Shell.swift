/// A shell for which `descent completions` writes what it completes: commands, flags, values that are words, and files.
enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// A file for the shell, of the table of flags.
    var completions: String {
        switch self {
        case .bash: Self.bashFile
        case .zsh: Self.zshFile
        case .fish: Self.fishFile
        }
    }

    static var title: String {
        "# What the shell completes of descent \(Command.version); written by `descent completions`."
    }
}

extension String {
    /// One word of any of the shells, whatever characters it has.
    var quotedForShell: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The same for fish, in which a backslash stands for itself between quotes but before another or a quote.
    var quotedForFish: String {
        "'" + map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
