#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The few things that programs of this package ask of the operating system.
package enum System {
    /// A small text file, such as those under /proc, whose size is not known before it is read.
    package static func text(ofFile path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return text(of: file)
    }

    /// What a shell command prints, or nil where it fails.
    ///
    /// - Parameter isHeard: whether its complaints go where this program's do. Default: they are dropped.
    package static func output(of command: String, isHeard: Bool = false) -> String? {
        guard let pipe = popen(command + (isHeard ? "" : " 2>/dev/null"), "r") else { return nil }
        let text = text(of: pipe)
        return pclose(pipe) == 0 ? text : nil
    }

    /// One word of a shell command, whatever characters it has.
    package static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The value of the first line `key : value`.
    package static func value(of key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, trimmed(parts[0]) == key { return trimmed(parts[1]) }
        }
        return nil
    }

    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All variables, as `NAME=value`.
    package static var environment: [String] {
        var entries: [String] = []
        var next = environ
        while let entry = next.pointee {
            entries.append(String(cString: entry))
            next += 1
        }
        return entries
    }

    /// All bytes to a file descriptor. False where it takes no more.
    package static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #elseif canImport(Musl)
                let count = Musl.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #else
                let count = Darwin.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Cores of the machine, whoever may use them.
    package static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The path of this program's file.
    package static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return length > 0 ? String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// Opens those of stdin, stdout and stderr that are closed, onto nothing: a file that is opened later would take their place, and be
    /// written to by whoever prints.
    package static func openStandardStreams() {
        for file in Int32(0)...2 where fcntl(file, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
    }

    /// A line to stderr: stdout is for data.
    package static func say(_ line: String) {
        _ = Array("\(line)\n".utf8).withUnsafeBytes { write($0, to: 2) }
    }

    /// Replaces this process by another program. Returns only where that fails, with the reason.
    package static func replace(by program: String, _ words: [String]) -> Int32 {
        let pointers = words.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        execvp(program, pointers + [nil])
        return errno
    }

    /// Starts this program again in an environment with these variables, unless it has them already: what libraries ask when they are
    /// loaded can be said only before the program starts.
    package static func rerun(with variables: [(name: String, value: String)]) {
        #if os(Linux)
            let missing = variables.filter { environment($0.name) == nil }
            guard !missing.isEmpty, let path = executable else { return }
            for (name, value) in missing { setenv(name, value, 0) }
            // The words of this command line as they came, which need not be text.
            execvp(path, CommandLine.unsafeArgv)
            let code = errno
            say("\(missing.map(\.name).joined(separator: ", ")) cannot be set: \(String(cString: strerror(code)))")
        #endif
    }

    /// OpenBLAS starts its threads when it is loaded, and they spin beside Descent's own for a while.
    package static let withoutThreadsOfBLAS = (name: "OPENBLAS_NUM_THREADS", value: "1")
    /// All threads allocate from one heap. The C library would give each a heap of its own, of 128 MB of address space; where a limit
    /// refuses that, every allocation becomes a mapping.
    package static let withOneHeap = (name: "MALLOC_ARENA_MAX", value: "1")

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
