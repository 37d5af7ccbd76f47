import Descent
import Foundation
import TestSupport
import Testing

@testable import DescentFiles

/// Files of other people, with the answers that they give.
@Suite struct CSVCorpusTests {
    private static func names(_ folder: String) -> [String] {
        let path = (Corpora.folder ?? "") + "/" + folder
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    private static func path(_ name: String) -> String { Corpora.folder! + "/" + name }

    private static func answer<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Its answer for location_coordinates is another file's.
    @Test(
        .enabled(if: Corpora.has("csv-spectrum"), "no corpora"),
        arguments: names("csv-spectrum/csvs").filter { $0 != "location_coordinates.csv" })
    func spectrum(_ name: String) throws {
        let records = try CSVTexts.records(Self.path("csv-spectrum/csvs/" + name))
        let answer = try Self.answer(
            "csv-spectrum/json/" + name.replacing(".csv", with: ".json"), as: [[String: String]].self)
        let rows = records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0], $0)) }
        #expect(rows == answer)
    }

    @Test(
        .enabled(if: Corpora.has("csv-test-data"), "no corpora"),
        arguments: names("csv-test-data/json").filter { !$0.hasPrefix("header") })
    func testData(_ name: String) throws {
        let records = try CSVTexts.records(
            Self.path("csv-test-data/csv/" + name.replacing(".json", with: ".csv")))
        #expect(try records == Self.answer("csv-test-data/json/" + name, as: [[String]].self))
    }

    /// Of files with a header foo, bar and baz.
    @Test(
        .enabled(if: Corpora.has("csv-test-data"), "no corpora"),
        arguments: names("csv-test-data/csv").filter { $0.hasPrefix("bad") })
    func testDataThatIsBad(_ name: String) throws {
        let columns = try FeatureColumns(["foo", "bar", "baz"].map { .init($0, .number(mean: nil)) })
        let path = Self.path("csv-test-data/csv/" + name)
        func text(_ column: Int, _ reason: String) -> FileError {
            .illegalText(path: path, line: 2, column: column, reason: reason)
        }
        let expected: [String: FileError] = [
            "bad-header-less-fields.csv": text(4, "2 fields where 3 are needed"),
            "bad-header-more-fields.csv": text(7, "more than 3 fields"),
            "bad-header-no-header.csv": .empty(path: path),
            "bad-header-wrong-header.csv": .noColumn(
                path: path, names: ["foo", "bar", "baz"], columns: ["qux", "quux", "quuz"]),
            "bad-missing-quote.csv": text(3, "a quote that nothing closes"),
            "bad-quotes-with-unescaped-quote.csv": text(19, "text behind a closing quote"),
            "bad-unescaped-quote.csv": text(8, "a quote in a field that does not begin with one"),
        ]
        let error = try #require(expected[name])
        #expect(throws: error) { try CSVFile<Double>(path, as: columns) }
    }

    @Test(.enabled(if: Corpora.has("csv-test-data"), "no corpora")) func testDataWithHeader() throws {
        let file = try CSVFile<Double>(Self.path("csv-test-data/csv/header-simple.csv"))
        #expect(file.X.values == [1, 2, 3] && file.columns.featureNames == ["foo", "bar", "baz"])
        let none = Self.path("csv-test-data/csv/header-no-rows.csv")
        #expect(throws: FileError.empty(path: none)) { try CSVFile<Double>(none) }
    }

    /// A result or an error, whatever the input, and the same for ranges of any size.
    @Test(.enabled(if: Corpora.has("csv-fuzz"), "no corpora")) func fuzz() throws {
        func outcome(_ path: String, _ options: CSVOptions, _ rangeSize: Int) -> String {
            do {
                let file = try CSVFile<Double>(path, as: nil, options, threads: 2, rangeSize: rangeSize)
                return "\(file.X.values) \(file.columns) \(file.missing)"
            } catch { return "\(error)" }
        }
        for name in Self.names("csv-fuzz/corpus") {
            let path = Self.path("csv-fuzz/corpus/" + name)
            _ = try? CSVTexts.records(path)
            for missing in CSVOptions.Missing.allCases {
                for hasHeader in [true, false] {
                    var options = CSVOptions(missing: missing, hasHeader: hasHeader)
                    let plain = outcome(path, options, 1 << 20)
                    #expect(outcome(path, options, 61) == plain, "\(name)")
                    guard missing != .mean, let names = try? CSVTexts.records(path).first else { continue }
                    options.oneHot = hasHeader ? names : names.indices.map { "\($0 + 1)" }
                    #expect(outcome(path, options, 61) == outcome(path, options, 1 << 20), "\(name), texts")
                }
            }
        }
    }
}
