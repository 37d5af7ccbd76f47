/// What can be wrong with a file: its path, the place in it, what is there and what would be right. Lines and columns count
/// from 1, as editors do; samples and bytes from 0.
public enum FileError: Error, Equatable, Sendable {
    /// An operating-system call failed.
    case system(path: String, operation: String, errno: Int32)
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
    /// A value that is not allowed where it is.
    case illegalValue(path: String, offset: Int, value: String, requirement: String)
    /// Another number of dimensions or samples than are needed.
    case shape(path: String, found: [Int], needed: String)
    /// Memory that the system refuses.
    case outOfMemory(path: String, bytes: Int)
}

/// The formats that Descent reads or writes.
public enum FileFormat: String, Sendable, Hashable {
    case npy = ".npy"
}

extension FileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let path, let operation, let errno):
            "\(path.shown): \(operation) failed: \(systemMessage(errno)) (errno \(errno))"
        case .notARegularFile(let path):
            "\(path.shown): not a regular file; directories, pipes and devices cannot be used here"
        case .truncated(let path, let needed, let found):
            "\(path.shown): needs \(needed) bytes, but the file ends after \(found): it is truncated"
        case .trailingBytes(let path, let needed, let found):
            "\(path.shown): holds \(needed) bytes by its own account, but the file has \(found)"
        case .changed(let path):
            "\(path.shown): the file changed while it was in use; keep it as it is, or work on a copy"
        case .malformed(let path, let format, let offset, let reason):
            "\(path.shown): not a legal \(format.rawValue) file: \(reason) (byte \(offset))"
        case .unsupported(let path, let format, let what, let instead):
            "\(path.shown): a \(format.rawValue) file of \(what), which Descent does not read; \(instead)"
        case .illegalValue(let path, let offset, let value, let requirement):
            "\(path.shown): the value at byte \(offset) is \(value), but must be \(requirement)"
        case .shape(let path, let found, let needed):
            "\(path.shown): has shape (\(found.map(String.init).joined(separator: ", "))), but \(needed)"
        case .outOfMemory(let path, let bytes):
            "\(path.shown): no memory for \(bytes) bytes"
        }
    }
}

extension String {
    /// On one line of a terminal, whatever characters a path has.
    var shown: String {
        var text = ""
        for scalar in unicodeScalars {
            text += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return text.unicodeScalars.count <= 300 ? text : String(text.prefix(140)) + "…" + String(text.suffix(140))
    }
}
