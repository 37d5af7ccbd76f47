import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// Values that are not there.
@Suite struct CSVMissingTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func read(_ text: String, _ options: CSVOptions) throws -> CSVFile<Double> {
        try CSVFile(try scratch.file("a.csv", Array(text.utf8)), options)
    }

    static let words = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "\"\"", "\"NA\"", " ", " nan "]

    @Test(arguments: words) func dropped(_ word: String) throws {
        let file = try read("a,b\n1,2\n\(word),4\n5,6\n7,\(word)\n", CSVOptions(missing: .drop))
        #expect(file.X.values == [1, 2, 5, 6])
        #expect(file.missing.rowsDropped == 2 && file.missing.columns.map(\.name) == ["a", "b"])
        #expect(file.missing.columns.map(\.count) == [1, 1])
        #expect(file.columns.columns.map(\.kind) == [.number(mean: nil), .number(mean: nil)])
    }

    @Test(arguments: words) func imputed(_ word: String) throws {
        let file = try read("a,b\n1,2\n\(word),4\n5,6\n", CSVOptions(missing: .mean))
        #expect(file.X.values == [1, 2, 3, 4, 5, 6])
        #expect(file.columns.columns.map(\.kind) == [.number(mean: 3), .number(mean: 4)])
        #expect(file.missing.columns.map(\.name) == ["a"] && file.missing.rowsDropped == 0)
    }

    @Test(arguments: words) func refused(_ word: String) throws {
        let bare = word.replacing("\"", with: ""), isEmpty = bare.allSatisfy { $0 == " " }
        let expected: FileError =
            isEmpty
            ? .missingValue(path: scratch.path("a.csv"), line: 3, column: 3, name: "b")
            : .notANumber(path: scratch.path("a.csv"), line: 3, column: 3, value: bare, name: "b")
        #expect(throws: expected) { try read("a,b\n1,2\n3,\(word)\n", CSVOptions()) }
    }

    /// What is not used is not looked at.
    @Test func ofOtherColumns() throws {
        let file = try read("a,b,c\n1,,x\n2,NA,\n", CSVOptions(columns: ["a"], missing: .drop))
        #expect(file.X.values == [1, 2] && file.missing.columns.isEmpty)
    }

    @Test func inTargetsWeightsAndTexts() throws {
        let text = "x,y,w,t\n1,2,3,a\n4,,6,b\n7,8,NA,c\n10,11,12,\n13,14,15,d\n"
        let options = CSVOptions(target: "y", sampleWeights: "w", oneHot: ["t"], missing: .drop)
        let file = try read(text, options)
        #expect(file.columns.featureNames == ["x", "t=a", "t=d"], "levels of the rows that are kept")
        #expect(file.X.values == [1, 1, 0, 13, 0, 1] && file.y == [2, 14] && file.sampleWeights == [3, 15])
        #expect(file.missing.rowsDropped == 3)
        var mean = options
        mean.missing = .mean
        let expected = FileError.missingValue(path: scratch.path("a.csv"), line: 3, column: 3, name: "y")
        #expect(throws: expected) { try read(text, mean) }
        // A text NA is a text unless rows are dropped for it, but no class.
        let named = try read("x,t\n1,NA\n2,b\n", CSVOptions(oneHot: ["t"]))
        #expect(named.columns.featureNames == ["x", "t=NA", "t=b"])
        #expect(throws: FileError.missingValue(path: scratch.path("a.csv"), line: 3, column: 3, name: "y")) {
            try read("x,y\n1,yes\n2,NA\n", CSVOptions(target: "y"))
        }
        #expect(try read("x,y\n1,yes\n2,NA\n", CSVOptions(target: "y", labels: ["NA", "yes"])).y == [1, 0])
    }

    @Test func nothingIsLeft() throws {
        let path = scratch.path("a.csv")
        #expect(throws: FileError.noCompleteRow(path: path, rows: 2)) {
            try read("a,b\n1,\n,2\n", CSVOptions(missing: .drop))
        }
        #expect(throws: FileError.noCompleteRow(path: path, rows: 2)) {
            try read("a,b\nx,\n,2\n", CSVOptions(oneHot: ["a"], missing: .drop))
        }
        let noMean = FileError.illegalText(
            path: path, line: 1, column: 1, reason: "without a value there is no mean (column \"b\")")
        #expect(throws: noMean) { try read("a,b\n1,\n2,NA\n", CSVOptions(missing: .mean)) }
    }

    @Test func meansOfLargeNumbers() throws {
        let large = Double.greatestFiniteMagnitude
        let file = try read("a,b\n\(large),1\n\(large),1\n,1\n", CSVOptions(missing: .mean))
        #expect(file.X[0, 2] == large)
        let single = try CSVFile<Float>(
            try scratch.file("a.csv", Array("a,b\n0.1,1\n0.2,1\n,1\n".utf8)), CSVOptions(missing: .mean))
        guard case .number(let mean?) = single.columns.columns[0].kind else {
            Issue.record("no mean")
            return
        }
        #expect(Double(single.X[0, 2]) == mean, "the mean that is kept is the one that is used")
    }

    /// As features and as a column of a table, whatever the numbers' size; of the largest the sum would overflow.
    @Test(arguments: [0x1p-1040, 1e-200, 1, 1e200, 0x1.fp1023]) func meansKeepTheirDigits(_ unit: Double) throws {
        let values = [0.25, 0.5, 0.8, 1].map { $0 * unit }, expected = unit * 0.6375
        let text = "a,b\n\(values.map { "\($0),1\n" }.joined()),1\n"
        func isRight(_ mean: Double) -> Bool { abs(mean - expected) <= 4 * expected.ulp }
        #expect(isRight(try read(text, CSVOptions(missing: .mean)).X[0, 4]))
        var wish = CSVColumnWish("a", isCategory: false)
        wish.gap = .mean
        let columns = try CSVColumns(try scratch.file("m.csv", Array(text.utf8)), CSVOptions())
        let found = try columns.table(of: [wish])
        #expect(isRight(try #require(found.means["a"])))
    }
}
