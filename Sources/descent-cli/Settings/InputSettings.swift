internal import Descent
internal import DescentFiles

/// Which samples a command reads, and how.
struct InputSettings: Sendable {
    /// Of one file, folder or pattern; of several files what they are called together.
    private(set) var path: String
    /// As they were given.
    private let words: [String]
    /// What people call it.
    let name: String
    let kind: Kind
    /// Which tensor of a safetensors file; nil for its only one.
    let tensor: String?
    /// A .npy file.
    let targetsPath: String?
    /// A .npy file, or a column's name.
    let sampleWeights: String?
    var offset: String?
    private(set) var labels: [String]?
    private(set) var csv: CSVOptions
    /// What is learned from which terms of a table; nil where its columns are features.
    let formula: String?
    let reading: FileReading
    /// How large a LIBSVM file may become when it is dense.
    let denseLimit: DenseLimit
    /// Nil where nobody said.
    let isFloat: Bool?
    let threads: Int?
    let isQuiet: Bool

    enum Kind: String, Sendable {
        case npy, safetensors, csv, libsvm

        /// Of arrays, which are numbers alone: targets, weights and offsets are files of their own.
        var isArray: Bool { self == .npy || self == .safetensors }
        /// Of the files that a folder stands for.
        var ending: String { self == .safetensors ? ".safetensors" : ".npy" }

        /// Of files that are read: also of the name within that of a packed one, and of texts that are tables.
        init?(reading path: String) {
            let name = FilePaths.withoutPacking(path)
            guard let kind = Kind(path: name) ?? (name.lowercased().hasSuffix(".txt") ? .csv : nil) else { return nil }
            guard name == path || !kind.isArray else { return nil }
            self = kind
        }

        /// By the ending of a name; nil where that says nothing.
        init?(path: String) {
            let name = path.hasSuffix("/") ? String(path.dropLast()) : path
            guard let dot = name.lastIndex(of: "."), !name[dot...].contains("/") else { return nil }
            switch name[dot...].lowercased() {
            case ".npy": self = .npy
            case ".safetensors": self = .safetensors
            case ".csv", ".tsv": self = .csv
            case ".libsvm", ".svm", ".svmlight": self = .libsvm
            default: return nil
            }
        }

        /// Of the files of a table in a folder.
        static let tableEndings = FilePaths.alsoPacked([".csv", ".tsv", ".txt"])

        static let words: [(String, Kind)] = [
            ("npy", .npy), ("safetensors", .safetensors), ("csv", .csv), ("libsvm", .libsvm),
        ]
    }

    init(_ arguments: Arguments) throws(Failure) {
        let command = arguments.command
        words = try Self.words(arguments)
        (path, tensor) = words.count == 1 ? Self.tensor(in: words[0]) : (Self.together(words), nil)
        name = path == "-" ? "stdin" : path
        kind = try Self.kind(path, words, arguments)
        if tensor != nil, kind != .safetensors {
            throw .usage("a tensor belongs to a .safetensors file, and \(path.shown) is \(kind.rawValue)", command)
        }
        targetsPath = arguments[.targets]
        sampleWeights = arguments[.sampleWeights]
        offset = arguments[.offset]
        labels = try arguments.list(.labels)
        if let labels, labels.count < 2 || Set(labels).count < labels.count {
            throw arguments.wrong(.labels, "two names at least, each once")
        }
        let files = kind == .csv ? try Self.files(words, command) : []
        csv = try CSVOptions(arguments, path: files.first ?? path)
        csv.files = files == [path] ? [] : files
        formula = arguments[.formula]
        try Self.requireAlone(arguments)
        // A file that is truncated meanwhile is an error; the handler of SIGBUS is this program's own.
        reading = arguments.has(.noMap) ? .copied : .guarded
        denseLimit = arguments.has(.dense) ? .memory : .thousandfold
        isFloat = try arguments.choice(.precision, of: [("double", false), ("float", true)])
        threads = try arguments.count(.threads, to: ThreadBudget.maximum) ?? Ranks.threads
        isQuiet = arguments.has(.quiet)
        if kind == .csv, command != .convert {
            if targetsPath != nil { throw .usage("--targets belongs to arrays; name the column by --target", command) }
        } else if kind != .csv {
            // Of what is written.
            let writesCSV = command == .predict || command == .convert
            let columns: [Flag.Name] = [
                .target, .columns, .exclude, .oneHot, .contrast, .missing, .missingLevel, .noHeader, .separator,
                .carry, .na, .decimal, .encoding, .formula, .unknown,
            ]
            for flag in columns where arguments.has(flag) && !(writesCSV && flag == .noHeader) {
                throw .usage("\(flag.typed) belongs to CSV files, and \(path.shown) is \(kind.rawValue)", command)
            }
        }
        if kind != .libsvm, arguments.has(.dense) {
            throw .usage("--dense belongs to LIBSVM files, and \(path.shown) is \(kind.rawValue)", command)
        }
        if kind == .libsvm, command != .convert, targetsPath != nil {
            throw .usage("--targets belongs to arrays; a LIBSVM file has its labels", command)
        }
    }

