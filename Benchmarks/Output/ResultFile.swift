import DescentSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file for results, opened before anything is measured: a wrong path is known at once, not after minutes.
struct ResultFile {
    private let path: String
    private let file: Int32

    init(_ path: String) throws(BenchError) {
        self.path = path
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if file < 0 { throw .file(path: path, reason: String(cString: strerror(errno))) }
    }

    func write(_ text: String) throws(BenchError) {
        let isWhole = Array(text.utf8).withUnsafeBytes { System.write($0, to: file) }
        guard isWhole, close(file) == 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
    }
}
