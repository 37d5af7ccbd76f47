import Testing

/// What is wrong with a text: its place, what is there, and what would be right.
@Suite struct TextFaultsTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// A table, and what stderr has of it.
    static let tables: [(String, [String])] = [
        ("", ["d.csv"]),
        ("x,y\n", ["d.csv", "no samples"]),
        ("x,y\n1,0\n2\n", ["d.csv:3:"]),
        ("x,y\n1,0\n2,1,3\n", ["d.csv:3:"]),
        ("x,y\n1,0\n\"2,1\n", ["d.csv:3:"]),
        ("x,y\n1,0\nn/a,1\n", ["d.csv:3:1: 'n/a' is not a number (column \"x\")"]),
        ("x,y\n1,0\n ,1\n", ["d.csv:3:1", "\"x\""]),
        ("x,y\n1,0\n,1\n", ["d.csv:3:1", "\"x\""]),
        ("x,y\n1,0\nNA,1\n", ["d.csv:3:1", "\"x\""]),
        ("x,y\n1,0\n2,\n", ["d.csv:3:3", "\"y\""]),
        ("x,y\n1,0\n1e400,1\n", ["d.csv:3:1", "1e400"]),
        ("x,y\n1,0\nnan,1\n", ["d.csv:3:1"]),
        ("x,y\n1,0\n-inf,1\n", ["d.csv:3:1", "-inf"]),
        ("x;y\n1,5;0\n", ["d.csv"]),
        ("x,y\n\"1,5\",0\n", ["d.csv:2:1", "1,5", "point, not a comma"]),
        ("x,y\n1,0\n2\u{0},1\n", ["d.csv:3:"]),
        ("x,x,y\n1,2,0\n", ["d.csv:1:", "x"]),
        ("x,z\n1,0\n", ["d.csv", "\"y\"", "\"x\""]),
    ]

    @Test(arguments: tables.indices) func table(_ index: Int) throws {
        let (text, parts) = Self.tables[index]
        try bench.files.file("d.csv", text)
        try bench.expectRefused(["train", "d.csv", "--target", "y", "--neuron", "linear", "--output", "m"], parts)
        try bench.expectRefused(
            ["train", "d.csv", "--target", "y", "--neuron", "linear", "--output", "m", "--no-mmap", "--threads", "1"],
            parts)
    }

    @Test func bytesThatAreNoText() throws {
        try bench.files.file("d.csv", [0xFF, 0xFE] + "x,y\n1,0\n".utf8.flatMap { [$0, 0] })
        try bench.expectRefused("train d.csv --target y --output m", "d.csv", "UTF-16")
        try bench.files.file("d.csv", Array("x,é".utf8.dropLast()) + Array("\n1,0\n".utf8))
        try bench.expectRefused("train d.csv --target y --output m", "d.csv:1:", "UTF-8")
    }

    /// A mark at the beginning, other ends of lines, no last one: all the same table.
    @Test(arguments: [
        "\u{FEFF}x,y\n1,1\n2,3\n4,5\n", "x,y\r\n1,1\r\n2,3\r\n4,5", "x,y\n1,1\r\n2,3\n4,5",
        "\"x\",\"y\"\n\"1\",1\n2,3\n4,5\n",
    ])
    func isRead(_ text: String) throws {
        try bench.files.file("d.csv", text)
        let fit = try bench.json("train d.csv --target y --neuron linear --output m")
        try #expect(fit.number("samples") == 3 && fit.featureNames == ["x"])
    }

    /// The flag that would help.
    @Test func hints() throws {
        try bench.files.file("d.csv", "age,y\n1,0\nn/a,1\n")
        let ended = try bench.descent("train d.csv --target y --output m")
        #expect(
            ended.err
                == "descent: d.csv:3:1: 'n/a' is not a number (column \"age\"); use --missing drop or mean, of predict also"
                + " blank, or for gaps in texts --missing-level of train\n")
    }

    static let labelled: [(String, [String])] = [
        ("", ["d.libsvm"]), ("1 0:1\n", ["d.libsvm:1:3", "0"]), ("1 1:1\n0 -1:1\n", ["d.libsvm:2:", "-1"]),
        ("1 1:1\n0 2147483648:1\n", ["d.libsvm", "2147483648"]),
        ("1 1:1\n0 9223372036854775808:1\n", ["d.libsvm:2:", "9223372036854775808"]),
        ("1 2:1 1:1\n", ["d.libsvm:1:"]), ("1 1:1 1:1\n", ["d.libsvm:1:"]), ("1 1:x\n", ["d.libsvm:1:", "x"]),
        ("a 1:1\n", ["d.libsvm:1:1", "a"]), ("1 1:1e999\n", ["d.libsvm:1:", "1e999"]),
        ("1 1:1\n0 4000000000:1\n", ["d.libsvm"]), ("1 1\n", ["d.libsvm:1:"]),
    ]

    /// A few bytes that ask for gigabytes: refused with how many, and what lets them in.
    @Test func sparse() throws {
        try bench.files.file("d.libsvm", "1 1:1\n0 100000000:1\n")
        for line in ["train d.libsvm --output m", "cv d.libsvm", "convert d.libsvm d.npy"] {
            try bench.expectRefused(line, "d.libsvm", "1600000000 bytes", "--dense")
        }
        try bench.files.file("few.libsvm", "1 1:1\n0 2200000:1\n")
        try bench.expectRefused("convert few.libsvm d.npy", "35200000 bytes", "--dense")
        let ended = try bench.descent("convert few.libsvm d.npy --dense")
        #expect(ended.status == 0, "\(ended)")
        try bench.files.file("d.csv", "x,y\n1,0\n")
        try bench.expectRefused("train d.csv --target y --dense --output m", status: 2, "--dense", "LIBSVM")
    }

    @Test(arguments: labelled.indices) func libsvm(_ index: Int) throws {
        let (text, parts) = Self.labelled[index]
        try bench.files.file("d.libsvm", text)
        try bench.expectRefused(["train", "d.libsvm", "--output", "m"], parts)
    }
}
