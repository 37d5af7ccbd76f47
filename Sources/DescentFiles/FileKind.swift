/// What a file of Descent's is, by its first bytes.
package enum FileKind: Sendable {
    case array, model, checkpoint

    static let arrayStart = [0x93] + Array("NUMPY".utf8)

    /// Nil for what begins as none of them.
    ///
    /// - Throws: `system`, `notARegularFile`, `changed`.
    package init?(ofFile path: String) throws(FileError) {
        let file = try InputFile(path)
        let start = try file.bytes(0..<min(16, file.size))
        if start.starts(with: Self.arrayStart) {
            self = .array
        } else if start.starts(with: Array("DescentState".utf8)) {
            self = .checkpoint
        } else if start.count > 8, start[8] == UInt8(ascii: "{") {
            self = .model
        } else {
            return nil
        }
    }
}
