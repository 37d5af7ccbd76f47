import TestSupport
import Testing

/// What means a missing value is said once, in training; and decimals may follow a comma.
@Suite struct MissingTextsTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        for (name, mark) in [("marks", "?"), ("numbers", "-999"), ("gaps", "")] {
            let lines = (0..<40).map { row in
                "\(row % 9 == 4 ? mark : "\(20 + row * 7 % 31)"),\(row % 7 == 3 ? mark : ["A", "B"][row % 2]),\(row * 5 % 11 > 5 ? 1 : 0)"
            }
            try bench.files.file("\(name).csv", (["age,city,y"] + lines).joined(separator: "\n") + "\n")
        }
    }

    private static let line = "--target y --contrast city --missing-level --missing mean"

    @Test(arguments: [("marks", "?,."), ("numbers", ".,-999")]) func areThoseOfTheModel(_ name: String, _ texts: String)
        throws
    {
        let expected = try bench.json("train gaps.csv \(Self.line) --output gaps.st")
        let fit = try bench.json("train \(name).csv \(Self.line) --na=\(texts) --output m.st")
        #expect(try fit.fitted == expected.fitted && fit.featureNames == expected.featureNames)
        let plain = try bench.descent("predict --model gaps.st gaps.csv")
        for file in [name, "gaps"] { try #expect(bench.descent("predict --model m.st \(file).csv").out == plain.out) }
        try #expect(bench.json("inspect m.st").texts("missingTexts") == texts.split(separator: ",").map(String.init))
        try #expect(
            bench.json("evaluate --model m.st \(name).csv --target y").number("loss")
                == bench.json("evaluate --model gaps.st gaps.csv --target y").number("loss"))
        // Others are others, until they are said too.
        try bench.files.file("new.csv", "age,city\n--,A\n")
        try bench.expectRefused("predict --model m.st new.csv", "new.csv:2:1", "--na '--'")
        #expect(try bench.run("predict", "--model", "m.st", "new.csv", "--na=--").lines.count == 2)
    }

    @Test func whatIsWrongWithThem() throws {
        try bench.expectRefused("train marks.csv --target y --columns age", "marks.csv:6:1", "--na '?'")
        try bench.expectRefused("train marks.csv --target y --columns age --na ?", "missing value", "--missing")
        try bench.expectRefused("train marks.csv --target y --na ?,?", status: 2, "--na", "once")
        try bench.expectRefused("train marks.csv --target y --na ?,,x", status: 2, "--na")
        try bench.expectRefused("train X.npy --targets y.npy --na ?", status: 2, "--na belongs to CSV files")
    }

    @Test func decimalCommas() throws {
        let samples = Samples.linear(60)
        try bench.files.file("p.csv", samples.csv)
        let comma = samples.csv.replacing(",", with: ";").replacing(".", with: ",")
        try bench.files.file("c.csv", comma)
        try bench.files.file("c.tsv", comma.replacing(";", with: "\t"))
        let line = "--target y --neuron linear --output m.st"
        let expected = try bench.json("train p.csv \(line)").fitted
        let predicted = try bench.descent("predict --model m.st p.csv").out
        for words in ["c.csv --decimal ,", "c.tsv --decimal ,", "c.csv --decimal=, --separator ;"] {
            #expect(try bench.json("train \(words) \(line)").fitted == expected)
            #expect(try bench.descent("predict --model m.st \(words)").out == predicted)
        }
        #expect(try bench.json("train p.csv --decimal . \(line)").fitted == expected)
        try bench.expectRefused("train c.csv --decimal , --separator , \(line)", status: 2, "--decimal", "--separator")
        try bench.expectRefused("train c.csv --decimal x \(line)", status: 2, "--decimal")
        try bench.expectRefused("train c.csv --separator ; \(line)", "c.csv:2:1", "--decimal ,")
        try bench.expectRefused("train X.libsvm --decimal ,", status: 2, "--decimal belongs to CSV files")
        // Points would be those of thousands.
        try bench.expectRefused("train p.csv --separator ; --decimal , \(line)", "p.csv:1")
    }
}
