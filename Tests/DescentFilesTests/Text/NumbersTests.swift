import Testing

@testable import DescentFiles

@Suite struct NumbersTests {
    private func parse(_ text: String) -> (value: Double, rest: String)? {
        Array(text.utf8).withUnsafeBytes { bytes in
            let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, end = start + bytes.count
            return Numbers.parse(start, end).map { found in
                (
                    found.value,
                    String(decoding: UnsafeRawBufferPointer(start: found.end, count: end - found.end), as: UTF8.self)
                )
            }
        }
    }

    /// Those that simple parsers round to a neighbour, with their bits.
    @Test(arguments: [
        ("9007199254740993", 0x4340_0000_0000_0000), ("9007199254740992.9999999999999999", 0x4340_0000_0000_0000),
        ("9007199254740993.00000000000000000000001", 0x4340_0000_0000_0001),
        ("2.2250738585072011e-308", 0x000f_ffff_ffff_ffff),
        ("2.2250738585072012e-308", 0x0010_0000_0000_0000), ("1.7976931348623157e308", 0x7fef_ffff_ffff_ffff),
        ("1.7976931348623159e308", 0x7ff0_0000_0000_0000), ("0.7857142857142858", 0x3fe9_2492_4924_9249 as UInt64 + 1),
        ("4.9e-324", 1), ("2.4703282292062327208e-324", 0), ("2.4703282292062328e-324", 1),
        ("1e400", 0x7ff0_0000_0000_0000),
        ("-1e400", 0xfff0_0000_0000_0000), ("1e-400", 0), ("-0", 0x8000_0000_0000_0000),
        ("0.1000000000000000055511151231257827021181583404541015625", 0x3fb9_9999_9999_999a),
    ])
    func roundsToTheNearest(_ text: String, _ bits: UInt64) {
        let found = parse(text)
        #expect(found?.value.bitPattern == bits && found?.rest == "", "\(found?.value ?? .nan)")
    }

    /// As the standard library's own conversion, for numbers of any length and size.
    @Test func agreesWithSwift() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: UInt64.random(in: 0..<0x7ff0_0000_0000_0000, using: &generator))
            let digits = (0..<Int.random(in: 1...25)).map { _ in String(Int.random(in: 0...9)) }.joined()
            let text = Bool.random() ? "\(value)" : "\(digits).\(digits)e\(Int.random(in: -330...300))"
            #expect(parse(text)?.value.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test func endsWhereTheNumberEnds() {
        for (text, value, rest) in [
            ("1:2", 1, ":2"), ("+1.5e+2 ", 150, " "), (".5x", 0.5, "x"), ("1.e1,", 10, ","), ("1e", 1, "e"),
        ] {
            let found = parse(text)
            #expect(found?.value == value && found?.rest == rest)
        }
    }

    @Test(arguments: [
        "", " 1", "nan", "inf", "-inf", "Infinity", "+-1", "-+1", "--1", "x", ".", "-", "+", "e5", "0x10",
    ])
    func refusesWords(_ text: String) {
        if text == "0x10" {
            #expect(parse(text)?.rest == "x10")
        } else {
            #expect(parse(text) == nil)
        }
    }
}
