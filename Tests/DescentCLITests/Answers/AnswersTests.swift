import TestSupport
import Testing

/// Features that are TRUE and FALSE, or yes and no.
@Suite struct AnswersTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func write(_ name: String, _ no: String, _ yes: String) throws {
        let samples = Samples.binary(80, features: 2)
        let lines = zip(samples.rows, samples.targets).map { row, target in
            "\(row[0]),\(row[1] > 0 ? yes : no),\(target)\n"
        }
        try bench.files.file("\(name).csv", "x,smokes,y\n" + lines.joined())
    }

    @Test(arguments: [("FALSE", "TRUE"), ("no", "yes")]) func areOnesAndZeros(_ no: String, _ yes: String) throws {
        try write("numbers", "0", "1")
        try write("words", no, yes)
        let expected = try bench.json("train numbers.csv --target y --output n.st").fitted
        let ended = try bench.descent("train words.csv --target y --output w.st --json")
        #expect(ended.status == 0 && ended.err.contains("smokes (\(yes) 1, \(no) 0)"), "\(ended)")
        #expect(try difference(ended.json.fitted, expected) < 1e-12)
        #expect(try ended.json.featureNames == ["x", "smokes=\(yes)"])
        let predicted = try bench.descent("predict --model w.st words.csv")
        #expect(predicted.status == 0 && predicted.err == "" && predicted.lines.count == 81)
        try write("others", "perhaps", yes)
        try bench.expectRefused("predict --model w.st others.csv", "'perhaps' is none of the known values")
        try bench.expectRefused("train others.csv --target y", "'perhaps' is not a number", "--one-hot smokes")
    }
}
