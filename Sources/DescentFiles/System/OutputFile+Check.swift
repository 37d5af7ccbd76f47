#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension OutputFile {
    /// Whether a file of this name can be made, before the work whose result it is to hold.
    ///
    /// - Throws: `system`.
    package static func requireWritable(_ path: String) throws(FileError) {
        _ = try OutputFile(path)
        // A name that is taken, but by no file, is found only when the new one is to have it.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw .system(path: path, operation: "open", errno: EISDIR)
        }
    }

    /// Whether two names are of one file: as they are written, or as the system follows them.
    package static func isSame(_ one: String, _ other: String) -> Bool {
        var first = stat(), second = stat()
        guard one != other else { return true }
        guard stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
}
