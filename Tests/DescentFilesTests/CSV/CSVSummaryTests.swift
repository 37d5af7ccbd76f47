import TestSupport
import Testing

@testable import DescentFiles

/// What is said of a table's columns, beside what they were made of.
@Suite struct CSVSummaryTests {
    private func columns(_ text: String) throws -> [CSVSummary.Column] {
        let scratch = try Scratch()
        return try CSVSummary(scratch.file("a.csv", text), CSVOptions()).columns
    }

    @Test func kindsRangesAndMissingFields() throws {
        let found = try columns("n,t,b,e,m,o\n3,red,yes,,1,z\n-2.5,blue,no,,x,\n7,red,yes,,,\n")
        #expect(found.map(\.name) == ["n", "t", "b", "e", "m", "o"])
        #expect(found.map(\.kind) == [.number, .text, .boolean, .empty, .text, .text])
        #expect(found.map(\.missing) == [0, 0, 0, 3, 1, 2])
        #expect(found.map(\.levels) == [nil, 2, 2, 0, 2, 1])
        #expect(found.map(\.range) == [-2.5...7, nil, nil, nil, nil, nil])
        #expect(found.map(\.texts) == [[], ["blue", "red"], ["no", "yes"], [], ["1", "x"], ["z"]])
    }

    /// Texts are counted as far as the texts of a feature may be.
    @Test(arguments: [9_999, 10_000, 10_001]) func manyTexts(_ count: Int) throws {
        let found = try columns("a,b\n" + (0..<count).map { "t\($0),\($0 % 7)\n" }.joined())
        #expect(found[0].levels == (count > 10_000 ? nil : count))
        #expect(found[0].texts == (0..<count).map { "t\($0)" }.sorted().prefix(10).map { $0 })
        #expect(found[1].levels == nil && found[1].range == 0...6)
    }
}
