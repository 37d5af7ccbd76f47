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
///
/// What people read may have names from files in it, which must not be able to command their terminal: whatever is printed or said as
/// lines goes through `shownInLines` here, and a name that is to stay on its line through `shown` where it enters a text.
enum Output {
    /// Lines for people.
    static func print(_ text: String) throws(FileError) { try put(text.shownInLines) }

    /// For programs, which get every character, encoded as the format says.
    static func print(_ value: JSON) throws(FileError) { try put(value.written) }

    private static func put(_ text: String) throws(FileError) {
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
        if Ranks.isFirst { System.say(line(message)) }
    }

    static func line(_ message: String) -> String { "descent: \(message.shownInLines)" }
}
