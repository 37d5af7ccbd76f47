#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file that is whole or not there: written under another name beside its place, synced, and renamed. Whatever happens before, the
/// file that was there stays as it was.
final class OutputFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isOpen = true

    /// - Throws: `system`, also where the file's folder cannot be written.
    init(_ path: String) throws(FileError) {
        guard !path.utf8.contains(0) else { throw .system(path: path, operation: "open", errno: ENOENT) }
        var number: UInt64 = 0
        var generator = SystemRandomNumberGenerator()
        var descriptor: Int32 = -1, temporary = ""
        // Somebody else's temporary file is not touched.
        repeat {
            number = generator.next()
            temporary = Self.temporary(path, number)
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        } while descriptor < 0 && errno == EEXIST
        guard descriptor >= 0 else { throw .system(path: path, operation: "create", errno: errno) }
        (self.path, self.temporary, self.descriptor) = (path, temporary, descriptor)
    }

    deinit { discard() }

    private static func temporary(_ path: String, _ number: UInt64) -> String {
        let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        // Names have 255 bytes at most.
        return path[..<cut] + "." + path[cut...].prefix(60) + "." + String(number, radix: 36) + ".partial"
    }

    /// - Throws: `system`, with the file discarded.
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = Self.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if count >= 0 { done += count } else if errno != EINTR { throw failed("write") }
        }
    }

    func write(_ bytes: [UInt8]) throws(FileError) {
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Makes it the file of its path.
    ///
    /// - Throws: `system`, with the file discarded and the old one as it was.
    func finish() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw failed("sync") }
        isOpen = false
        guard close(descriptor) == 0 else {
            let code = errno
            unlink(temporary)
            throw .system(path: path, operation: "close", errno: code)
        }
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw .system(path: path, operation: "rename", errno: code)
        }
        try syncFolder()
    }

    /// So that the new name survives a power failure too.
    private func syncFolder() throws(FileError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Not every file system can.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw .system(path: folder, operation: "sync", errno: errno)
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
