import TestSupport
import Testing

/// Several CSV files are one table.
@Suite struct ManyFilesTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        let samples = Samples.binary(90, features: 2), cities = ["Rome", "Bonn", "Oslo"]
        // Each file has a level of its own, and a gap.
        let lines = samples.rows.indices.map { row in
            let x = samples.rows[row], gap = row % 20 == 3 ? "" : "\(x[0])"
            return "\(gap),\(x[1]),\(cities[row / 30]),\(samples.targets[row])\n"
        }
        let header = "x1,x2,city,y\n"
        try bench.files.file("all.csv", header + lines.joined())
        try bench.files.folder("parts")
        for part in 0..<3 {
            let text = header + lines[30 * part..<30 * part + 30].joined()
            // One does not end its last line.
            try bench.files.file("parts/part-\(part).csv", part == 1 ? String(text.dropLast()) : text)
        }
        try bench.files.file("parts/read.me", "no table")
        #expect(try bench.shell("mkdir packed; cp parts/*.csv packed; gzip packed/part-1.csv").status == 0)
    }

    private let words = "--target y --contrast city --missing mean --l2 0.01 --quiet"

    private func same(_ command: String, _ files: String) throws {
        let one = try bench.shell("descent \(command.replacing("FILES", with: "all.csv"))")
        let many = try bench.shell("descent \(command.replacing("FILES", with: files))")
        #expect(one.status == 0 && many.status == 0 && many.err == one.err, "\(many) \(one)")
        #expect(Self.withoutTimes(many.out) == Self.withoutTimes(one.out))
    }

    private static func withoutTimes(_ text: String) -> String {
        text.split(separator: "\n").filter { !$0.contains("seconds") && !$0.contains(" s,") && !$0.contains("time") }
            .joined(separator: "\n")
    }

    @Test(arguments: [
        "parts/part-0.csv parts/part-1.csv parts/part-2.csv", "parts", "parts/", "'parts/*.csv'", "'parts/part-?*v'",
        "packed",
        "packed/part-0.csv 'packed/part-[12]*'", "--features parts", "parts --no-mmap", "parts --threads 3",
    ])
    func areOneTable(_ files: String) throws {
        try #expect(
            bench.shell("descent train all.csv \(words) --output a.st --json").json.fitted
                == bench.shell("descent train \(files) \(words) --output b.st --json").json.fitted)
        try #expect(bench.files.bytes("a.st") == bench.files.bytes("b.st"))
        try same("predict --model a.st FILES --carry city,y --quiet", files)
        try same("evaluate --model a.st --target y FILES --quiet", files)
        let cv = "descent cv --target y --contrast city --missing mean --path 3 --quiet"
        #expect(try bench.shell("\(cv) all.csv --output c.st").status == 0)
        #expect(try bench.shell("\(cv) \(files) --output d.st").status == 0)
        try #expect(bench.files.bytes("c.st") == bench.files.bytes("d.st"))
        try #expect(
            bench.shell("descent train --formula 'y ~ x2 * city' --l2 0.01 --json --quiet \(files)").json.fitted
                == bench.shell("descent train --formula 'y ~ x2 * city' --l2 0.01 --json --quiet all.csv").json.fitted)
    }

    @Test(arguments: ["parts", "'parts/*.csv'", "packed/"]) func areConverted(_ files: String) throws {
        let words = "--target y --one-hot city --missing drop --quiet"
        #expect(try bench.descent("convert all.csv a.csv \(words)").status == 0)
        #expect(try bench.shell("descent convert \(files) b.csv \(words)").status == 0)
        try #expect(bench.files.bytes("a.csv") == bench.files.bytes("b.csv"))
    }

    /// Given otherwise, they are otherwise.
    @Test func theirOrderIsThatOfTheWords() throws {
        #expect(try bench.descent("train all.csv \(words) --output a.st").status == 0)
        let back = try bench.descent("predict --model a.st parts/part-2.csv parts/part-0.csv --carry city")
        #expect(back.lines.count == 61 && back.lines[1].hasPrefix("Oslo") && back.lines[60].hasPrefix("Rome"))
    }

    @Test func otherColumns() throws {
        try bench.files.file("other.csv", "\n\nx1,x2,town,y\n1,2,Rome,0\n")
        try bench.files.file("fewer.csv", "x1,x2,city\n1,2,Rome\n")
        try bench.files.file("more.csv", "x1,x2,city,y,z\n1,2,Rome,0,1\n")
        try bench.files.file("nothing.csv", "")
        let first = "parts/part-0.csv"
        try bench.expectRefused(
            "train \(first) other.csv --target y --output n.st",
            "other.csv:3:1: column 3 is called \"town\", but \"city\" in \(first)")
        try bench.expectRefused(
            "train \(first) fewer.csv --target y --output n.st", "fewer.csv:1:1: 3 columns, but 4 in \(first) (\"y\"")
        try bench.expectRefused("train \(first) more.csv --target y --output n.st", "more.csv:1:1: 5 columns", "\"z\"")
        try bench.expectRefused("train \(first) nothing.csv --target y --output n.st", "nothing.csv: no samples")
        try bench.expectRefused("train \(first) none.csv --target y --output n.st", "none.csv")
        try bench.expectRefused(
            "train \(first) parts --target y --output n.st", status: 2, "\(first) is there twice")
        try bench.expectRefused(
            "train \(first) m.libsvm --target y --output n.st", status: 2, "'m.libsvm' is one word too many")
        try bench.expectRefused("train - \(first) --target y --output n.st", status: 2, "stdin")
    }

    /// By the file and the line that they are in.
    @Test(arguments: [
        ("1,2,Rome,0\na,2,Rome,1\n", ":3:1: 'a' is not a number"), ("1,2,Rome,0\n1,2,Rome\n", ":3:9: 3 fields where 4"),
        ("1,2,\"Rome,0\n", ":2:5: a quote that nothing closes"),
        ("1,2,\"Ro\nme\",0\n1,,Rome,1\n", ":4:3: a missing value"),
        ("1,2,Ro\"me,0\n", ":2:7: a quote in a field"),
    ])
    func faultsHaveTheirPlace(_ lines: String, _ expected: String) throws {
        try bench.files.file("bad.csv", "x1,x2,city,y\n" + lines)
        try bench.files.file("full.csv", "x1,x2,city,y\n1,2,Rome,0\n1,3,Bonn,1\n")
        for others in ["full.csv bad.csv", "full.csv bad.csv parts/part-2.csv"] {
            try bench.expectRefused("train \(others) --target y --contrast city --output n.st", "bad.csv" + expected)
        }
    }

    @Test func withoutSamplesOrNames() throws {
        try bench.files.file("bare.csv", "x1,x2,city,y\n")
        let words = "--target y --contrast city --missing mean --l2 0.01 --json"
        #expect(
            try bench.json("train bare.csv all.csv \(words.dropLast(7))").fitted
                == bench.json("train all.csv \(words.dropLast(7))").fitted)
        try bench.files.file("a.csv", "1,0\n2,1\n")
        try bench.files.file("b.csv", "3,0\n2.5,1\n4,1\n")
        try bench.files.file("ab.csv", "1,0\n2,1\n3,0\n2.5,1\n4,1\n")
        #expect(
            try bench.json("train a.csv b.csv --no-header --target 2").fitted
                == bench.json("train ab.csv --no-header --target 2").fitted)
        try bench.files.file("c.csv", "3,0,1\n")
        try bench.expectRefused(
            "train a.csv c.csv --no-header --target 2 --output n.st", "c.csv:1:1: 3 columns, but 2 in a.csv")
    }
}
