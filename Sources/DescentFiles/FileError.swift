internal import DescentAlgebra

/// What can be wrong with a file: its path, the place in it, what is there and what would be right. Lines and columns count
/// from 1, as editors do; samples and bytes from 0.
@nonexhaustive
public enum FileError: Error, Equatable, Sendable {
    /// An operating-system call failed.
    case system(path: String, operation: String, errno: Int32)
    /// A folder without files of a kind.
    case noFiles(path: String, ending: String)
    /// A directory, pipe, socket or device.
    case notARegularFile(path: String)
    /// The file ends before what it says that it holds.
    case truncated(path: String, needed: Int, found: Int)
    /// The file is longer than what it says that it holds.
    case trailingBytes(path: String, needed: Int, found: Int)
    /// Somebody truncated or wrote the file while it was in use.
    case changed(path: String)
    /// Bytes that are not of this format.
    case malformed(path: String, format: FileFormat, offset: Int, reason: String)
    /// A file of the format that holds what Descent has no use for.
    case unsupported(path: String, format: FileFormat, what: String, instead: String)
    /// Text that is not of the format.
    case illegalText(path: String, line: Int, column: Int, reason: String)
    /// Text where a number is needed, in the column of this name.
    case notANumber(path: String, line: Int, column: Int, value: String, name: String)
    /// Nothing where a value is needed, in the column of this name.
    case missingValue(path: String, line: Int, column: Int, name: String)
    /// Text that is none of the levels or labels that are known, in the column of this name.
    case unknownLevel(path: String, line: Int, column: Int, value: String, name: String)
    /// Columns that are asked for and not there, and those that are.
    case noColumn(path: String, names: [String], columns: [String])
    /// Rows without exception that have a missing value, where such rows are dropped.
    case noCompleteRow(path: String, rows: Int)
    /// An option outside its range.
    case illegalOption(name: String, value: String, requirement: String)
    /// A file without samples.
    case empty(path: String)
    /// What would take more memory than this machine has.
    case tooLarge(path: String, what: String, bytes: Int, memory: Int)
    /// What would be far larger dense than the file is; see `DenseLimit`.
    case tooSparse(path: String, samples: Int, features: Int, bytes: Int, fileBytes: Int)
    /// A value that is not allowed where it is.
    case illegalValue(path: String, offset: Int, value: String, requirement: String)
    /// Another number of dimensions or samples than are needed.
    case shape(path: String, found: [Int], needed: String)
    /// Bytes that are not those that were written: the checksum does not match, or is not there.
    case damaged(path: String)
    /// A model of a format that came after this version of Descent.
    case newerFormat(path: String, found: Int, known: Int)
    /// A tensor that is asked for and not there, or none asked for where there are several; and those that are.
    case noTensor(path: String, name: String?, found: [String])
    /// A file of the right format that is no model, or a model that contradicts itself.
    case notAModel(path: String, reason: String)
    /// A neuron that has no name in a file, such as one of your own.
    case unsavable(neuron: String)
    /// Memory that the system refuses.
    case outOfMemory(path: String, bytes: Int)
    /// What is there in place of an output, and is neither replaced nor written to: a read-only file, a socket.
    case notWritable(path: String, what: String)
}

/// The formats that Descent reads or writes.
public enum FileFormat: String, Sendable, Hashable {
    /// NumPy's arrays.
    case npy = ".npy"
    /// Tensors with names, as a `Model` is written.
    case safetensors = "safetensors"
    /// Texts packed by gzip.
    case gzip = "gzip"
    /// Texts packed by Zstandard.
    case zstandard = "Zstandard"
}

extension FileError: CustomStringConvertible {
    /// The message, where Foundation would say that something could not be completed.
    public var localizedDescription: String { description }

