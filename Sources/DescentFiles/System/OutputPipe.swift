#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import DescentAlgebra
internal import Synchronization

/// Named pipes that are written to.
///
/// Whoever writes to a pipe without a reader would wait for ever. So a reader is looked for before the work whose result goes there, and
/// the pipe is held until then: a reader whose only writer goes has come to the end.
enum OutputPipe {
    private static let held = Mutex<[FileIdentity: Int32]>([:])

    /// - Throws: `system` where nobody reads.
    static func hold(_ path: String, _ status: FileStatus) throws(FileError) {
        let key = FileIdentity(status)
        guard held.withLock({ $0[key] }) == nil else { return }
        let descriptor = try openForReader(path)
        held.withLock { $0[key] = descriptor }
    }

    /// A descriptor of the caller's.
    ///
    /// - Throws: `system` where nobody reads.
    static func open(_ path: String, _ status: FileStatus) throws(FileError) -> Int32 {
        let key = FileIdentity(status)
        return if let descriptor = held.withLock({ $0.removeValue(forKey: key) }) { descriptor } else {
            try openForReader(path)
        }
    }

    /// Waits two seconds for a reader that was started at the same time.
    private static func openForReader(_ path: String) throws(FileError) -> Int32 {
        for _ in 0..<200 {
            let descriptor = path.withPath { systemOpen($0, O_WRONLY | O_CLOEXEC | O_NONBLOCK) }
            if descriptor >= 0 {
                // From here on a full pipe makes its writer wait.
                let flags = fcntl(descriptor, F_GETFL)
                _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
                return descriptor
            }
            guard errno == ENXIO else { throw .system(path: path, operation: "open", errno: errno) }
            usleep(10_000)
        }
        throw .notWritable(path: path, what: "a pipe that nobody reads")
    }

    private static func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags)
        #elseif canImport(Musl)
            Musl.open(path, flags)
        #else
            Darwin.open(path, flags)
        #endif
    }
}
