import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// What is wrong is said with its line and the byte in it; of several faults the first.
@Suite struct CSVFaultTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func error(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), rangeSize: Int = 1 << 20) throws
        -> FileError?
    {
        let path = try scratch.file("a.csv", bytes)
        do {
            _ = try CSVFile<Double>(path, as: nil, options, threads: 2, rangeSize: rangeSize)
            return nil
        } catch { return error }
    }

    private func expect(
        _ text: String, _ options: CSVOptions = CSVOptions(), at line: Int, _ column: Int, _ reason: String
    ) throws {
        let expected = FileError.illegalText(path: scratch.path("a.csv"), line: line, column: column, reason: reason)
        for size in [1 << 20, 3] {
            let found = try error(Array(text.utf8), options, rangeSize: size)
            #expect(found == expected, "\(String(describing: found))")
        }
    }

    /// 43, 44
    @Test(arguments: ["", "\u{feff}", "\n\r\n", "a,b", "a,b\n", "a,b\r\n\r\n"]) func noSamples(_ text: String) throws {
        #expect(try error(Array(text.utf8)) == .empty(path: scratch.path("a.csv")))
        if !text.contains("a") {
            #expect(try error(Array(text.utf8), CSVOptions(hasHeader: false)) == .empty(path: scratch.path("a.csv")))
        }
    }

    /// 45
    @Test func raggedRows() throws {
        try expect("a,b,c\n1,2,3\n4,5\n6,7,8\n", at: 3, 4, "2 fields where 3 are needed")
        try expect("a,b,c\n1,2,3\n4,5", at: 3, 4, "2 fields where 3 are needed")
        try expect("a,b\r\n1,2\r\n3,4,5\r\n", at: 3, 5, "more than 2 fields")
        try expect("a,b\r1,2,\r", at: 2, 5, "more than 2 fields")
        try expect("1,2\n3\n", CSVOptions(hasHeader: false), at: 2, 2, "1 fields where 2 are needed")
    }

    /// 46
    @Test func quotes() throws {
        try expect("a,b\n1,2\n3,\"4\n5,6\n", at: 3, 3, "a quote that nothing closes")
        try expect("a,\"b\n1,2\n", at: 1, 3, "a quote that nothing closes")
        try expect("a,b\n1,2\"\n", at: 2, 4, "a quote in a field that does not begin with one")
        try expect("a,b\n1, \"2\"\n", at: 2, 4, "a quote in a field that does not begin with one")
        try expect("a,b\n\"1\" ,2\n", at: 2, 4, "text behind a closing quote")
        try expect("a,b\n\"1\"\"\",\"2\"x\n", CSVOptions(oneHot: ["a"]), at: 2, 10, "text behind a closing quote")
        try expect(
            "a,b\n\"x\ny\",1\n\"z\n\n\",2\"\n", CSVOptions(oneHot: ["a"]), at: 6, 4,
            "a quote in a field that does not begin with one")
    }

    /// 47, 48
    @Test func missingAndText() throws {
        let path = scratch.path("a.csv")
        #expect(
            try error(Array("age,b\n1,2\n,3\n".utf8)) == .missingValue(path: path, line: 3, column: 1, name: "age"))
        let text = try error(Array("age,b\n1,2\nn/a,3\n".utf8))
        #expect(text == .notANumber(path: path, line: 3, column: 1, value: "n/a", name: "age"))
        #expect("\(text!)" == "\(path):3:1: 'n/a' is not a number (column \"age\")")
        for word in ["x", "1x", "0x10", "1 2", "1e", "--1", "+-1", "1_000", "½", "\"1\"\"\"", "'1'", "T", "-", "."] {
            guard case .notANumber(_, 2, 3, _, "b") = try error(Array("a,b\n1,\(word)\n".utf8)) else {
                Issue.record("\(word)")
                continue
            }
        }
    }

    /// 49
    @Test func infinities() throws {
        try expect("a,b\n1,1e400\n", at: 2, 3, "'1e400' is larger than a number can be")
        try expect("a,b\n1,\"-1e400\"\n", at: 2, 3, "'-1e400' is larger than a number can be")
        for word in ["inf", "-inf", "Infinity", "nan", "NaN", "-nan"] {
            guard case .notANumber = try error(Array("a,b\n1,\(word)\n".utf8)) else {
                Issue.record("\(word)")
                continue
            }
        }
        for word in ["inf", "-nan", "NAN"] {
            for missing in CSVOptions.Missing.allCases {
                #expect(try error(Array("a,b\n1,\(word)\n".utf8), CSVOptions(missing: missing)) != nil)
            }
        }
        let path = try scratch.file("f.csv", Array("a\n1e39\n".utf8))
        let large = FileError.illegalText(
            path: path, line: 2, column: 1, reason: "'1e39' is larger than a number can be")
        #expect(throws: large) { try CSVFile<Float>(path) }
    }

    /// 50
    @Test func decimalCommas() throws {
        try expect("a,b\n1,5,2\n", at: 2, 5, "more than 2 fields")
        let quoted = try error(Array("a,b\n\"1,5\",2\n".utf8))
        #expect("\(quoted!)".hasSuffix("'1,5' is not a number (column \"a\"); decimals follow a point, not a comma"))
        let semicolons = try error(Array("a;b\n-1,5e3;2\n".utf8), CSVOptions(separator: UInt8(ascii: ";")))
        #expect("\(semicolons!)".hasSuffix("'-1,5e3' is not a number (column \"a\")"))
        try expect("a;b\n1,5;2\n", at: 1, 2, "the columns seem to be separated by ';', which must be said")
        try expect("a\tb\n1\t2\n", at: 1, 2, "the columns seem to be separated by tabs, which must be said")
        let comma = CSVOptions(separator: UInt8(ascii: ";"))
        try expect("a,b\n1,2\n", comma, at: 1, 2, "the columns seem to be separated by ',', which must be said")
    }

    /// 51
    @Test func bytesThatAreNoText() throws {
        let path = scratch.path("a.csv")
        for start in [[0xff, 0xfe], [0xfe, 0xff]] as [[UInt8]] {
            let found = try error(start + [0x61, 0, 0x0a, 0])
            #expect(
                found
                    == .illegalText(
                        path: path, line: 1, column: 1,
                        reason: "the text is UTF-16; it must be UTF-8, or its encoding be said"))
        }
        try expect("a,b\u{0}\n1,2\n", at: 1, 4, "a NUL byte; is the text UTF-8?")
        guard case .notANumber(_, 2, 3, "1\u{0}", "b") = try error(Array("a,b\n1,1\u{0}\n".utf8)) else {
            Issue.record("NUL in a number")
            return
        }
        for bytes in [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]] as [[UInt8]] {
            let expected = FileError.illegalText(path: path, line: 1, column: 3, reason: "bytes that are not UTF-8")
            #expect(try error(Array("a,".utf8) + bytes + Array("\n1,2\n".utf8)) == expected)
            let level = FileError.illegalText(path: path, line: 2, column: 3, reason: "bytes that are not UTF-8")
            #expect(try error(Array("a,b\n1,".utf8) + bytes + [0x0a], CSVOptions(oneHot: ["b"])) == level)
            #expect(try error(Array("a,b\n1,".utf8) + bytes + [0x0a], CSVOptions(target: "b")) == level)
        }
        try expect("a,b\n1,x\u{0}y\n", CSVOptions(oneHot: ["b"]), at: 2, 4, "a NUL byte; is the text UTF-8?")
    }

    /// 53: a text of 100 kB is one, what is longer than a field can be is not, and costs no more than reading it.
    @Test func longFields() throws {
        let text = String(repeating: "x", count: 100_000), most = CSVScanner.longestField
        let path = try scratch.file("a.csv", Array("a,b\n\"\(text)\",1\n".utf8))
        #expect(try CSVFile<Double>(path, CSVOptions(oneHot: ["a"])).columns.featureNames[0] == "a=" + text)
        let reason = "a field of more than \(most) bytes"
        for long in ["1", "x", " "] {
            let bytes = Array("a,b\n1,".utf8) + [UInt8](repeating: long.utf8.first!, count: 24 << 20)
            let found = try error(bytes)
            #expect(
                found == .illegalText(path: scratch.path("a.csv"), line: 2, column: 3, reason: reason),
                "\(String(describing: found))")
        }
        let open = try error(Array("a,b\n1,\"".utf8) + [UInt8](repeating: 0x0a, count: 24 << 20))
        let expected = FileError.illegalText(
            path: scratch.path("a.csv"), line: 2, column: 3, reason: reason + "; does its quote close?")
        #expect(open == expected)
        let commas = try error([UInt8](repeating: 0x2c, count: 3 << 20))
        guard case .illegalText(_, 1, 1_048_577, _) = commas else {
            Issue.record("\(String(describing: commas))")
            return
        }
        let wide = try error(
            Array("a,b\n".utf8) + [UInt8](repeating: 0x2c, count: 24 << 20), CSVOptions(missing: .drop))
        guard case .illegalText(_, 2, 3, "more than 2 fields") = wide else {
            Issue.record("\(String(describing: wide))")
            return
        }
    }

    /// 55
    @Test func columnsOfOneName() throws {
        try expect("a,b,\"a\"\n1,2,3\n", at: 1, 5, "a second column \"a\"")
        try expect("a,,column 2\n1,2,3\n", at: 1, 4, "a second column \"column 2\"")
    }

    @Test func labelsThatAreNotKnown() throws {
        let found = try error(Array("x,y\n1,yes\n2,perhaps\n".utf8), CSVOptions(target: "y", labels: ["no", "yes"]))
        #expect(
            found
                == .unknownLevel(path: scratch.path("a.csv"), line: 3, column: 3, value: "perhaps", name: "y"))
        let number = try error(Array("x,y\n1,1\n2,two\n".utf8), CSVOptions(target: "y"))
        #expect(number == .notANumber(path: scratch.path("a.csv"), line: 3, column: 3, value: "two", name: "y"))
    }

    @Test func tooManyLevels() throws {
        let rows = (0..<30_000).map { "t\($0 % 10_005),\($0)\n" }.joined()
        let found = try error(Array(("t,x\n" + rows).utf8), CSVOptions(oneHot: ["t"]), rangeSize: 4096)
        #expect(
            found
                == .illegalText(
                    path: scratch.path("a.csv"), line: 10_002, column: 1,
                    reason: "more than 10000 different texts (column \"t\")"))
        let earlier = Array(("t,x\n" + rows.replacing("t9000,", with: "t9000,?")).utf8)
        guard case .notANumber(_, 9002, 7, _, "x") = try error(earlier, CSVOptions(oneHot: ["t"]), rangeSize: 4096)
        else {
            Issue.record("another error")
            return
        }
    }

    /// The first in the file, whatever finds it.
    @Test func theFirstFaultCounts() throws {
        let faults = ["1,x", "1,", "1", "1,2,3", "1,\"2", "1,\"2\"3", "1,2\"", "1,1e999"]
        let good = String(repeating: "1,2\n", count: 40)
        for first in faults {
            let alone = try error(Array(("a,b\n" + good + first + "\n").utf8))
            #expect(alone != nil)
            for second in faults {
                for size in [2, 7, 64, 1 << 20] {
                    let text = "a,b\n" + good + first + "\n" + good + second + "\n" + good
                    // A quote that opens takes what follows, up to the next.
                    if first == "1,\"2" && second.contains("\"") { continue }
                    #expect(try error(Array(text.utf8), rangeSize: size) == alone, "\(first), \(second)")
                }
            }
        }
    }

    /// Fewer bytes than their values take: no memory is asked for.
    @Test func raggedRowsOfManyColumns() throws {
        let names = (0..<10_000).map { "x\($0)" }.joined(separator: ",")
        let text = names + "\n" + String(repeating: "1\n", count: 1 << 20)
        guard case .illegalText(_, 2, 2, "1 fields where 10000 are needed") = try error(Array(text.utf8)) else {
            Issue.record("another error")
            return
        }
    }

    /// Ten thousand indicators for each of so many rows that they take more than there is, in a few megabytes.
    @Test(.enabled(if: Machine.memory ?? .max < 200 << 30, "too much memory"))
    func denseBeyondTheMemory() throws {
        let levels = TextLevels.most, blocks = Machine.memory! / (levels * levels * 8) + 1
        let block = (0..<levels).map { "\($0)\n" }.joined()
        let found = try error(
            Array(("t\n" + String(repeating: block, count: blocks)).utf8), CSVOptions(oneHot: ["t"]))
        guard case .tooLarge(_, _, let bytes, _) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(bytes == blocks * levels * levels * 8)
    }

    @Test func truncatedAnywhere() throws {
        let text = "x,\"the, \"\"city\"\"\",y\r\n1,\"a\nb\",no\r\n-2.5e3,c,\"yes\"\r\n,\"d\",no\r\n"
        let bytes = Array(text.utf8)
        for length in 0...bytes.count {
            for missing in CSVOptions.Missing.allCases {
                let options = CSVOptions(target: "y", oneHot: ["the, \"city\""], missing: missing)
                _ = try error(Array(bytes[..<length]), options, rangeSize: 5)
                _ = try error(Array(bytes[..<length]), CSVOptions(missing: missing), rangeSize: 1 << 20)
            }
        }
    }
}
