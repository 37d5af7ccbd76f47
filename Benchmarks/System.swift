#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few things that the benchmark asks of the operating system.
enum System {
    /// A small text file, such as those under /proc, whose size is not known before it is read.
    static func text(ofFile path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return text(of: file)
    }

    /// What a shell command prints, or nil where it fails; its complaints are dropped.
    static func output(of command: String) -> String? {
        guard let pipe = popen(command + " 2>/dev/null", "r") else { return nil }
        let text = text(of: pipe)
        return pclose(pipe) == 0 ? text : nil
    }

    /// One word of a shell command, whatever characters it has.
    static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Bytes that programs may still allocate without swapping, where the system says so.
    static var availableMemory: Int? {
        text(ofFile: "/proc/meminfo")
            .flatMap { value(of: "MemAvailable", in: $0) }
            .flatMap { $0.split(separator: " ").first }
            .flatMap { Int($0) }
            .map { $0 * 1024 }
    }

    /// The value of the first line `key : value`.
    static func value(of key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, trimmed(parts[0]) == key { return trimmed(parts[1]) }
        }
        return nil
    }

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The path of this program's file.
    static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return length > 0 ? String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// A line to stderr: stdout is for the table.
    static func say(_ line: String) {
        let text = Array("bench: \(line)\n".utf8)
        _ = write(2, text, text.count)
    }

    private static func text(of file: UnsafeMutablePointer<FILE>) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
