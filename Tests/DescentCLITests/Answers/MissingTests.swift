import Foundation
import TestSupport
import Testing

/// FAULTS 92, 93: a model scores its own training file, with its gaps, in every way that there is; and gaps where there were none.
@Suite struct MissingTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private func write() throws {
        var lines = ["age,height,city,y"]
        for i in 0..<60 {
            let age = i % 9 == 4 ? "" : "\(20 + i * 7 % 31)", city = i % 7 == 3 ? "NA" : ["A", "B", "C"][i % 3]
            lines.append("\(age),\(150 + i % 13),\(city),\(i * 5 % 11 > 5 ? 1 : 0)")
        }
        try bench.files.file("d.csv", lines.joined(separator: "\n") + "\n")
        lines[2] = "31,NA,A,1"
        try bench.files.file("new.csv", lines.joined(separator: "\n") + "\n")
    }

    private func train(_ words: String) throws {
        let ended = try bench.descent("train d.csv --target y --contrast city \(words) --output m.st")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test func meansAndALevel() throws {
        try write()
        try train("--missing mean --missing-level")
        let columns = try #require(bench.json("inspect m.st")["columns"] as? [String])
        #expect(columns[2].contains("(missing), A, B, C") && columns[1].contains("where missing"))
        // Of height, which had no gap, the mean is kept too.
        for file in ["d.csv", "new.csv"] {
            for words in ["", " --missing mean"] {
                let ended = try bench.descent("predict --model m.st \(file)\(words)")
                #expect(ended.status == 0 && ended.lines.count == 61, "\(ended)")
            }
            try bench.expectRefused("predict --model m.st \(file) --missing refuse", "--missing drop")
        }
    }

    @Test func dropAndBlank() throws {
        try write()
        try train("--missing drop")
        let missing = (0..<60).filter { $0 % 9 == 4 || $0 % 7 == 3 }
        let dropped = try bench.descent("predict --model m.st d.csv --missing drop")
        #expect(dropped.status == 0 && dropped.lines.count == 61 - missing.count, "\(dropped)")
        let blank = try bench.descent("predict --model m.st d.csv --missing blank")
        #expect(blank.status == 0 && blank.lines.count == 61)
        #expect(blank.lines.dropFirst().enumerated().filter { $0.element == "\"\"" }.map(\.offset) == missing)
        #expect(blank.lines.filter { $0 != "\"\"" } == dropped.lines)
        #expect(blank.err.contains("\(missing.count) rows"))
        let array = try bench.descent("predict --model m.st d.csv --missing blank --output p.npy")
        #expect(array.status == 0, "\(array)")
        let judged = try bench.descent("evaluate --model m.st d.csv --target y --missing drop")
        #expect(judged.status == 0 && judged.out.contains("× \(60 - missing.count) samples"), "\(judged)")
        try bench.expectRefused(
            "evaluate --model m.st d.csv --target y --missing blank", status: 2, "refuse, drop or mean")
        try bench.expectRefused("predict --model m.st d.csv", "--missing drop", "blank")
    }
}
