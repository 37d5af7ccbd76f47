import TestSupport
import Testing

/// Texts that gzip or Zstandard has packed are the same texts.
@Suite struct PackedTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        let samples = Samples.binary(400)
        try bench.files.file("X.csv", samples.csv)
        try bench.files.file("X.libsvm", samples.libsvm)
        try bench.files.file("X.tsv", samples.csv.replacing(",", with: "\t"))
        try bench.files.file("X.txt", samples.csv.replacing(",", with: ";"))
        #expect(try bench.descent("train X.csv --target y --quiet --output m.st").status == 0)
        // Packed as one, as several members, with zeros behind, and under names that say nothing of it, or too much.
        #expect(
            try bench.shell(
                """
                for f in X.csv X.libsvm X.tsv X.txt; do gzip -k $f; done
                head -c 5000 X.csv | gzip > two.csv.gz; tail -c +5001 X.csv | gzip >> two.csv.gz
                { cat X.csv.gz; head -c 700 /dev/zero; } > zeros.csv.gz
                cp X.csv.gz unsaid.csv; cp X.csv plain.csv.gz
                """
            ).status == 0)
    }

    @Test(arguments: [
        "X.csv.gz", "two.csv.gz", "zeros.csv.gz", "unsaid.csv", "plain.csv.gz", "X.tsv.gz", "X.txt.gz",
        "X.csv.gz --no-mmap", "- < X.csv.gz",
    ])
    func areTheSame(_ file: String) throws {
        let plain = try bench.shell("descent train X.csv --target y --json --quiet")
        let packed = try bench.shell("descent train --target y --json --quiet \(file)")
        try #expect(packed.status == 0 && packed.json.fitted == plain.json.fitted, "\(packed)")
        for command in ["predict --model m.st", "evaluate --model m.st --target y"] {
            let named = try bench.shell("descent \(command) X.csv"),
                found = try bench.shell("descent \(command) --quiet \(file)")
            #expect(found.status == 0 && found.out == named.out && found.err == "", "\(found)")
        }
    }

    @Test func areConvertedAndInspected() throws {
        for (file, words) in [("X.csv", "--target y"), ("X.libsvm", "")] {
            #expect(try bench.descent("convert \(file) a.csv \(words)").status == 0)
            #expect(try bench.descent("convert \(file).gz b.csv \(words)").status == 0)
            try #expect(bench.files.bytes("a.csv") == bench.files.bytes("b.csv"))
        }
        let plain = try bench.descent("inspect X.csv"), packed = try bench.descent("inspect X.csv.gz")
        #expect(plain.out == packed.out && packed.status == 0)
        #expect(try bench.descent("cv X.libsvm --path 3 --output a.st").status == 0)
        #expect(try bench.descent("cv X.libsvm.gz --path 3 --output b.st").status == 0)
        try #expect(bench.files.bytes("a.st") == bench.files.bytes("b.st"))
    }

    /// Packed by `zstd`, of which a machine may have the library alone: two frames, of which the first has no data.
    @Test func ofZstandard() throws {
        let text = "x1,x2,y\n1,2,0\n2,1,1\n3,5,0\n4,2,1\n0,1,1\n"
        try bench.files.file("s.csv", text)
        try bench.files.file("s.csv.zst", [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3] + Self.packed)
        let words = "--target y --l2 0.1"
        let fit = try bench.json("train s.csv.zst \(words)")
        #expect(try bench.json("train s.csv \(words)").fitted == fit.fitted)
        for length in 1..<Self.packed.count {
            try bench.files.file("t.csv.zst", Self.packed.prefix(length))
            try bench.expectRefused("train t.csv.zst \(words) --output n.st", "t.csv.zst")
        }
        try bench.files.file("t.csv.zst", Self.packed.dropLast(1) + [Self.packed.last! ^ 1])
        try bench.expectRefused("train t.csv.zst \(words) --output n.st", "t.csv.zst: no legal Zstandard file", "byte")
        try bench.files.file("t.csv.zst", Self.packed + [1, 2, 3, 4, 5])
        try bench.expectRefused(
            "train t.csv.zst \(words) --output n.st", "damaged", "begins at byte \(Self.packed.count)")
    }

    private static let packed: [UInt8] = [
        0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x31, 0x01, 0x00, 0x78, 0x31, 0x2c, 0x78, 0x32, 0x2c, 0x79, 0x0a, 0x31,
        0x2c,
        0x32, 0x2c, 0x30, 0x0a, 0x32, 0x2c, 0x31, 0x2c, 0x31, 0x0a, 0x33, 0x2c, 0x35, 0x2c, 0x30, 0x0a, 0x34, 0x2c,
        0x32,
        0x2c, 0x31, 0x0a, 0x30, 0x2c, 0x31, 0x2c, 0x31, 0x0a, 0xba, 0x6e, 0x18, 0x1a,
    ]

    @Test func truncatedAndDamaged() throws {
        let whole = try bench.files.bytes("X.csv.gz")
        for length in [2, 3, 9, 10, 11, whole.count / 2, whole.count - 9, whole.count - 8, whole.count - 1] {
            try bench.files.file("t.csv.gz", whole.prefix(length))
            try bench.expectRefused(
                "train t.csv.gz --target y --output n.st",
                "t.csv.gz: no legal gzip file: it is truncated", "(byte \(length))")
        }
        // The sum behind the data, and the data.
        for place in [whole.count - 8, whole.count - 1] {
            var bytes = whole
            bytes[place] ^= 1
            try bench.files.file("t.csv.gz", bytes)
            try bench.expectRefused(
                "train t.csv.gz --target y --output n.st", "t.csv.gz: no legal gzip file", "damaged", "(byte ")
        }
        // A second member that is none.
        try bench.files.file("t.csv.gz", whole + [0x1f, 0x8b, 7, 7, 7, 7, 7, 7, 7, 7, 7])
        try bench.expectRefused("predict --model m.st t.csv.gz", "what begins at byte \(whole.count) is damaged")
        try bench.files.file("t.csv.gz", whole + [1])
        try bench.expectRefused("predict --model m.st t.csv.gz", "t.csv.gz", "byte \(whole.count)")
    }

    /// What is wrong in the text is told by its lines.
    @Test func faultsInTheText() throws {
        #expect(try bench.shell("{ cat X.csv; echo 1,2,3,a,0; } | gzip > bad.csv.gz").status == 0)
        try bench.expectRefused("train bad.csv.gz --target y --output n.st", "bad.csv.gz:402:7: 'a' is not a number")
        #expect(try bench.shell(": | gzip > empty.csv.gz").status == 0)
        try bench.expectRefused("train empty.csv.gz --target y --output n.st", "empty.csv.gz: no samples")
    }

    /// Nothing is written packed, whatever a name says, and arrays are not read packed.
    @Test func whatIsNotPacked() throws {
        try bench.expectRefused("convert X.csv a.csv.gz", status: 2, "a.csv.gz")
        try bench.expectRefused("predict --model m.st X.csv --output p.csv.gz", status: 2, "p.csv.gz")
        try bench.expectRefused("train X.npy.gz --targets y.npy", status: 2, "X.npy.gz")
        try bench.expectRefused("train X.gz --target y", status: 2, "X.gz", "--format")
        #expect(try bench.shell("cp X.csv.gz X.gz").status == 0)
        #expect(try bench.descent("train X.gz --format csv --target y").status == 0)
    }

    /// Little that unpacks to more than a process may have.
    @Test(.enabled(if: !Bench.isSanitised)) func bombs() throws {
        #expect(try bench.shell("head -c 1200000000 /dev/zero | gzip -1 > bomb.csv.gz").status == 0)
        let ended = try bench.shell("ulimit -v 1000000; descent train bomb.csv.gz --target y --output n.st")
        #expect(ended.status == 1 && ended.out == "" && ended.err.contains("bomb.csv.gz: no memory for"), "\(ended)")
        #expect(!bench.files.has("n.st"))
    }
}
