#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of its own for one test, deleted with this value.
final class TemporaryFolder {
    let path: String
    private var names: [String] = []

    init() {
        let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((root + "/descent-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("no temporary folder: errno \(errno)") }
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    /// A file of `lead` bytes and then the values.
    func file<Element: BitwiseCopyable>(_ name: String, lead: Int = 0, _ values: [Element]) -> String {
        let path = path(of: name)
        guard let file = fopen(path, "wb") else { preconditionFailure("\(path): errno \(errno)") }
        defer { fclose(file) }
        fwrite([UInt8](repeating: 0xAB, count: lead), 1, lead, file)
        fwrite(values, MemoryLayout<Element>.stride, values.count, file)
        return path
    }

    func pipe(_ name: String) -> String {
        let path = path(of: name)
        guard mkfifo(path, 0o600) == 0 else { preconditionFailure("\(path): errno \(errno)") }
        return path
    }

    func path(of name: String) -> String {
        names.append(name)
        return "\(path)/\(name)"
    }

    static func bytes(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
