import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// What tables become.
@Suite struct CSVReadingTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func read(
        _ text: String, _ options: CSVOptions = CSVOptions(), _ reading: FileReading = .mapped
    ) throws -> CSVFile<Double> {
        try CSVFile(try scratch.file("a.csv", Array(text.utf8)), options, reading: reading)
    }

    /// A line feed behind the end of a text is not the text's.
    @Test func nothingIsReadBehindTheEnd() {
        Array("1\r\n".utf8).withUnsafeBytes { bytes in
            let start = bytes.baseAddress!
            let scanner = CSVScanner(start: start, end: start + 2, separator: UInt8(ascii: ","))
            #expect(scanner.afterLineEnd(start + 1) == scanner.end)
        }
    }

    @Test(arguments: [FileReading.mapped, .guarded, .copied]) func reads(_ reading: FileReading) throws {
        let file = try read("a,b\n1,2\n3.5,-4e1\n", CSVOptions(), reading)
        #expect(file.X.rows == 2 && file.X.columns == 2 && file.X.values == [1, 2, 3.5, -40])
        #expect(file.columns.featureNames == ["a", "b"])
        #expect(file.y == nil && file.labels == nil && file.sampleWeights == nil && file.offsets == nil)
        #expect(file.missing == MissingValues(columns: [], rows: []))
    }

    @Test(arguments: ["1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "\n1,2\n\r\n\r3,4\n\n", "1,2\r\n\n3,4\n\r"])
    func lineEnds(_ rows: String) throws {
        for header in ["a,b\n", "a,b\r\n", "a,b\r", "\u{feff}a,b\n", "\n\r\n\"a\",b\n"] {
            let file = try read(header + rows)
            #expect(file.X.values == [1, 2, 3, 4] && file.columns.featureNames == ["a", "b"])
        }
        #expect(try read(rows, CSVOptions(hasHeader: false)).X.values == [1, 2, 3, 4])
    }

    @Test func spaceAndQuotesAroundNumbers() throws {
        let file = try read("a,b\n 1\t, \"2\"\n".replacing(" \"", with: "\"") + "\" 3 \",+.5e1 \n")
        #expect(file.X.values == [1, 2, 3, 5])
    }

    @Test func oneColumn() throws {
        #expect(try read("1\n2", CSVOptions(hasHeader: false)).X.values == [1, 2])
        let file = try read("\n1\n\n3", CSVOptions(missing: .drop, hasHeader: false))
        #expect(file.X.values == [1, 3] && file.missing.rowsDropped == 2)
        #expect(try read("a\r\n1\r\n\r\n3\r\n", CSVOptions(missing: .mean)).X.values == [1, 2, 3])
    }

    @Test func names() throws {
        #expect(try read("1,2\n", CSVOptions(hasHeader: false)).columns.featureNames == ["1", "2"])
        let file = try read("\"a, \"\"b\"\"\nc\",, d\n1,2,3")
        #expect(file.columns.featureNames == ["a, \"b\"\nc", "column 2", " d"])
    }

    @Test func separators() throws {
        #expect(try read("a;b\n1;2", CSVOptions(separator: UInt8(ascii: ";"))).X.values == [1, 2])
        #expect(try read("a\tb\n1 \t 2", CSVOptions(separator: 9)).X.values == [1, 2])
        for byte in "\"\n\r1eE+-.".utf8 + [0x80, 0] {
            let error = #expect(throws: FileError.self) { try read("a,b\n1,2", CSVOptions(separator: byte)) }
            guard case .illegalOption("the separator", "byte \(byte)", _) = error else {
                Issue.record("\(byte): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func parts() throws {
        let options = CSVOptions(target: "y", columns: ["c", "a"], sampleWeights: "w", offset: "o")
        let file = try read("a,w,text,c,y,o\n1,2,x,3,4,5\n6,7,,8,9,10\n", options)
        #expect(file.X.values == [3, 1, 8, 6] && file.columns.featureNames == ["c", "a"])
        #expect(file.y == [4, 9] && file.sampleWeights == [2, 7] && file.offsets == [5, 10])
        let others = try read("a,w,c,y,o\n1,2,3,4,5\n", CSVOptions(target: "y", sampleWeights: "w", offset: "o"))
        #expect(others.columns.featureNames == ["a", "c"])
    }

    @Test func indicators() throws {
        let text = "x,city,y\n1,Rome,2\n3,\"Bern\",4\n5,Ürzig,6\n7,Bern,8\n"
        let file = try read(text, CSVOptions(target: "y", oneHot: ["city"]))
        #expect(file.columns.featureNames == ["x", "city=Bern", "city=Rome", "city=Ürzig"])
        #expect(file.X.values == [1, 0, 1, 0, 3, 1, 0, 0, 5, 0, 0, 1, 7, 1, 0, 0])
        let fewer = try read(text, CSVOptions(target: "y", contrasts: ["city"]))
        #expect(fewer.columns.featureNames == ["x", "city=Rome", "city=Ürzig"])
        #expect(fewer.X.values == [1, 1, 0, 3, 0, 0, 5, 0, 1, 7, 0, 0])
        let numbers = try read("a\n10\n9\n10\n", CSVOptions(oneHot: ["a"]))
        #expect(numbers.columns.featureNames == ["a=10", "a=9"] && numbers.X.values == [1, 0, 0, 1, 1, 0])
        let escaped = try read("a,b\n\"say \"\"hi\"\"\n\",1\n x,2\n", CSVOptions(oneHot: ["a"]))
        #expect(escaped.columns.featureNames == ["a= x", "a=say \"hi\"\n", "b"])
        #expect(escaped.X.values == [0, 1, 1, 1, 0, 2])
    }

    @Test func targets() throws {
        let text = "x,y\n1,yes\n2,no\n3,yes\n"
        let file = try read(text, CSVOptions(target: "y"))
        #expect(file.y == [1, 0, 1] && file.labels == ["no", "yes"])
        let named = try read(text, CSVOptions(target: "y", labels: ["yes", "no", "maybe"]))
        #expect(named.y == [0, 1, 0] && named.labels == ["yes", "no", "maybe"])
        let values = try read("x,y\n1,1.0\n2,\" -1\"\n3,+1e0\n", CSVOptions(target: "y", labels: ["-1", "1"]))
        #expect(values.y == [1, 0, 1])
        #expect(try read("x,y\n1,0\n2,5\n", CSVOptions(target: "y")).labels == nil)
        let late = try read("x,y\n1,NA\n2,no\n", CSVOptions(target: "y", missing: .drop))
        #expect(late.y == [0] && late.labels == ["no"])
    }

    @Test func precisions() throws {
        let path = try scratch.file("a.csv", Array("a\n0.1\n1e-320\n16777217.0000001\n".utf8))
        #expect(try CSVFile<Double>(path).X.values == [0.1, Double("1e-320")!, 16777217.0000001])
        // By way of a Double the last would be 16777216.
        #expect(try CSVFile<Float>(path).X.values == [0.1, 0, 16777218])
    }

    /// 58: of more digits than a number has.
    @Test func roundsToTheNearest() throws {
        let file = try read(
            "a,b,c\n9007199254740993,2.2250738585072011e-308,0.1000000000000000055511151231257827021181583404541015625\n"
        )
        #expect(file.X.values == [9007199254740992, .leastNormalMagnitude.nextDown, 0.1])
    }

    /// 54
    @Test func manyColumns() throws {
        let count = 20_000
        let names = (0..<count).map { "x\($0)" }.joined(separator: ",")
        let row = (0..<count).map { "\($0)" }.joined(separator: ",")
        let file = try read(names + "\n" + row + "\n" + row + "\n", CSVOptions(target: "x7"))
        #expect(file.X.rows == count - 1 && file.X.columns == 2 && file.y == [7, 7])
        #expect(file.X[count - 2, 1] == Double(count - 1) && file.columns.featureNames[7] == "x8")
    }

    @Test func partsThatDoNotFit() throws {
        let text = "a,b,c\n1,2,3\n"
        for options in [
            CSVOptions(target: "a", columns: ["a", "b"]), CSVOptions(columns: ["b", "b"]),
            CSVOptions(target: "a", sampleWeights: "a"), CSVOptions(columns: ["a"], oneHot: ["b"]),
            CSVOptions(oneHot: ["a"], contrasts: ["a"]), CSVOptions(target: "a", oneHot: ["a"]),
            CSVOptions(labels: ["x", "y"]), CSVOptions(target: "a", labels: ["x", "x"]),
            CSVOptions(target: "a", labels: ["x"]),
        ] {
            guard case .illegalOption = #expect(throws: FileError.self, performing: { try read(text, options) }) else {
                Issue.record("another error: \(options)")
                continue
            }
        }
        let path = scratch.path("a.csv")
        for options in [CSVOptions(target: "z"), CSVOptions(columns: ["z"]), CSVOptions(contrasts: ["z"])] {
            #expect(throws: FileError.noColumn(path: path, names: ["z"], columns: ["a", "b", "c"])) {
                try read(text, options)
            }
        }
        let noFeature = FileError.illegalText(
            path: path, line: 1, column: 1, reason: "no column is left for a feature")
        #expect(throws: noFeature) { try read("a\n1\n", CSVOptions(target: "a")) }
        let error = #expect(throws: FileError.self) { try CSVFile<Double>(path, threads: 0) }
        guard case .illegalOption(_, "0", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let many = FileError.noColumn(path: "f", names: ["z"], columns: (1...12).map { "\($0)" })
        #expect("\(many)".hasSuffix("\"10\" and 2 more"), "\(many)")
    }
}
