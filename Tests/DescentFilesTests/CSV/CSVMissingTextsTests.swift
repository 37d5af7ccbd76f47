import Descent
import TestSupport
import Testing

@testable import DescentFiles

/// Texts that are said to mean a missing value are as good as an empty field, everywhere; and decimals may follow a comma.
@Suite struct CSVMissingTextsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func read(
        _ text: String, _ options: CSVOptions, as columns: FeatureColumns? = nil
    ) throws -> CSVFile<Double> {
        let path = try scratch.file("t.csv", Array(text.utf8))
        guard let columns else { return try CSVFile(path, options) }
        return try CSVFile(path, as: columns, options)
    }

    /// A table with a mark for a gap in a number, a text, and the target.
    private func table(_ mark: String) -> String {
        "n,t,y\n1,a,1\n\(mark),b,0\n3,\(mark),1\n4,a,\(mark)\n 5 , a ,0\n6,b,1\n"
    }

    static let marks = ["?", ".", "None", "-", "-999", "1e400", "NA?", "n. a.", "ä"]
    static let policies: [CSVOptions] = [
        CSVOptions(target: "y", contrasts: ["t"], missing: .drop),
        CSVOptions(target: "y", oneHot: ["t"], missing: .drop, missingIsLevel: true),
        CSVOptions(target: "y", columns: ["n"], missing: .drop),
    ]

    @Test(arguments: marks, policies) func areEmptyFields(_ mark: String, _ policy: CSVOptions) throws {
        var options = policy
        let expected = try read(table(""), options)
        options.missingTexts = ["other", mark]
        for field in [mark, " \(mark) ", "\"\(mark)\""] {
            let found = try read(table(field), options)
            #expect(found.X.values == expected.X.values && found.y == expected.y && found.labels == expected.labels)
            #expect(found.missing == expected.missing && found.columns.columns == expected.columns.columns)
            #expect(found.columns.missingTexts == options.missingTexts)
        }
    }

    @Test(arguments: marks) func areRefusedWhereGapsAre(_ mark: String) throws {
        let path = scratch.path("t.csv"), options = CSVOptions(missingTexts: [mark])
        #expect(throws: FileError.missingValue(path: path, line: 3, column: 1, name: "n")) {
            try read("n\n1\n\(mark)\n", options)
        }
        var texts = options
        texts.oneHot = ["t"]
        #expect(throws: FileError.missingValue(path: path, line: 3, column: 3, name: "t")) {
            try read("n,t\n1,a\n1,\(mark)\n", texts)
        }
    }

    /// A number that means a gap does so however it is written, in numbers; a text is a text.
    @Test func numbersGoByTheirValue() throws {
        let options = CSVOptions(contrasts: ["t"], missing: .mean, missingTexts: ["-999"])
        #expect(try read("n,t\n1,a\n-999.0,-999.0\n-9.99e2,b\n3,b\n", options).X.row(0) == [1, 2, 2, 3])
        let single = try CSVFile<Float>(
            scratch.file("s.csv", Array("n\n0.1\n0.3\n0.10\n".utf8)), CSVOptions(missing: .drop, missingTexts: ["0.1"]))
        #expect(single.X.values == [0.3])
    }

    @Test func goIntoTheModel() throws {
        let options = CSVOptions(target: "y", contrasts: ["t"], missing: .mean, missingTexts: ["?", "-999"])
        let file = try read("n,t,y\n1,a,1\n?,b,0\n3,b,1\n", options)
        let layer = try Layer(neuron: .logistic, weights: [1.0, 2])
        let path = scratch.path("m.st")
        try Model(layer, columns: file.columns).write(to: path)
        let columns = try #require(try Model<Double>(path).columns)
        #expect(columns == file.columns && columns.missingTexts == ["?", "-999"])
        #expect(
            try read("t,n\nb,-999\na,?\na,.\n", CSVOptions(missingTexts: ["."]), as: columns).X.values == [
                2, 1, 2, 0, 2, 0,
            ])
        #expect(columns.withoutMeans.missingTexts == columns.missingTexts)
        #expect(throws: FileError.missingValue(path: scratch.path("t.csv"), line: 2, column: 3, name: "n")) {
            try read("t,n\nb,-999\n", CSVOptions(), as: columns.withoutMeans)
        }
        // Models without are what they were.
        let plain = try Model(layer, columns: FeatureColumns(columns.columns))
        #expect(String(decoding: plain.bytes, as: UTF8.self).contains(#""format_version":"2""#))
        #expect(try String(decoding: scratch.bytes("m.st"), as: UTF8.self).contains(#""format_version":"4""#))
    }

    @Test(arguments: [["", "a"], ["a", "a"], [" a"], ["a "]]) func whatTheyCannotBe(_ texts: [String]) throws {
        let requirement = try #require(CSVMissingTexts.fault(in: texts))
        let error = FileError.illegalOption(name: "the missing texts", value: "\(texts)", requirement: requirement)
        #expect(throws: error) { try read("a\n1\n", CSVOptions(missingTexts: texts)) }
        let other = FileError.notAModel(path: "the columns", reason: "missing values need \(requirement)")
        #expect(throws: other) { try FeatureColumns([.init("a", .number(mean: nil))], missingTexts: texts) }
    }

    @Test(arguments: [UInt8(ascii: ";"), 0x09]) func decimalsFollowACommaWhereThatIsSaid(_ separator: UInt8) throws {
        let text = "a;b;y\n1,5;-2;0\n\"3,25e1\"; 0,5 ;1\n+,5;7,;1\n".replacing(
            ";", with: separator == 0x09 ? "\t" : ";")
        let options = CSVOptions(target: "y", separator: separator, hasDecimalCommas: true)
        let file = try read(text.replacing("+,5", with: "0,5").replacing("7,", with: "7,0"), options)
        #expect(file.X.values == [1.5, -2, 32.5, 0.5, 0.5, 7] && file.y == [0, 1, 1])
    }

    @Test func pointsAreThoseOfThousandsThen() throws {
        let path = scratch.path("t.csv"), options = CSVOptions(separator: UInt8(ascii: ";"), hasDecimalCommas: true)
        for value in ["1.5", "1.234,5", "1,2,3", ",", "1,5x"] {
            #expect(throws: FileError.notANumber(path: path, line: 2, column: 1, value: value, name: "a")) {
                try read("a;b\n\(value);1\n", options)
            }
        }
        let error = FileError.illegalOption(
            name: "the separator", value: "a comma", requirement: "another where decimals follow a comma, such as ;")
        #expect(throws: error) { try read("a\n1\n", CSVOptions(hasDecimalCommas: true)) }
    }
}
