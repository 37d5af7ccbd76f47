/// How wide words will be. The reader's font is not known: these are the widths of common sans-serif fonts, rounded up, in
/// parts of the font's size.
enum TextWidth {
    static func of(_ text: String, size: Double) -> Double {
        text.reduce(0) { $0 + width($1) } * size
    }

    /// The text, readable and shortened until it fits.
    static func fit(_ text: String, into width: Double, size: Double) -> String {
        let text = ReadableText.of(text, longest: 200)
        guard of(text, size: size) > width else { return text }
        var longest = min(text.count, Int(width / (size * 0.3)))
        while longest > 1 {
            let short = ReadableText.shortened(text, to: longest)
            if of(short, size: size) <= width { return short }
            longest -= 1
        }
        return "…"
    }

    private static func width(_ character: Character) -> Double {
        let scalar = character.unicodeScalars.first!
        switch scalar {
        case "i", "j", "l", "I", "|", "!", "'", ".", ",", ":", ";", "f", "t", "r", "(", ")", "[", "]", " ",
            "\u{202F}", "\u{2009}":
            return 0.4
        case "m", "w", "M", "W", "@", "%", "—", "…", "O", "Q", "G", "&": return 0.98
        case "A"..."Z": return 0.75
        case "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻": return 0.45
        default: return scalar.value < 0x1100 ? 0.63 : 1.1
        }
    }
}
