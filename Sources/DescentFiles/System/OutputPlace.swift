#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import DescentAlgebra

/// Where an output goes.
enum OutputPlace {
    /// To a file that takes the place of the one of this path, which no symbolic link is; with what is known of the one that is there.
    case file(path: String, old: FileStatus?)
    /// To a pipe or a device, which is written to and stays.
    case stream(FileStatus)

    /// - Throws: `notWritable` for a socket or a read-only file, `system`.
    init(_ path: String) throws(FileError) {
        guard !path.utf8.contains(0) else { throw .system(path: path, operation: "open", errno: ENOENT) }
        guard let found = try FileStatus(path) else {
            self = .file(path: try Self.followed(path), old: nil)
            return
        }
        switch found.kind {
        case .folder: throw .system(path: path, operation: "open", errno: EISDIR)
        case .socket, .other: throw .notWritable(path: path, what: "a socket")
        case .regular, .pipe, .characters, .blocks: break
        }
        // Whoever may do anything would not be stopped by the system.
        guard found.permissions & 0o222 != 0 else { throw .notWritable(path: path, what: "read-only") }
        guard path.withPath({ access($0, W_OK) }) == 0 else {
            throw .system(path: path, operation: "open", errno: errno)
        }
        self = found.kind == .regular ? .file(path: try Self.followed(path), old: found) : .stream(found)
    }

    /// The path that a symbolic link leads to, whether anything is there or not; any other path as it is.
    static func followed(_ path: String) throws(FileError) -> String {
        var path = path
        // As many as Linux follows.
        for _ in 0...40 {
            guard let target = target(ofLink: path) else { return path }
            path = target.utf8.first == UInt8(ascii: "/") ? target : folder(of: path) + target
        }
        throw .system(path: path, operation: "open", errno: ELOOP)
    }

    private static func target(ofLink path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            let length = path.withPath { readlink($0, buffer.baseAddress!, buffer.count) }
            return length > 0 ? String(path: buffer[..<length].map { UInt8(bitPattern: $0) }) : nil
        }
    }

    /// With its last slash; of a name alone nothing, or the folder where everything begins.
    static func folder(of path: String, orHere: Bool = false) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return orHere ? "." : "" }
        return String(path.unicodeScalars[...slash])
    }
}
