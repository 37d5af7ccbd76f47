#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What stdin brings, in a file that has no name in any folder: it is gone with its process, however that ends.
package final class SpooledInput {
    /// By which this process opens it, and no other.
    package let path: String
    package private(set) var bytes = 0
    private let descriptor: Int32
    private static let name = "stdin"

    /// Reads stdin to its end.
    ///
    /// - Throws: `system`, also where the folder for temporary files, `TMPDIR` or else /tmp, is full.
    package init() throws(FileError) {
        let folder = getenv("TMPDIR").map { String(path: $0) } ?? ""
        let pattern = (folder.isEmpty ? "/tmp" : folder) + "/descent-stdin-XXXXXX"
        var template = pattern.pathBytes.map { CChar(bitPattern: $0) } + [0]
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .system(path: pattern, operation: "create", errno: errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        path = "/dev/fd/\(descriptor)"
        do throws(FileError) { try fill(pattern) } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    private func fill(_ place: String) throws(FileError) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { block.deallocate() }
        while true {
            let count = read(0, block.baseAddress, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(path: Self.name, operation: "read", errno: errno) }
            if count == 0 { return }
            var done = 0
            while done < count {
                // At a place of its own: whoever opens the file may share where it stands.
                let written = pwrite(descriptor, block.baseAddress! + done, count - done, off_t(bytes))
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    throw .system(path: place, operation: "write of stdin", errno: errno)
                }
                done += written
                bytes += written
            }
        }
    }
}