    /// A formula says all that other words would.
    private static func requireAlone(_ arguments: Arguments) throws(Failure) {
        guard arguments.has(.formula) else { return }
        let others: [(Flag.Name, String)] = [
            (.columns, "the terms"), (.oneHot, "C(x, none)"), (.contrast, "C(x)"), (.offset, "offset(x)"),
            (.noBias, "- 1"),
        ]
        for (flag, words) in others where arguments.has(flag) {
            throw .usage("\(flag.typed) does not go with --formula, which has \(words) for it", arguments.command)
        }
    }

    /// The same, with what stdin brings in a file that commands can read more than once. Where nothing comes by stdin, the same.
    func spooled<Result>(_ command: Subcommand, _ body: (InputSettings) throws -> Result) throws -> Result {
        guard path == "-" else { return try body(self) }
        guard Ranks.all == nil else { throw Failure.usage("several ranks do not share a stdin: name a file", command) }
        let file = try SpooledInput()
        Talk(isQuiet: isQuiet).note(
            "stdin is kept in a temporary file, \(file.bytes) bytes, that is gone when this ends")
        var result = self
        result.path = file.path
        do { return try withExtendedLifetime(file) { try body(result) } } catch {
            // Nobody else knows the file by its path.
            guard case .run(let message) = Failure(error) else { throw error }
            throw Failure.run(message.replacing(file.path, with: name))
        }
    }

    /// The files that a command reads by these settings; it may add others, and those that it writes.
    func files(of command: Subcommand) -> CommandFiles {
        var files = CommandFiles(command)
        for path in csv.files.isEmpty ? [path] : csv.files {
            files.reads(path, as: "the samples", ending: kind.ending)
        }
        if kind.isArray { files.reads(targetsPath, as: Flag.Name.targets.typed) }
        // Of a table they are columns.
        if kind != .csv {
            files.reads(sampleWeights, as: Flag.Name.sampleWeights.typed)
            files.reads(offset, as: Flag.Name.offset.typed)
        }
        return files
    }

    /// The same settings, where a model's classes are called so and nobody calls them otherwise. In files of numbers, classes whose names are
    /// none are their indices.
    func naming(classes: [String]?) -> InputSettings {
        var result = self
        let areNumbers = classes?.allSatisfy { Numbers.whole($0) != nil } ?? true
        if labels == nil, kind == .csv || areNumbers { result.labels = classes }
        return result
    }

    /// The same, with what is to become of missing values; a row without a prediction is one that is left out first.
    func missing(_ policy: ModelUse.Missing?) -> InputSettings {
        var result = self
        switch policy {
        case nil: break
        case .refuse, .mean: result.csv.missing = .refuse
        case .drop, .blank: result.csv.missing = .drop
        }
        return result
    }