    /// The file, the place, what is there and what would be right. What a terminal would obey in a name is escaped.
    public var description: String {
        switch self {
        case .system(let path, let operation, let errno):
            "\(path.shown): \(operation) failed: \(systemMessage(errno)) (errno \(errno))"
        case .noFiles(let path, let ending):
            "\(path.shown): a folder without \(ending) files"
        case .notARegularFile(let path):
            "\(path.shown): not a regular file; directories, pipes and devices cannot be used here"
        case .truncated(let path, let needed, let found):
            "\(path.shown): needs \(needed) bytes, but the file ends after \(found): it is truncated"
        case .trailingBytes(let path, let needed, let found):
            "\(path.shown): holds \(needed) bytes by its own account, but the file has \(found)"
        case .changed(let path):
            "\(path.shown): the file changed while it was in use; keep it as it is, or work on a copy"
        case .malformed(let path, let format, let offset, let reason):
            "\(path.shown): no legal \(format.rawValue) file: \(reason) (byte \(offset))"
        case .unsupported(let path, let format, let what, let instead):
            "\(path.shown): a \(format.rawValue) file of \(what), which Descent does not read; \(instead)"
        case .illegalText(let path, let line, let column, let reason):
            "\(path.shown):\(line):\(column): \(reason)"
        case .notANumber(let path, let line, let column, let value, let name):
            "\(path.shown):\(line):\(column): '\(value.shown)' is not a number (column \"\(name.shown)\")"
                + (value.hasDecimalComma ? "; decimals follow a point, not a comma" : "")
        case .missingValue(let path, let line, let column, let name):
            "\(path.shown):\(line):\(column): a missing value (column \"\(name.shown)\")"
        case .unknownLevel(let path, let line, let column, let value, let name):
            "\(path.shown):\(line):\(column): '\(value.shown)' is none of the known values (column \"\(name.shown)\")"
        case .noColumn(let path, let names, let columns):
            "\(path.shown): no column\(names.count == 1 ? "" : "s") "
                + names.map { "\"\($0.shown)\"" }.joined(separator: ", ")
                + "; there \(columns.count == 1 ? "is" : "are") "
                + columns.prefix(10).map { "\"\($0.shown)\"" }.joined(separator: ", ")
                + (columns.count > 10 ? " and \(columns.count - 10) more" : "")
        case .noCompleteRow(let path, let rows):
            "\(path.shown): no samples: each of the \(rows) rows has a missing value"
        case .illegalOption(let name, let value, let requirement):
            "\(name) is \(value.shown), but must be \(requirement)"
        case .empty(let path):
            "\(path.shown): no samples"
        case .tooLarge(let path, let what, let bytes, let memory):
            "\(path.shown): \(what) take \(bytes) bytes, and this machine has \(memory)"
        case .tooSparse(let path, let samples, let features, let bytes, let fileBytes):
            "\(path.shown): \(samples) samples of \(features) features, dense, take \(bytes) bytes, more than "
                + "\(DenseLimit.factor) times the \(fileBytes) of the file; if that is meant, it must be said"
        case .illegalValue(let path, let offset, let value, let requirement):
            "\(path.shown): the value at byte \(offset) is \(value), but must be \(requirement)"
        case .shape(let path, let found, let needed):
            "\(path.shown): has shape (\(found.map(String.init).joined(separator: ", "))), but \(needed)"
        case .damaged(let path):
            "\(path.shown): damaged: its bytes are not those that were written, by its checksum"
        case .newerFormat(let path, let found, let known):
            "\(path.shown): a model of format \(found), made by a newer version of Descent; this one knows formats up to \(known)"
        case .noTensor(let path, let name, let found):
            "\(path.shown): " + (name.map { "no tensor '\($0.shown)'" } ?? "which tensor is not said")
                + (found.isEmpty
                    ? "; there is none"
                    : "; there \(found.count == 1 ? "is" : "are") "
                        + found.prefix(10).map { "'\($0.shown)'" }.joined(separator: ", ")
                        + (found.count > 10 ? " and \(found.count - 10) more" : ""))
        case .notAModel(let path, let reason):
            "\(path.shown): no model of Descent: \(reason)"
        case .unsavable(let neuron):
            "the \(neuron.shown) neuron cannot be saved: a file has names for Descent's own neurons only"
        case .outOfMemory(let path, let bytes):
            "\(path.shown): no memory for \(bytes) bytes"
        case .notWritable(let path, let what):
            "\(path.shown): cannot be written: it is \(what)"
        }
    }
}

extension String {
    /// A number but for a comma in place of its point.
    package var hasDecimalComma: Bool {
        let parts = split(separator: ",", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[1].isEmpty && parts[1].allSatisfy { ("0"..."9").contains($0) }
            && Double(parts[0] + "." + parts[1]) != nil
    }
}
