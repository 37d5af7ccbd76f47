import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// A first column without a name that counts the rows is no feature; any other first column is one.
@Suite struct CSVRowNumbersTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func read(
        _ text: String, _ options: CSVOptions = CSVOptions(), rangeSize: Int = CSVRanges.standardSize, threads: Int = 1
    ) throws -> CSVFile<Double> {
        try CSVFile(
            try scratch.file("t.csv", Array(text.utf8)), as: nil, options, threads: threads, rangeSize: rangeSize)
    }

    /// A table of which the rows are numbered so.
    private func table(_ name: String, _ numbers: [String]) -> String {
        "\(name),a,b\n"
            + numbers.enumerated().map { "\($1),\(10 * $0),\"x\n\(7 - $0)\"\n" }.joined()
            .replacing("\"x\n", with: "\"")
    }

    static let counts: [[String]] = [
        ["0"], ["1"], ["0", "1", "2"], ["1", "2", "3", "4"], ["\"1\"", "\"2\""], [" 0", "1 "],
        (0..<60).map { "\($0)" }, (1...60).map { "\($0)" },
    ]

    @Test(arguments: counts, [16, 64, CSVRanges.standardSize]) func areLeftOut(_ numbers: [String], _ size: Int) throws
    {
        for name in ["", "\"\""] {
            let file = try read(table(name, numbers), rangeSize: size, threads: 3)
            #expect(file.columns.featureNames == ["a", "b"] && file.rowNumbers == "column 1")
            #expect(file.X.row(0) == numbers.indices.map { Double(10 * $0) } && file.X.columns == numbers.count)
        }
    }

    static let others: [[String]] = [
        ["2"], ["-1", "0"], ["0", "2"], ["1", "2", "2"], ["1", "3", "2"], ["0.5", "1.5"], ["1", "2", "3.5"],
        (0..<60).map { $0 == 59 ? "61" : "\($0)" },
    ]

    @Test(arguments: others, [16, 64, CSVRanges.standardSize]) func othersStay(_ numbers: [String], _ size: Int) throws
    {
        let file = try read(table("", numbers), rangeSize: size, threads: 3)
        #expect(file.columns.featureNames == ["column 1", "a", "b"] && file.rowNumbers == nil)
    }

    @Test func whatIsNamedOrAskedForStays() throws {
        let numbers = ["0", "1", "2"], text = table("", numbers)
        #expect(try read(table("id", numbers)).columns.featureNames == ["id", "a", "b"])
        #expect(try read(text, CSVOptions(columns: ["column 1", "a"])).columns.featureNames == ["column 1", "a"])
        #expect(try read(text, CSVOptions(contrasts: ["column 1"])).columns.columns.count == 3)
        #expect(try read(text, CSVOptions(target: "column 1")).y == [0, 1, 2])
        #expect(try read("0,1\n1,2\n", CSVOptions(hasHeader: false)).X.rows == 2)
        // Alone it is all that there is.
        #expect(try read(",y\n0,5\n1,6\n", CSVOptions(target: "y")).X.values == [0, 1])
    }

    @Test func blankLinesAreNotCounted() throws {
        #expect(try read(",a\n\n0,5\n\n1,6\n\n").columns.featureNames == ["a"])
    }

    @Test func excludedColumnsAreNoFeatures() throws {
        let text = "id,a,b,y\nx,1,2,3\nz,4,5,6\n"
        let file = try read(text, CSVOptions(target: "y", excluded: ["id", "b"]))
        #expect(file.columns.featureNames == ["a"] && file.X.values == [1, 4])
        let path = scratch.path("t.csv")
        #expect(throws: FileError.noColumn(path: path, names: ["u", "v"], columns: ["id", "a", "b", "y"])) {
            try read(text, CSVOptions(excluded: ["id", "u", "a", "v"]))
        }
        for options in [CSVOptions(target: "y", excluded: ["y"]), CSVOptions(excluded: ["id", "id"])] {
            let name = options.target ?? "id"
            let error = FileError.illegalOption(
                name: "an excluded column", value: "\"\(name)\"",
                requirement: "the name of a column with one part: this one has two")
            #expect(throws: error) { try read(text, options) }
        }
        #expect(throws: CSVPlan.noFeature(path)) { try read(text, CSVOptions(excluded: ["id", "a", "b", "y"])) }
    }
}
