internal import DescentDrawing

/// Names come from files, and a file may hold anything: what could not be read, would turn the words around it or would
/// fill the page is replaced or shortened here, before it is escaped.
enum ReadableText {
    /// Line ends and tabs become blanks, other control characters and marks of direction �; long words and
    /// towers of accents end in an ellipsis or �.
    static func of(_ text: String, longest: Int = 400) -> String {
        var clean = ""
        for character in shortened(text, to: longest) {
            // The longest sequence in use, a family of four, has eleven.
            guard character.unicodeScalars.count <= 12 else {
                clean.unicodeScalars.append("\u{FFFD}")
                continue
            }
            for scalar in character.unicodeScalars { clean.unicodeScalars.append(readable(scalar)) }
        }
        return clean
    }

    /// Both ends and an ellipsis between: names that differ at the end only stay different.
    static func shortened(_ text: String, to longest: Int) -> String {
        guard text.count > longest else { return text }
        let end = max(0, longest - 1) / 3
        return text.prefix(max(0, longest - 1 - end)) + "…" + text.suffix(end)
    }

    private static func readable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x2028, 0x2029: " "
        case 0..<0x20, 0x7F..<0xA0: "\u{FFFD}"
        // Marks, embeddings and isolates of direction.
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        case 0xFDD0...0xFDEF: "\u{FFFD}"
        case let value where value & 0xFFFE == 0xFFFE: "\u{FFFD}"
        default: scalar
        }
    }
}

/// Readable and escaped, for a place between tags.
func written(_ text: String, longest: Int = 400) -> String {
    escaped(ReadableText.of(text, longest: longest))
}