    private static func words(_ arguments: Arguments) throws(Failure) -> [String] {
        switch (arguments[.features], arguments.operands) {
        case (let path?, let others):
            guard let other = others.first, arguments.command != .convert else { return [path] }
            throw .usage("'\(other.shown)' is one word too many beside --features", arguments.command)
        case (nil, let paths):
            guard let first = paths.first else {
                throw .usage("\(arguments.command.rawValue) needs samples: --features FILE", arguments.command)
            }
            return arguments.command == .convert ? [first] : paths
        }
    }

    private static func together(_ words: [String]) -> String {
        "\(words[0]) and \(words.count - 1) other\(words.count == 2 ? "" : "s")"
    }

    /// The files of a table, in order: as they are given, of a folder or a pattern by their names.
    private static func files(_ words: [String], _ command: Subcommand) throws(Failure) -> [String] {
        guard words != ["-"] else { return [] }
        var files: [String] = []
        for word in words {
            do throws(FileError) {
                files += try FilePaths.matching(word, endings: Kind.tableEndings)
            } catch {
                // What is not there whoever opens it will tell.
                guard words.count == 1, case .system = error else { throw Failure(error) }
                files.append(word)
            }
        }
        var known: [FileIdentity: String] = [:]
        for file in files {
            guard let identity = FileIdentity(file) else { continue }
            if known.updateValue(file, forKey: identity) != nil {
                throw .usage("\(file.shown) is there twice among the files of one table", command)
            }
        }
        return files
    }

    /// Whether a word stands for CSV files, by their names.
    private static func isTable(_ word: String) -> Bool {
        if Kind(reading: word) == .csv { return true }
        let found = (try? FilePaths.matching(word, endings: Kind.tableEndings)) ?? []
        return !found.isEmpty && found.allSatisfy { Kind(reading: $0) == .csv }
    }

    /// `X.safetensors:pixels` is a tensor of that file.
    private static func tensor(in word: String) -> (path: String, tensor: String?) {
        let mark = InputSettings.Kind.safetensors.ending + ":"
        // A file of exactly that name comes first.
        if (try? FilePaths.matching(word, ending: Kind.safetensors.ending)) == [word] { return (word, nil) }
        for colon in word.indices where word[colon] == ":" && word[...colon].lowercased().hasSuffix(mark) {
            return (String(word[..<colon]), String(word[word.index(after: colon)...]))
        }
        return (word, nil)
    }

    private static func kind(_ path: String, _ words: [String], _ arguments: Arguments) throws(Failure) -> Kind {
        if words.contains("-"), arguments.command == .cv || words.count > 1 {
            let reason =
                arguments.command == .cv ? "cv reads its samples from a file, not from stdin" : "stdin is a table alone"
            throw .usage(reason, arguments.command)
        }
        let said = try arguments.choice(.format, of: Kind.words)
        if words.count > 1 {
            var other = words.first { !isTable($0) }
            if let said { other = said == .csv ? nil : words[1] }
            guard let other else { return .csv }
            throw .usage(
                "'\((other == words[0] ? words[1] : other).shown)' is one word too many: several files are one table where all are CSV;"
                    + " of arrays a folder or a 'pattern' names several", arguments.command)
        }
        if let said { return said }
        if path == "-" { return .csv }
        if let kind = Kind(reading: path) { return kind }
        let found = (try? FilePaths.matching(path, ending: Kind.safetensors.ending)) ?? []
        if found != [path], !found.isEmpty, found.allSatisfy({ $0.hasSuffix(Kind.safetensors.ending) }) {
            let arrays = (try? FilePaths.matching(path, ending: Kind.npy.ending)) ?? []
            guard arrays.isEmpty || arrays == found else {
                throw .usage(
                    "\(path.shown) has .npy files and .safetensors files: --format says which are meant",
                    arguments.command)
            }
            return .safetensors
        }
        if (try? NpyFiles(path)) != nil { return .npy }
        if isTable(path) { return .csv }
        if path.hasSuffix("/") { return .npy }
        throw .usage(
            "the name of \(path.shown) does not tell what it is: .npy, .safetensors, .csv, .tsv, .txt or .libsvm, or --format",
            arguments.command)
    }
}
