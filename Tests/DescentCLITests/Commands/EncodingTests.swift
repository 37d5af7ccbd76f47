import TestSupport
import Testing

/// Tables in other encodings than UTF-8 are the same tables.
@Suite struct EncodingTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.files.file("X.csv", Self.text)
    }

    private static let text =
        "größe,stadt,preis in €,y\n"
        + (0..<40).map { "\($0 * 7 % 11),\(["Köln", "Málaga", "Paris"][$0 % 3]),\($0 % 5),\($0 * 5 % 7 % 2)\n" }
        .joined()

    /// Of these texts alone.
    private static func latin(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
    }

    private static func wide(_ text: String, isBig: Bool) -> [UInt8] {
        text.utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
    }

    private func predictions(_ file: String, _ words: String) throws -> String {
        let train = try bench.descent(
            "train \(file) --target y --contrast stadt --l2 0.1 --output m.st --json \(words)")
        guard train.status == 0 else { throw Trouble("\(train)") }
        let found = try bench.descent("predict --model m.st --carry stadt,größe \(file) \(words)")
        guard found.status == 0 else { throw Trouble("\(found)") }
        return found.out
    }

    @Test func areTheSame() throws {
        let expected = try predictions("X.csv", "")
        #expect(expected.contains("Málaga") && expected.contains("größe"))
        let (little, big) = (Self.wide(Self.text, isBig: false), Self.wide(Self.text, isBig: true))
        for (bytes, word) in [
            (Self.latin(Self.text), "latin1"), ([0xff, 0xfe] + little, "utf16"), ([0xfe, 0xff] + big, "utf16"),
            (little, "utf16le"), ([0xff, 0xfe] + little, "utf16le"), (big, "utf16be"), ([0xfe, 0xff] + big, "utf16be"),
            (Array(Self.text.utf8), "utf8"), ([0xef, 0xbb, 0xbf] + Array(Self.text.utf8), "utf8"),
        ] {
            try bench.files.file("t.csv", bytes)
            try #expect(predictions("t.csv", "--encoding \(word)") == expected, "\(word)")
            try #expect(predictions("t.csv", "--encoding \(word) --no-mmap") == expected, "\(word)")
        }
        #expect(try bench.shell("gzip t.csv").status == 0)
        try bench.files.file("u.csv", Self.latin(Self.text))
        let plain = try bench.descent("inspect X.csv"), other = try bench.descent("inspect u.csv --encoding latin1")
        #expect(plain.out == other.out && other.status == 0)
    }

    /// A text that is longer than a block, with characters of two units at all places.
    @Test func longTexts() throws {
        let names = (0..<9000).map { String(repeating: "a", count: $0 % 5) + "😀\($0 % 3)" }
        let text = "x,s,y\n" + names.indices.map { "\($0 % 13),\(names[$0]),\($0 % 2)\n" }.joined()
        try bench.files.file("t.csv", text)
        try bench.files.file("w.csv", [0xff, 0xfe] + Self.wide(text, isBig: false))
        #expect(try bench.descent("convert t.csv a.csv --target y --one-hot s").status == 0)
        #expect(try bench.descent("convert w.csv b.csv --target y --one-hot s --encoding utf16").status == 0)
        try #expect(bench.files.bytes("a.csv") == bench.files.bytes("b.csv"))
    }

    @Test func whatIsNone() throws {
        let words = "--target y --output n.st"
        try bench.files.file("l.csv", Self.latin("x,y\n1,0\n") + [0x81, 0x2c, 0x30, 0x0a])
        try bench.expectRefused("train l.csv \(words) --encoding latin1", "l.csv:3:1: the byte 129 is no character")
        try bench.files.file("h.csv", [0xff, 0xfe] + Self.wide("x,y\n1", isBig: false) + [0x00, 0xd8, 0x2c, 0x00])
        try bench.expectRefused("train h.csv \(words) --encoding utf16", "h.csv:2:2: a half of a character alone")
        try bench.files.file("o.csv", [0xff, 0xfe] + Self.wide("x,y\n1,0\n", isBig: false) + [0x30])
        try bench.expectRefused("train o.csv \(words) --encoding utf16", "o.csv:3:1: half a unit at the end")
        try bench.expectRefused("train X.csv \(words) --encoding utf16", "X.csv:1:1: no byte order mark of UTF-16")
        try bench.expectRefused("train o.csv \(words) --encoding utf16be", "the byte order mark is that of utf16le")
        try bench.expectRefused("train o.csv \(words)", "the text is UTF-16")
        try bench.expectRefused("train X.csv \(words) --encoding ascii", status: 2, "--encoding", "latin1")
        try bench.expectRefused(
            "train X.npy --targets y.npy --encoding latin1", status: 2, "--encoding belongs to CSV files")
    }
}
