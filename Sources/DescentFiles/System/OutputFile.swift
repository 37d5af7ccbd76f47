#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import DescentAlgebra

/// A file that is whole or not there: written under another name beside its place, synced, and renamed. Whatever happens before, the
/// file that was there stays as it was, and its permissions go over to the one that takes its place. What processes that were killed have
/// left behind beside the place is removed.
///
/// Of a symbolic link the file that it leads to is replaced. What is no file, such as a pipe or /dev/null, is written to as it is.
package final class OutputFile {
    /// As it was asked for, which messages name.
    private let path: String
    private let descriptor: Int32
    /// Nil for what is written to as it is.
    private let replacement: Replacement?
    private var isOpen = true

    /// The name that a file has until it is whole, and the one that it has then.
    private struct Replacement {
        let temporary: String
        let target: String
    }

    /// - Throws: `system`, also where the file's folder cannot be written; `notWritable`.
    package init(_ path: String) throws(FileError) {
        self.path = path
        switch try OutputPlace(path) {
        case .stream(let status):
            replacement = nil
            descriptor =
                status.kind == .pipe
                ? try OutputPipe.open(path, status) : path.withPath { open($0, O_WRONLY | O_CLOEXEC | O_NOCTTY) }
            guard descriptor >= 0 else { throw .system(path: path, operation: "open", errno: errno) }
        case .file(let target, let old):
            Self.removeStrays(of: target)
            let found = try Self.temporary(for: target, old, asked: path)
            descriptor = found.descriptor
            replacement = Replacement(temporary: found.path, target: target)
        }
    }

    deinit { discard() }

    /// A new file beside another, with its permissions.
    private static func temporary(
        for target: String, _ old: FileStatus?, asked path: String
    ) throws(FileError) -> (path: String, descriptor: Int32) {
        var generator = SystemRandomNumberGenerator()
        // Nobody may read what is to be kept from them, at no time.
        let permissions = old.map { $0.permissions & 0o777 } ?? 0o666
        while true {
            // Somebody else's temporary file is not touched.
            let temporary =
                OutputPlace.folder(of: target)
                + String(path: prefix(of: target) + String(generator.next() as UInt64, radix: 36).utf8 + suffix)
            let descriptor = temporary.withPath { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions) }
            if descriptor < 0, errno == EEXIST { continue }
            guard descriptor >= 0 else { throw .system(path: path, operation: "create", errno: errno) }
            // Locked while its process lives, where the file system has locks. Whoever removes strays may have come between.
            var status = stat()
            let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
            if isTaken || fstat(descriptor, &status) == 0 && status.st_nlink == 0 {
                close(descriptor)
                continue
            }
            if let old, !keep(old, descriptor) {
                let code = errno
                close(descriptor)
                temporary.withPath { _ = unlink($0) }
                throw .system(path: path, operation: "chmod", errno: code)
            }
            return (temporary, descriptor)
        }
    }

    /// Owner and group where this process may give files away, and permissions, those of the group only where it is the same.
    private static func keep(_ old: FileStatus, _ descriptor: Int32) -> Bool {
        guard let new = FileStatus(descriptor: descriptor) else { return false }
        if new.owner != old.owner { _ = fchown(descriptor, old.owner, gid_t.max) }
        let hasGroup = new.group == old.group || fchown(descriptor, uid_t.max, old.group) == 0
        let wanted = hasGroup ? old.permissions : old.permissions & ~0o2070
        return new.permissions == wanted || fchmod(descriptor, wanted) == 0
    }

    /// Names have 255 bytes at most.
    private static func prefix(of path: String) -> [UInt8] {
        let name = path.pathBytes.dropFirst(OutputPlace.folder(of: path).pathBytes.count)
        return Array(".".utf8) + name.prefix(150) + Array(".".utf8)
    }
    private static let suffix = Array(".partial".utf8)

    /// Removes temporary files of this path whose processes have ended before they were whole.
    private static func removeStrays(of path: String) {
        let folder = OutputPlace.folder(of: path), prefix = prefix(of: path)
        for name in (try? FilePaths.entries(of: folder.isEmpty ? "." : folder)) ?? [] {
            let bytes = name.pathBytes
            guard bytes.count > prefix.count + suffix.count, bytes.starts(with: prefix),
                bytes.suffix(suffix.count).elementsEqual(suffix)
            else { continue }
            let number = String(decoding: bytes.dropFirst(prefix.count).dropLast(suffix.count), as: UTF8.self)
            guard UInt64(number, radix: 36) != nil else { continue }
            let stray = folder + name
            let descriptor = stray.withPath { open($0, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW) }
            guard descriptor >= 0 else { continue }
            // Nobody has it any more.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { stray.withPath { _ = unlink($0) } }
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
        guard let replacement else {
            // What keeps nothing has nothing to sync.
            isOpen = false
            guard close(descriptor) == 0 else { throw .system(path: path, operation: "close", errno: errno) }
            return
        }
        guard fsync(descriptor) == 0 else { throw failed("sync") }
        // Before its lock goes, which tells it from strays.
        let hasMoved = replacement.temporary.withPath { old in replacement.target.withPath { rename(old, $0) } } == 0
        guard hasMoved else { throw failed("rename") }
        isOpen = false
        guard close(descriptor) == 0 else { throw .system(path: path, operation: "close", errno: errno) }
        try syncFolder(of: replacement.target)
    }

    /// So that the new name survives a power failure too.
    private func syncFolder(of target: String) throws(FileError) {
        let folder = OutputPlace.folder(of: target, orHere: true)
        let descriptor = folder.withPath { open($0, O_RDONLY | O_CLOEXEC) }
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
        replacement?.temporary.withPath { _ = unlink($0) }
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
