internal import DescentFiles
internal import DescentSystem

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// stdout is for data, stderr for talk.
enum Output {
    static func print(_ text: String) throws(FileError) {
        var failure: FileError?
        Array((text + "\n").utf8).withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    static func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard Ranks.isFirst else { return }
        if !System.write(bytes, to: 1) { throw .system(path: "stdout", operation: "write", errno: errno) }
    }

    static let nobodyReads = EPIPE

    static func say(_ message: String) {
        if Ranks.isFirst { System.say("descent: \(message)") }
    }
}
