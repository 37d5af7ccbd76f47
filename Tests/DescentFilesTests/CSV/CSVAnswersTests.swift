import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// Columns of two words that are a no and a yes are a feature of 0 and 1; others of text are no feature unless somebody says so.
@Suite struct CSVAnswersTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func read(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> CSVFile<Double> {
        try CSVFile(try scratch.file("t.csv", Array(text.utf8)), options)
    }

    @Test(arguments: CSVAnswers.pairs) func areZeroAndOne(_ pair: [String]) throws {
        let (no, yes) = (pair[0], pair[1])
        for quote in ["", "\""] {
            let fields = [yes, no, no, yes].map { quote + $0 + quote }
            let file = try read("a,b\n" + fields.enumerated().map { "\($0),\($1)\n" }.joined())
            #expect(file.columns.featureNames == ["a", "b=\(yes)"] && file.X.row(1) == [1, 0, 0, 1])
            #expect(file.answers.map(\.name) == ["b"] && file.answers.first?.words == pair)
            // A model of them reads others of the kind.
            let new = try CSVFile<Double>(scratch.file("n.csv", Array("b,a\n\(no),3\n".utf8)), as: file.columns)
            #expect(new.X.values == [3, 0])
        }
        // One word alone is still one of two.
        #expect(try read("a\n\(yes)\n\(yes)\n").X.values == [1, 1])
        #expect(try read("a\n\(no)\n").X.values == [0])
    }

    @Test func gapsAreThoseOfTexts() throws {
        let text = "a,b\n1,\n2,NA\n3,?\n4,yes\n5,no\n"
        let options = CSVOptions(missing: .drop, missingTexts: ["?"])
        #expect(try read(text, options).X.values == [4, 1, 5, 0])
        #expect(throws: FileError.missingValue(path: scratch.path("t.csv"), line: 2, column: 3, name: "b")) {
            try read(text)
        }
    }

    static let others = [["yes", "true"], ["TRUE", "true"], ["yes", "maybe"], ["no", "0"], ["False", "FALSE"]]

    @Test(arguments: others) func mixturesAreTexts(_ words: [String]) throws {
        let error = FileError.notANumber(path: scratch.path("t.csv"), line: 3, column: 3, value: words[1], name: "b")
        #expect(throws: error) { try read("a,b\n1,\(words[0])\n2,\(words[1])\n") }
    }

    /// Whoever says what a column is has the last word.
    @Test func whatIsSaidStays() throws {
        let text = "a,b\n1,yes\n2,no\n3,maybe\n"
        #expect(try read(text, CSVOptions(oneHot: ["b"])).columns.featureNames == ["a", "b=maybe", "b=no", "b=yes"])
        #expect(try read(text, CSVOptions(target: "b")).labels == ["maybe", "no", "yes"])
        #expect(try read("a,b\n1,yes\n2,no\n", CSVOptions(oneHot: ["b"])).answers.isEmpty)
        #expect(try read("a,b\n1,yes\n2,no\n", CSVOptions(columns: ["b"])).X.values == [1, 0])
    }
}
