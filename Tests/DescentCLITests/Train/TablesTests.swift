import TestSupport
import Testing

/// Tables by the endings that people give them.
@Suite struct TablesTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    static let separators = [",", ";", "\t"]

    @Test(arguments: separators) func aTextFileIsATable(_ separator: String) throws {
        let samples = Samples.binary(60)
        try bench.files.file("X.csv", samples.csv)
        let expected = try bench.json("train X.csv --target y --output m.st").fitted
        let plain = try bench.descent("predict --model m.st X.csv").out
        try bench.files.file("X.txt", samples.csv.replacing(",", with: separator))
        #expect(try bench.json("train X.txt --target y").fitted == expected)
        #expect(try bench.descent("predict --model m.st X.txt").out == plain)
        // A separator within quotes is none, and one that is said is taken.
        let names = samples.csv.replacing("x1", with: "\"x1;;;,,,\t\t\t\"").replacing("\t\t\"", with: "\t\t\"")
        try bench.files.file(
            "N.TXT",
            names.split(separator: "\n").enumerated().map { index, line in
                index == 0
                    ? line.replacing(",x", with: "\(separator)x").replacing(",y", with: "\(separator)y")
                    : line.replacing(",", with: separator)
            }.joined(separator: "\n") + "\n")
        #expect(try bench.json("train N.TXT --target y").fitted == expected)
        #expect(
            try bench.run("train", "X.txt", "--target", "y", "--json", "--separator", separator).json.fitted == expected
        )
    }

    @Test func tabsAreWrittenWhereANameSaysSo() throws {
        let samples = Samples.binary(60)
        try bench.files.file("X.csv", samples.csv)
        #expect(try bench.descent("convert X.csv c.tsv --target y").status == 0)
        try #expect(bench.files.text("c.tsv").hasPrefix("x1\tx2\tx3\tx4\ty\n"))
        let fit = try bench.json("train c.tsv --target y --output m.st")
        #expect(try bench.json("train X.csv --target y").fitted == fit.fitted)
        #expect(try bench.descent("predict --model m.st c.tsv --carry x1,x2 --output p.tsv").status == 0)
        try #expect(bench.files.text("p.tsv").hasPrefix("x1\tx2\tP(y=1)\n"))
    }

    @Test func whatATextFileIsNot() throws {
        try bench.files.file("X.csv", Samples.binary(60).csv)
        try bench.expectRefused("convert X.csv b.txt", status: 2, "b.txt")
        try bench.expectRefused("predict --model m.st X.csv --output p.txt", status: 2, "p.txt")
        try bench.expectRefused("train none.txt --target y", "none.txt")
        try bench.files.file("X.txt", Samples.binary(60).libsvm)
        #expect(try bench.descent("train X.txt --format libsvm").status == 0)
        try bench.expectRefused("train X.txt --target y", "X.txt", "no column \"y\"")
    }
}
