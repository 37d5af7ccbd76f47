internal import Descent
internal import DescentFiles

/// Which samples a command reads, and how.
struct InputSettings: Sendable {
    private(set) var path: String
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

        static let words: [(String, Kind)] = [
            ("npy", .npy), ("safetensors", .safetensors), ("csv", .csv), ("libsvm", .libsvm),
        ]
    }

    init(_ arguments: Arguments) throws(Failure) {
        let command = arguments.command
        (path, tensor) = Self.tensor(in: try Self.path(arguments))
        name = path == "-" ? "stdin" : path
        kind = try Self.kind(path, arguments)
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
        csv = try CSVOptions(arguments, path: path)
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
                .carry, .na, .decimal, .formula, .unknown,
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
        files.reads(path, as: "the samples", ending: kind.ending)
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

    private static func path(_ arguments: Arguments) throws(Failure) -> String {
        switch (arguments[.features], arguments.operands.first) {
        case (let path?, nil), (nil, let path?): return path
        case (_?, let other?):
            throw .usage("'\(other.shown)' is one word too many beside --features", arguments.command)
        case (nil, nil):
            throw .usage("\(arguments.command.rawValue) needs samples: --features FILE", arguments.command)
        }
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

    private static func kind(_ path: String, _ arguments: Arguments) throws(Failure) -> Kind {
        if path == "-", ![.predict, .evaluate].contains(arguments.command) {
            throw .usage("predict and evaluate read stdin, and \(arguments.command.rawValue) a file", arguments.command)
        }
        if let kind = try arguments.choice(.format, of: Kind.words) { return kind }
        if path == "-" { return .csv }
        if let kind = Kind(path: path) { return kind }
        // As a name of an output it would say too little.
        if path.lowercased().hasSuffix(".txt") { return .csv }
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
        if path.hasSuffix("/") || (try? NpyFiles(path)) != nil { return .npy }
        throw .usage(
            "the name of \(path.shown) does not tell what it is: .npy, .safetensors, .csv, .tsv, .txt or .libsvm, or --format",
            arguments.command)
    }
}
