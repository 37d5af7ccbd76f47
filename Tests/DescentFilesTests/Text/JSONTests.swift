import Testing

@testable import DescentFiles

@Suite struct JSONTests {
    private func fault(_ text: String) -> JSONParser.Fault? {
        do {
            _ = try JSONParser.parse(Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test func readsWhatItWrites() throws {
        let value = JSON.object([
            .init(key: "a \"b\"\\", value: .array([.null, .boolean(true), .boolean(false), .number("-1.5e+300")])),
            .init(key: "ü\u{0}\u{1f}\n\t\r", value: .string("😀/\u{7f}")),
            .init(key: "", value: .object([JSON.Member]())),
            .init(key: "empty", value: .array([])),
        ])
        #expect(try JSONParser.parse(Array(value.written.utf8)) == value)
    }

    @Test func escapes() throws {
        let text = #" { "a" : "\u0041\ud83d\ude00\/\b\f\n\r\t\"\\" , "n" : [ 0 , -0 , 12 , 1.25E-3 ] } "#
        let value = try JSONParser.parse(Array(text.utf8))
        #expect(value["a"]?.text == "A😀/\u{8}\u{c}\n\r\t\"\\")
        #expect(value["n"]?.elements?.map(\.integer) == [0, 0, 12, nil])
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "nul", "True", "01", "1.",
        ".5", "1e", "+1",
        "-", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "1 1",
        "{\"a\":1,\"a\":2}",
        "NaN", "Infinity", "'a'", "[1]]",
    ])
    func refuses(_ text: String) { #expect(fault(text) != nil) }

    @Test func tellsThePlace() {
        #expect(fault("[1, x]") == JSONParser.Fault(place: 4, reason: "a value is missing"))
        #expect(fault("{\"a\":1,\"a\":2}")?.place == 7)
    }

    @Test func bracketsAreBounded() {
        let fits = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(fault(fits) == nil)
        #expect(fault(String(repeating: "[", count: 100_000)) != nil)
        #expect(fault(String(repeating: "{\"a\":", count: 100_000)) != nil)
    }

    @Test func badUTF8() {
        #expect(throws: JSONParser.Fault(place: 0, reason: "a string is not UTF-8")) {
            try JSONParser.parse([0x22, 0xff, 0x22])
        }
    }
}
