/// Text that comes from files may hold anything: what would move a terminal's cursor, break a line, turn the direction of the words
/// around it, or is no text at all, is shown by escapes, such as \u{1B}, \n, \u{202E} and, of names that are not UTF-8, \xff.
extension String {
    /// On one line of a terminal. A long text shows its two ends.
    package var shown: String {
        let text = escaped(keepingLines: false)
        return text.unicodeScalars.count <= 300 ? text : String(text.prefix(140)) + "…" + String(text.suffix(140))
    }

    /// What is printed as lines, with their ends and in full.
    package var shownInLines: String { escaped(keepingLines: true) }

    private func escaped(keepingLines: Bool) -> String {
        func isPlain(_ scalar: Unicode.Scalar) -> Bool { !scalar.needsEscape || keepingLines && scalar == "\n" }
        guard !unicodeScalars.allSatisfy(isPlain) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if isPlain(scalar) {
                text.unicodeScalars.append(scalar)
            } else if let byte = PathBytes.byte(of: scalar) {
                text += "\\x" + String(byte, radix: 16)
            } else {
                text += scalar.escaped(asASCII: true)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    fileprivate var needsEscape: Bool {
        switch value {
        // Control characters, with DEL and those of eight bits.
        case 0..<0x20, 0x7F..<0xA0: true
        // Ends of lines and paragraphs; marks, embeddings, overrides and isolates of direction.
        case 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: PathBytes.byte(of: self) != nil
        }
    }
}
