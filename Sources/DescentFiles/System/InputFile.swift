#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import Descent
internal import DescentAlgebra

/// A regular file, open for reading, and what it was when it was opened.
final class InputFile: Sendable {
    let path: String
    /// Bytes, when it was opened.
    let size: Int
    let descriptor: Int32
    private let opened: FileStamp

    init(_ path: String) throws(FileError) {
        // A C string would end at a NUL and name another file.
        guard !path.utf8.contains(0) else { throw .system(path: path, operation: "open", errno: ENOENT) }
        // O_NONBLOCK: opening a pipe that nobody writes must not hang.
        let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw .system(path: path, operation: "open", errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .system(path: path, operation: "stat", errno: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notARegularFile(path: path)
        }
        self.path = path
        self.descriptor = descriptor
        opened = FileStamp(status)
        size = opened.size
    }

    deinit { close(descriptor) }

    /// Exactly so many bytes from `offset` on.
    ///
    /// - Throws: `changed` where the file is shorter than it was, `system`.
    func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = pread(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
            if count > 0 {
                done += count
            } else if count == 0 {
                throw .changed(path: path)
            } else if errno != EINTR {
                throw .system(path: path, operation: "read", errno: errno)
            }
        }
    }

    /// Throws `tooLarge` for more than a process may have, before Swift's own memory, which traps where it is refused, is asked for it.
    func requireMemory(_ bytes: Int?, for what: String) throws(FileError) {
        guard let bytes, bytes <= Machine.memory ?? .max else {
            throw .tooLarge(path: path, what: what, bytes: bytes ?? .max, memory: Machine.memory ?? .max)
        }
    }

    /// The bytes of a range, which lies within the file.
    func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        try requireMemory(range.count, for: "its bytes")
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            do throws(FileError) {
                try read(
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count]),
                    at: range.lowerBound)
            } catch { failure = error }
            count = failure == nil ? range.count : 0
        }
        if let failure { throw failure }
        return bytes
    }

    /// Throws `changed` where somebody has written the file since it was opened. A file that another took the place of, by
    /// renaming, is as it was for those who have it open.
    func confirm() throws(FileError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(path: path, operation: "stat", errno: errno) }
        guard opened.isThat(of: status) else { throw .changed(path: path) }
    }
}
