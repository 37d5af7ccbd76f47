internal import Descent
internal import DescentFiles

/// Why the command ends without what was asked for.
enum Failure: Error {
    /// The words make no sense: status 2.
    case usage(String, Subcommand?)
    /// Data, files or the fit itself: status 1.
    case run(String)
    /// A signal asked for the end: status 128 + its number.
    case interrupted(signal: Int32, checkpoint: String?)
    /// Nobody reads stdout any more; there is nobody to tell, either.
    case nobodyReads

    var status: Int32 {
        switch self {
        case .usage: 2
        case .run: 1
        case .interrupted(let signal, _): 128 + signal
        case .nobodyReads: 141
        }
    }

    /// What goes to stderr; nil for nothing.
    var message: String? {
        switch self {
        case .usage(let reason, let command):
            "\(reason)\n(descent \(command.map { $0.rawValue + " " } ?? "")--help lists what there is)"
        case .run(let reason): reason
        case .interrupted(_, let checkpoint?): "interrupted; \(checkpoint.shown) has the fit so far: go on by --resume"
        case .interrupted(_, nil): "interrupted; nothing was written"
        case .nobodyReads: nil
        }
    }
}

extension Failure {
    /// What the libraries throw, for people at a command line.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case DescentError.illegalOption(let name, let value, let requirement):
            self = .usage("\(name) is \(value), but must be \(requirement)", nil)
        case FileError.system("stdout", _, Output.nobodyReads): self = .nobodyReads
        case FileError.illegalOption(let name, let value, let requirement):
            self = .usage("\(name) is \(value), but must be \(requirement)", nil)
        case let error as FileError: self = .run(error.description + (error.hint.map { "; \($0)" } ?? ""))
        case DescentError.source(_, let underlying as FileError): self.init(underlying)
        default: self = .run("\(error)")
        }
    }
}

extension FileError {
    /// The flag that would help.
    fileprivate var hint: String? {
        switch self {
        case .system(_, "mmap", _), .outOfMemory: "--no-mmap reads a .npy file in parts"
        case .missingValue: Self.missing
        case .notANumber(_, _, _, let value, _) where CSVOptions.missingWords.contains(value): Self.missing
        case .notANumber(_, _, _, let value, _) where value.hasDecimalComma: "--decimal , reads these"
        case .notANumber(_, _, _, let value, _) where value.isMark: "--na '\(value.shown)', if it means a missing value"
        case .notANumber(_, _, _, let value, let name) where value.isDate:
            "a column of dates: --formula with days(\(name.shown)), or leave it out by --columns"
        case .notANumber(_, _, _, let value, let name) where value.contains(where: \.isLetter):
            "a column of text: --one-hot \(name.shown), --contrast \(name.shown), or leave it out by --columns"
        case .unknownLevel(_, _, _, let value, _) where CSVOptions.missingWords.contains(value): Self.missing
        case .tooSparse: "--dense"
        case .tooLarge: "convert a part of it, or bring it as .npy"
        default: nil
        }
    }

    private static let missing =
        "use --missing drop or mean, of predict also blank, or for gaps in texts --missing-level of train"
}

extension String {
    /// Neither letters nor digits, as in `?` or `--`.
    fileprivate var isMark: Bool { !isEmpty && allSatisfy { !$0.isLetter && !$0.isNumber && $0 != "'" } }

    /// Digits with marks between them, as in 2026-11-29 or 12:30.
    fileprivate var isDate: Bool {
        let parts = split(omittingEmptySubsequences: false) { "-/:".contains($0) }
        return parts.count >= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    }
}
