internal import DescentFiles

/// The files that a command reads and those that it writes: none that it writes takes the place of another, whatever they are called.
struct CommandFiles {
    private struct Known {
        let identity: FileIdentity
        let role: String
        /// For people: the path, and why the file is there.
        let words: String
    }

    private let command: Subcommand
    private var known: [Known] = []

    init(_ command: Subcommand) { self.command = command }

    /// Notes what is read: a file, or all that a folder or a pattern stands for.
    ///
    /// Where there is nothing, whoever reads will say so.
    ///
    /// - Parameters:
    ///   - role: of a flag its name, as it is typed.
    ///   - ending: of the files in a folder.
    mutating func reads(_ word: String?, as role: String, ending: String = ".npy") {
        guard let word else { return }
        for path in (try? FilePaths.matching(word, ending: ending)) ?? [] {
            guard let identity = FileIdentity(path) else { continue }
            let place = path == word ? "" : " \(word.shown)"
            known.append(Known(identity: identity, role: role, words: "\(path.shown), which is read (\(role)\(place))"))
        }
    }

    /// Makes sure that a file can be written, and that it is none of those that are known.
    ///
    /// A checkpoint may take the place of the one that its fit goes on from.
    ///
    /// - Parameters:
    ///   - path: nil for nothing.
    ///   - role: as of what is read.
    ///   - isOwn: whether every rank writes a file of its own, or this command runs on one of them; else one rank writes for all.
    /// - Throws: `usage` for a file that would take another's place; what the file is not written for.
    mutating func writes(_ path: String?, as role: String, isOwn: Bool = false) throws {
        guard let path else { return }
        if path == "-" { throw Failure.usage("\(command.rawValue) writes a file; '-' is none", command) }
        if let identity = FileIdentity(path) {
            try require(identity, "\(role) \(path.shown) would take the place of", as: role)
            known.append(Known(identity: identity, role: role, words: "\(path.shown), which is written (\(role))"))
        }
        if isOwn {
            try OutputFile.requireWritable(path)
        } else {
            try Ranks.first { try OutputFile.requireWritable(path) }
        }
    }

    /// Notes that results are printed, which a shell may send to a file.
    mutating func prints() throws {
        guard let identity = FileIdentity(descriptor: 1) else { return }
        try require(identity, "stdout would go into", as: "stdout")
        known.append(Known(identity: identity, role: "stdout", words: "the file that stdout goes to"))
    }

    private func require(_ identity: FileIdentity, _ problem: String, as role: String) throws(Failure) {
        let isCheckpoint = role == Flag.Name.checkpoint.typed
        let other = known.first {
            $0.identity == identity && !(isCheckpoint && $0.role == Flag.Name.resume.typed)
        }
        if let other { throw .usage("\(problem) \(other.words); nothing was written", command) }
    }
}
