/// What a file of Descent's is, by its first bytes.
package enum FileKind: Sendable {
    case array, model, checkpoint
    /// A safetensors file that does not call itself a model of Descent's.
    case tensors

    /// Nil for what begins as none of them.
    ///
    /// - Throws: `system`, `notARegularFile`, `changed`.
    package init?(ofFile path: String) throws(FileError) {
        let file = try InputFile(path)
        let start = try file.bytes(0..<min(16, file.size))
        // A text, perhaps.
        guard Packing(start) == nil else { return nil }
        if start.starts(with: NpyHeader.magic) {
            self = .array
        } else if start.starts(with: Array("DescentState".utf8)) {
            self = .checkpoint
        } else if start.count > 8, start[8] == UInt8(ascii: "{") {
            // What cannot be read is for whoever opens a model to tell.
            let isForeign = (try? SafetensorsHeader(file)).map { !$0.isModel } ?? false
            self = isForeign ? .tensors : .model
        } else {
            return nil
        }
    }
}
