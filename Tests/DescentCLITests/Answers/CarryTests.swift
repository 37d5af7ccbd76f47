import TestSupport
import Testing

/// Columns of the input in front of the predictions: the texts that the file has, on the rows that they belong to.
@Suite struct CarryTests {
    private let bench: Bench
    private let rows: Int
    init() throws {
        bench = try Bench()
        let samples = Samples.binary(60, features: 2)
        rows = samples.rows.count
        try bench.write(samples)
        try bench.files.file("old.csv", samples.csv)
        #expect(try bench.descent("train old.csv --target y --quiet --missing mean --output mean.st").status == 0)
        #expect(try bench.descent("train old.csv --target y --quiet --output m.st").status == 0)
        let lines = samples.rows.indices.map { index in
            let gap = [9, 10, 58].contains(index) ? "NA" : "\(samples.rows[index][0])"
            return "\(Self.ids[index % Self.ids.count].written),\(gap),1.50,\(samples.rows[index][1])\n"
        }
        try bench.files.file("gaps.csv", "id,x1,price,x2\n" + lines.joined())
        try bench.files.file(
            "new.csv", "id,x1,price,x2\n" + lines.joined(separator: "\n").replacing("NA", with: "0.25"))
    }

    /// Fields as they are in a file, and as they are to be written.
    static let ids: [(written: String, expected: String)] = [
        ("a", "a"), ("\"b, c\"", "\"b, c\""), ("\"say \"\"ho\"\"\"", "\"say \"\"ho\"\"\""), ("007", "007"),
        ("", "\"\""),
        ("\"quoted\"", "quoted"), (" x ", " x "), ("ä=1", "ä=1"), ("1e400", "1e400"),
    ]

    private func ids(_ rows: some Sequence<Int>) -> [String] { rows.map { Self.ids[$0 % Self.ids.count].expected } }

    private func predict(_ words: String) throws -> [String] {
        let ended = try bench.descent("predict --quiet \(words)")
        guard ended.status == 0, ended.err == "" else { throw Trouble("\(words): \(ended)") }
        return ended.lines.map(String.init)
    }

    @Test(arguments: [
        "--model m.st", "--model m.st --classes", "--model m.st --threshold 0.4", "--model m.st --threads 3",
    ])
    func standAsTheyAre(_ words: String) throws {
        let plain = try predict("\(words) new.csv"), one = try predict("\(words) new.csv --carry id")
        #expect(one == zip(["id"] + ids(0..<rows), plain).map { "\($0),\($1)" })
        // In the order asked for, features too.
        let two = try predict("\(words) new.csv --carry price,id")
        #expect(two == zip(["price,id"] + ids(0..<rows).map { "1.50,\($0)" }, plain).map { "\($0),\($1)" })
        let all = try predict("\(words) new.csv --carry all")
        #expect(all[0] == "id,x1,price,x2,\(plain[0])" && all.count == rows + 1)
        #expect(try predict("\(words) new.csv --carry id --no-mmap") == one)
        #expect(try predict("\(words) new.csv --carry id --output p.csv").isEmpty)
        try #expect(bench.files.text("p.csv") == one.joined(separator: "\n") + "\n")
    }

    /// The table that is written is one that can be read.
    @Test func comeBack() throws {
        _ = try predict("--model m.st new.csv --carry all --output p.csv")
        let plain = try predict("--model m.st new.csv")
        #expect(try predict("--model m.st p.csv") == plain)
        try bench.expectRefused("predict --model m.st p.csv --carry all", "\"P(y=1)\"", "--carry")
        #expect(try predict("--model m.st p.csv --carry id,price").count == rows + 1)
    }

    @Test(arguments: ["", "--classes", "--threshold 0.3"]) func gapsKeepRowsAligned(_ words: String) throws {
        let gaps = [9, 10, 58], there = (0..<rows).filter { !gaps.contains($0) }
        let dropped = try predict("--model m.st gaps.csv --missing drop \(words)")
        let carried = try predict("--model m.st gaps.csv --missing drop \(words) --carry id")
        #expect(carried == zip(["id"] + ids(there), dropped).map { "\($0),\($1)" })
        let blank = try predict("--model m.st gaps.csv --missing blank \(words) --carry id")
        let empty = String(repeating: ",", count: carried[0].count { $0 == "," })
        #expect(blank.count == rows + 1)
        for (row, id) in ids(0..<rows).enumerated() where gaps.contains(row) { #expect(blank[row + 1] == id + empty) }
        #expect(blank.enumerated().filter { !gaps.contains($0.offset - 1) }.map(\.element) == carried)
        let mean = try predict("--model mean.st gaps.csv \(words) --carry id")
        #expect(mean.count == rows + 1 && mean[10].hasPrefix(ids([9])[0] + ","))
    }

    @Test func withoutAHeader() throws {
        try bench.files.file("bare.csv", "0.5,0.25\n-0.5,1.50\n")
        let plain = try predict("--model m.st bare.csv --no-header")
        #expect(
            try predict("--model m.st bare.csv --no-header --carry 2")
                == zip(["0.25", "1.50"], plain).map { "\($0),\($1)" })
    }

    @Test func whatCannotBeCarried() throws {
        try bench.expectRefused("predict --model m.st new.csv --carry u,id,v", "no columns \"u\", \"v\"", "\"price\"")
        try bench.expectRefused("predict --model m.st new.csv --carry id,id", status: 2, "--carry", "each column once")
        try bench.expectRefused(
            "predict --model m.st X.npy --carry id", status: 2, "--carry belongs to CSV files", "X.npy")
        try bench.expectRefused(
            "predict --model m.st new.csv --carry id --output p.npy", status: 2, "--carry", "p.csv")
        try bench.files.file("latin.csv", [UInt8]("id,x1,x2\na,1,2\n".utf8) + [0xe4] + [UInt8](",1,2\n".utf8))
        try bench.expectRefused("predict --model m.st latin.csv --carry id", "latin.csv:3:1", "UTF-8")
        #expect(try predict("--model m.st latin.csv").count == 3)
    }
}
