import TestSupport
import Testing

/// The same numbers in another format, to the last bit.
@Suite struct ConvertTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// Numbers whose shortest text is long, small, large, or has a sign without a value.
    private static let rows: [[Double]] = [
        [0.1, -0.0, 1e300], [2.2250738585072014e-308, 0x1p-1074, -1.7976931348623157e308],
        [1 / 3, 9007199254740991, 123456789],
    ]

    private func convert(_ line: String) throws {
        let ended = try bench.descent("convert \(line)")
        guard ended.status == 0, ended.out == "", ended.err == "" else { throw Trouble("convert \(line): \(ended)") }
    }

    @Test func tables() throws {
        try bench.files.file("a.npy", Npy.bytes(rows: Self.rows))
        try convert("a.npy a.csv")
        try #expect(bench.files.text("a.csv").hasPrefix("x1,x2,x3\n0.1,-0,1e+300\n"))
        try convert("a.csv b.npy")
        try #expect(
            Npy.values(bench.files.bytes("b.npy")).map(\.bitPattern) == Self.rows.flatMap { $0 }.map(\.bitPattern))
        try convert("b.npy b.csv")
        try #expect(bench.files.text("b.csv") == bench.files.text("a.csv"))
        try convert("a.csv c.csv --no-mmap")
        try #expect(bench.files.text("c.csv") == bench.files.text("a.csv"))
    }

    @Test func labels() throws {
        let text = "1.0 1:0.5 3:-2.25\n-1.0 2:1e-10\n1.0 1:0.1 2:0.2 3:0.3\n"
        try bench.files.file("a.libsvm", text)
        try convert("a.libsvm a.csv")
        try #expect(bench.files.text("a.csv").hasPrefix("x1,x2,x3,y\n0.5,0,-2.25,1\n"))
        try convert("a.csv b.libsvm --target y")
        try convert("b.libsvm b.csv")
        try #expect(bench.files.text("b.csv") == bench.files.text("a.csv"))
        try convert("b.libsvm c.libsvm")
        try #expect(bench.files.text("c.libsvm") == bench.files.text("b.libsvm"))
    }

    @Test func targetsOfTheirOwn() throws {
        let samples = Samples.binary(20)
        try bench.files.file("a.csv", samples.csv)
        try convert("a.csv X.npy --target y --targets y.npy")
        try #expect(Npy.values(bench.files.bytes("X.npy")) == samples.rows.flatMap { $0 })
        try #expect(Npy.values(bench.files.bytes("y.npy")) == samples.targets)
        try convert("X.npy b.libsvm --targets y.npy")
        try convert("b.libsvm c.csv")
        try #expect(bench.files.text("c.csv") == samples.csv.replacing(".0\n", with: "\n"))
    }

    @Test func single() throws {
        try bench.files.file("a.csv", "x\n0.1\n1e10\n")
        try convert("a.csv a.npy --precision float")
        let kind = try bench.json("inspect a.npy").text("numbers")
        #expect(kind == "float32")
    }

    @Test func textsBecomeFeatures() throws {
        try bench.files.file("a.csv", "c,x\nred,1\nblue,2\nred,3\n")
        try convert("a.csv a.npy --one-hot c")
        try #expect(Npy.values(bench.files.bytes("a.npy")).count == 9)
        try convert("a.csv b.npy --contrast c")
        try #expect(Npy.values(bench.files.bytes("b.npy")).count == 6)
    }

    @Test(arguments: [
        ("a.csv b.libsvm", "--target"), ("a.csv b.npy --targets y.npy", "--target"), ("a.npy b.libsvm", "--targets"),
    ]) func whatIsMissing(_ line: String, _ flag: String) throws {
        try bench.files.file("a.csv", "a,b\n1,2\n")
        try bench.files.file("a.npy", Npy.bytes(rows: Self.rows))
        let ended = try bench.descent("convert \(line)")
        #expect(ended.status == 2 && ended.err.contains(flag), "\(ended)")
        try #expect(bench.files.names == ["a.csv", "a.npy"])
    }
}
