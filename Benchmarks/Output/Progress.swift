#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is being measured, on one line of a terminal that the next overwrites; nowhere else.
struct Progress {
    private let isOn = isatty(2) == 1

    func show(_ text: String) { put("\r\u{1B}[K" + text) }

    /// Before a line of the table, which may go to the same terminal.
    func clear() { put("\r\u{1B}[K") }

    private func put(_ text: String) {
        guard isOn else { return }
        _ = Array(text.utf8).withUnsafeBytes { System.write($0, to: 2) }
    }
}
