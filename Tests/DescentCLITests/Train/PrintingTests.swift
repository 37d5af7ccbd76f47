import TestSupport
import Testing

/// A fit may be wanted for its table alone, and tables have columns that are none of its features.
@Suite struct PrintingTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary())
        try bench.files.file("X.csv", Samples.binary().csv)
        try bench.files.file("X.libsvm", Samples.binary().libsvm)
    }

    @Test(arguments: ["X.csv --target y", "--features X.npy --targets X-y.npy", "X.libsvm"])
    func withoutAnOutputTheTableIsPrinted(_ line: String) throws {
        let names = try bench.files.names
        let printed = try bench.descent("train \(line)")
        #expect(printed.status == 0 && printed.out.contains("loss  "), "\(printed)")
        #expect(printed.errLines.contains { $0.contains("no model is written") && $0.contains("--output FILE") })
        try #expect(bench.files.names == names)
        let quiet = try bench.descent("train \(line) --quiet")
        #expect(quiet.err == "" && quiet.out == printed.out)
        let written = try bench.descent("train \(line) --output m.st")
        #expect(written.out == printed.out && !written.err.contains("no model"))
        try #expect(bench.json("train \(line)").fitted == bench.json("inspect m.st").fitted)
        try #expect(bench.descent("train \(line) --dry-run").err == "")
    }

    /// What else is asked for is there.
    @Test func aReportAndACheckpoint() throws {
        let line = "train X.csv --target y --solver gd --rate 0.01 --iterations 5"
        let ended = try bench.descent("\(line) --report r.html --checkpoint c")
        #expect(ended.status == 3 && ended.err.contains("no model is written"), "\(ended)")
        #expect(bench.files.has("r.html") && bench.files.has("c"))
        try bench.expectRefused("train X.csv --target y --report X.csv", status: 2, "X.csv")
    }

    @Test func excludedColumnsAreNoFeatures() throws {
        let text = Samples.binary().csv.split(separator: "\n").enumerated()
        try bench.files.file("id.csv", text.map { ($0 == 0 ? "id" : "n\($0)") + ",\($1)\n" }.joined())
        let fit = try bench.json("train id.csv --target y --exclude id,x2 --output m.st")
        try #expect(fit.featureNames == ["x1", "x3", "x4"])
        try #expect(bench.json("train X.csv --target y --columns x1,x3,x4").fitted == fit.fitted)
        try #expect(bench.descent("predict --model m.st id.csv").lines.count == 201)
        let chosen = try bench.json("cv id.csv --target y --exclude id --folds 3 --path 3")["fit"] as? [String: Any]
        try #expect(chosen?.featureNames == ["x1", "x2", "x3", "x4"])
        #expect(try bench.descent("convert id.csv c.npy --exclude id,y").status == 0)
        try #expect(Npy.values(bench.files.bytes("c.npy")).count == 800)
    }

    @Test func whatCannotBeExcluded() throws {
        try bench.expectRefused("train X.csv --target y --exclude u,x1,v", "no columns \"u\", \"v\"", "\"x1\"")
        try bench.expectRefused("train X.csv --target y --exclude y", status: 2, "\"y\"")
        try bench.expectRefused("train X.csv --target y --exclude x1 --columns x2", status: 2, "--columns", "--exclude")
        try bench.expectRefused("train X.csv --target y --exclude x1 --one-hot x1", status: 2, "x1")
        try bench.expectRefused("train X.csv --target y --exclude x1,x2,x3,x4", "no column is left")
        try bench.expectRefused("train X.libsvm --exclude x1", status: 2, "--exclude belongs to CSV files")
        try bench.expectRefused("predict X.csv --model m --exclude x1", status: 2, "--exclude belongs to train")
        // Of names that are not there, all.
        try bench.expectRefused("train X.csv --target y --columns a,x1,b", "no columns \"a\", \"b\"")
        #expect(try bench.descent("train X.csv --target y --output m.st").status == 0)
        try bench.files.file("few.csv", "x2,x3\n1,2\n")
        try bench.expectRefused("predict --model m.st few.csv", "no columns \"x1\", \"x4\"")
    }

    @Test(arguments: [0, 1]) func rowNumbersWithoutANameAreNoFeature(_ first: Int) throws {
        let lines = Samples.binary().csv.split(separator: "\n").enumerated()
        try bench.files.file("n.csv", lines.map { ($0 == 0 ? "" : "\($0 - 1 + first)") + ",\($1)\n" }.joined())
        let ended = try bench.descent("train n.csv --target y --output m.st")
        #expect(ended.status == 0 && ended.err.contains("numbers the rows"), "\(ended)")
        try #expect(ended.out == bench.descent("train X.csv --target y --quiet").out)
        let quiet = try bench.descent("predict --model m.st n.csv")
        #expect(quiet.err == "" && quiet.status == 0)
        let asked = try bench.run("train", "n.csv", "--target", "y", "--columns", "column 1,x1", "--json")
        try #expect(asked.json.featureNames == ["column 1", "x1"])
    }
}
