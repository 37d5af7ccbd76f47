#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file that is whole or not there: written under another name beside its place, synced, and renamed. Whatever happens before, the
/// file that was there stays as it was. What processes that were killed have left behind beside the place is removed.
package final class OutputFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isOpen = true

    /// - Throws: `system`, also where the file's folder cannot be written.
    package init(_ path: String) throws(FileError) {
        guard !path.utf8.contains(0) else { throw .system(path: path, operation: "open", errno: ENOENT) }
        Self.removeStrays(of: path)
        var generator = SystemRandomNumberGenerator()
        while true {
            // Somebody else's temporary file is not touched.
            let temporary = Self.temporary(path, generator.next())
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor < 0, errno == EEXIST { continue }
            guard descriptor >= 0 else { throw .system(path: path, operation: "create", errno: errno) }
            // Locked while its process lives, where the file system has locks. Whoever removes strays may have come between.
            var status = stat()
            let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
            if isTaken || fstat(descriptor, &status) == 0 && status.st_nlink == 0 {
                close(descriptor)
                continue
            }
            (self.path, self.temporary, self.descriptor) = (path, temporary, descriptor)
            return
        }
    }

    deinit { discard() }

    private static func temporary(_ path: String, _ number: UInt64) -> String {
        folder(of: path) + prefix(of: path) + String(number, radix: 36) + suffix
    }

    /// With its last slash; empty for a name alone.
    private static func folder(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[...$0] } ?? ""
    }

    /// Names have 255 bytes at most.
    private static func prefix(of path: String) -> String {
        "." + String(decoding: path.dropFirst(folder(of: path).count).utf8.prefix(150), as: UTF8.self) + "."
    }
    private static let suffix = ".partial"

    /// Removes temporary files of this path whose processes have ended before they were whole.
    private static func removeStrays(of path: String) {
        let folder = String(folder(of: path)), prefix = prefix(of: path)
        for name in (try? FilePaths.entries(of: folder.isEmpty ? "." : folder)) ?? []
        where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            let number = name.dropFirst(prefix.count).dropLast(suffix.count)
            guard UInt64(number, radix: 36) != nil else { continue }
            let descriptor = open(folder + name, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            // Nobody has it any more.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + name) }
            close(descriptor)
        }
    }

    /// - Throws: `system`, with the file discarded.
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = Self.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if count >= 0 { done += count } else if errno != EINTR { throw failed("write") }
        }
    }

    package func write(_ bytes: [UInt8]) throws(FileError) {
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// All of a file at once.
    ///
    /// - Throws: `system`, with the old one as it was.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = try OutputFile(path)
        try file.write(bytes)
        try file.finish()
    }

    /// Makes it the file of its path.
    ///
    /// - Throws: `system`, with the file discarded and the old one as it was.
    package func finish() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw failed("sync") }
        // Before its lock goes, which tells it from strays.
        guard rename(temporary, path) == 0 else { throw failed("rename") }
        isOpen = false
        guard close(descriptor) == 0 else { throw .system(path: path, operation: "close", errno: errno) }
        try syncFolder()
    }

    /// So that the new name survives a power failure too.
    private func syncFolder() throws(FileError) {
        let folder = Self.folder(of: path)
        let descriptor = open(folder.isEmpty ? "." : String(folder), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Not every file system can.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw .system(path: path, operation: "sync", errno: errno)
        }
    }

    private func failed(_ operation: String) -> FileError {
        let code = errno
        discard()
        return .system(path: path, operation: operation, errno: code)
    }

    private func discard() {
        guard isOpen else { return }
        isOpen = false
        close(descriptor)
        unlink(temporary)
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}
