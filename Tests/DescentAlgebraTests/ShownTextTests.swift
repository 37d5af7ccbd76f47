import DescentAlgebra
import Testing

/// FAULTS 96: text from files commands no terminal, breaks no line, and turns no words around.
@Suite struct ShownTextTests {
    static let escapes: [(String, String)] = [
        ("a\u{1B}[31m", "a\\u{1B}[31m"), ("a\nb\rc\td", "a\\nb\\rc\\td"), ("\u{0}", "\\0"),
        ("\u{7F}\u{9B}", "\\u{7F}\\u{009B}"),
        ("\u{202E}abc", "\\u{202E}abc"), ("a\u{2028}b\u{2029}c", "a\\u{2028}b\\u{2029}c"),
        ("\u{61C}\u{200E}\u{200F}", "\\u{061C}\\u{200E}\\u{200F}"), ("\u{10FFFF}\u{10FF80}", "\\xff\\x80"),
    ]

    @Test(arguments: escapes.indices) func isEscaped(_ index: Int) {
        let (text, shown) = Self.escapes[index]
        #expect(text.shown == shown)
        // Nothing is left to escape.
        #expect(shown.shown == shown)
        #expect(text.shownInLines == shown.replacing("\\n", with: text.contains("\n") ? "\n" : "\\n"))
    }

    @Test func everyDangerousCharacter() {
        let dangerous: [ClosedRange<UInt32>] = [
            0...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
        ]
        for value in dangerous.joined() {
            let scalar = Unicode.Scalar(value)!
            for text in ["\(scalar)", "x\(scalar)\u{301}y"] {
                #expect(!text.shown.unicodeScalars.contains(scalar))
                #expect(text.shownInLines.unicodeScalars.contains(scalar) == (scalar == "\n"))
            }
        }
    }

    /// Letters of all scripts, accents, emoji of several characters: as they are.
    @Test(arguments: ["", "plain", "Größe — 数据", "שלום", "e\u{301}", "👩‍👩‍👧‍👦", "می‌خواهم", "a\\nb", "'\""]) func isPlain(
        _ text: String
    ) {
        #expect(Array(text.shown.utf8) == Array(text.utf8))
        #expect(Array(text.shownInLines.utf8) == Array(text.utf8))
    }

    @Test func longTextsAreCutOnTheirLineOnly() {
        let long = String(repeating: "x", count: 1000)
        #expect(long.shown.count < 300 && long.shownInLines == long)
    }
}
