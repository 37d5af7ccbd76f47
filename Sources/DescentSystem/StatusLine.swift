#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What is being done, on one line of a terminal at stderr that the next overwrites; nowhere else.
package struct StatusLine: Sendable {
    package let isOn = isatty(2) == 1

    package init() {}

    /// What clears it.
    package static var cleared: String { "\r\u{1B}[K" }

    package func show(_ text: String) { put(Self.cleared + text) }

    /// Before anything else, which may go to the same terminal.
    package func clear() { put(Self.cleared) }

    private func put(_ text: String) {
        guard isOn else { return }
        _ = Array(text.utf8).withUnsafeBytes { System.write($0, to: 2) }
    }
}
