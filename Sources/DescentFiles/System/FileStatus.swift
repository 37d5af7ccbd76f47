#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import DescentAlgebra

/// What the system says of a file, with symbolic links followed.
struct FileStatus: Sendable {
    enum Kind: Sendable {
        case regular, folder, pipe, socket
        /// A terminal, /dev/null: what takes bytes one after the other and keeps none.
        case characters
        /// A disk.
        case blocks
        case other
    }

    let kind: Kind
    /// Who may do what: the last twelve bits.
    let permissions: mode_t
    let owner: uid_t
    let group: gid_t
    let device: UInt64
    let number: UInt64

    /// - Throws: `system`, but returns nil for a name that nobody has.
    init?(_ path: String) throws(FileError) {
        var status = stat()
        guard path.withPath({ stat($0, &status) }) == 0 else {
            if errno == ENOENT { return nil }
            throw .system(path: path, operation: "open", errno: errno)
        }
        self.init(status)
    }

    /// Nil for a descriptor that is closed.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFCHR: .characters
            case S_IFBLK: .blocks
            default: .other
            }
        permissions = status.st_mode & 0o7777
        (owner, group) = (status.st_uid, status.st_gid)
        (device, number) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
    }
}
