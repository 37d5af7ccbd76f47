import TestSupport
import Testing

/// What is wrong with arrays, targets and models.
@Suite struct DataFaultsTests {
    private let bench: Bench
    init() throws {
        bench = try Bench()
        try bench.write(.binary(20, features: 2))
    }

    private static let line = "train --features X.npy --targets y.npy --output m"

    /// Targets of twenty samples that a neuron does not take, and what stderr has of them.
    static let illegalTargets: [(String, [Double], [String])] = [
        ("logistic", Array(repeating: 0, count: 10) + Array(repeating: 2, count: 10), ["2.0", "10"]),
        ("logistic", Array(repeating: -1, count: 10) + Array(repeating: 1, count: 10), ["-1.0"]),
        ("logistic", Array(repeating: 1, count: 19) + [.nan], ["nan", "19"]),
        ("linear", Array(repeating: 1, count: 19) + [.infinity], ["inf", "19"]),
        ("perceptron --solver gd", Array(repeating: 0.3, count: 20), ["0.3"]),
        ("softmax", Array(repeating: 0, count: 19) + [.nan], ["nan", "19"]),
        ("poisson", Array(repeating: 1, count: 19) + [-1], ["-1.0", "19"]),
        ("logistic", Array(repeating: 1, count: 19), ["19", "20"]),
        ("logistic", Array(repeating: 1, count: 21), ["21", "20"]),
        ("logistic", [], ["20"]),
    ]

    @Test(arguments: illegalTargets.indices) func targets(_ index: Int) throws {
        let (neuron, values, parts) = Self.illegalTargets[index]
        try bench.files.file("y.npy", Npy.bytes(values))
        try bench.expectRefused(
            (Self.line + " --neuron " + neuron).split(separator: " ").map(String.init), ["y.npy"] + parts)
    }

    @Test(arguments: [0.0, 1]) func oneClass(_ value: Double) throws {
        try bench.files.file("y.npy", Npy.bytes(Array(repeating: value, count: 20)))
        try bench.expectRefused(Self.line, "all are \(value)", "two classes")
    }

    @Test func notFinite() throws {
        var rows = Samples.binary(20, features: 2).rows
        rows[3][1] = .nan
        rows[5][0] = .infinity
        try bench.files.file("N.npy", Npy.bytes(rows: rows))
        try bench.expectRefused(
            "train --features N.npy --targets X-y.npy --output m", "N.npy", "feature 1", "sample 3")
    }

    /// Arrays that are none, or none that samples could be.
    static let illegalArrays: [([UInt8], [String])] = [
        ([], []), (Array("hello, world".utf8), []),
        (Array(Npy.bytes(rows: [[1, 2], [3, 4]]).dropLast()), ["truncated"]),
        (Npy.bytes(rows: [[1, 2], [3, 4]]) + [0], ["bytes"]),
        (Npy.bytes([2, 2, 1], [1, 2, 3, 4]), ["(2, 2, 1)"]),
        (Npy.bytes([1 << 62, 1 << 62], [1]), []), (Npy.bytes([1 << 40, 1], [1]), []),
        (Npy.bytes([2, 2], [], .init(description: "|O") { _ in [] }), ["object"]),
        (Npy.bytes([2, 2], [], .init(description: "<c16") { _ in [] }), ["c16"]),
        (Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 100), []),
    ]

    @Test(arguments: illegalArrays.indices) func arrays(_ index: Int) throws {
        let (bytes, parts) = Self.illegalArrays[index]
        try bench.files.file("B.npy", bytes)
        try bench.expectRefused(
            ["train", "--features", "B.npy", "--targets", "X-y.npy", "--output", "m"], ["B.npy"] + parts)
    }

    /// What is only seen when the samples are counted is of a file all the same.
    @Test func emptyArrays() throws {
        for (shape, part) in [([0, 2], "no samples"), ([2, 0], "no features")] {
            try bench.files.file("E.npy", Npy.bytes(shape, []))
            try bench.expectRefused("train --features E.npy --targets X-y.npy --output m", "E.npy", part)
        }
    }

    /// Extents that nobody can count through, beside a zero.
    @Test func arraysOfNothing() throws {
        for (shape, part) in [
            ([1 << 62, 4, 0], "more bytes than a file can have"), ([.max, 0], "more bytes than a file can have"),
            ([0, .max], "more bytes than a file can have"), ([(1 << 60) - 1, 0], "no features"),
        ] as [([Int], String)] {
            try bench.files.file("E.npy", Npy.bytes(shape, []))
            for line in ["convert E.npy o.csv", "convert E.npy o.npy", "train E.npy --targets X-y.npy --output m"] {
                try bench.expectRefused(line, "E.npy", part)
            }
        }
        try bench.files.file("E.npy", Npy.bytes([0, (1 << 60) - 1], []))
        try bench.expectRefused("convert E.npy o.csv", "E.npy", "1048576 columns")
        try bench.expectRefused("train E.npy --targets X-y.npy --output m", "E.npy", "no samples")
        try #expect(bench.descent("inspect E.npy").status == 0)
        try bench.files.file("E.npy", Npy.bytes([20, 0], []))
        try bench.expectRefused("train X.npy --targets E.npy --output m", "E.npy", "(20, 0)")
    }

    /// A limit that no fit reaches.
    @Test func stepsWithoutEnd() throws {
        for (rest, status) in [
            ("", 0), (" --solver lbfgs", 0), (" --solver newton-cg", 0), (" --solver adam --batch 5 --epochs 2", 3),
            (" --dry-run", 0),
        ] as [(String, Int32)] {
            let ended = try bench.descent(
                Self.line.replacing("y.npy", with: "X-y.npy") + " --iterations \(Int.max)" + rest)
            #expect(ended.status == status, "\(rest): \(ended)")
        }
    }

    /// Models that are none, of every command that takes one.
    @Test func models() throws {
        _ = try bench.json("train --features X.npy --targets X-y.npy --output m.safetensors")
        let bytes = try bench.files.bytes("m.safetensors")
        var flipped = bytes
        flipped[bytes.count - 3] ^= 4
        let broken: [(String, [UInt8])] = [
            ("flipped", flipped), ("short", bytes.dropLast()), ("long", bytes + [0]), ("empty", []),
            ("array", try bench.files.bytes("X.npy")),
            ("deep", Array("\u{10}'\0\0\0\0\0\0".utf8) + Array(repeating: 0x5B, count: 10_000)),
        ]
        for (name, bytes) in broken {
            try bench.files.file(name, bytes)
            try bench.expectRefused("predict --model \(name) X.npy", name)
            try bench.expectRefused("evaluate --model \(name) --features X.npy --targets X-y.npy", name)
            try bench.expectRefused("export \(name) --onnx g", name)
            if name != "array" { try bench.expectRefused("inspect \(name)", name) }
        }
    }

    /// What was there before stays as it was.
    @Test func oldModelStays() throws {
        try bench.files.file("m", "the old one")
        try bench.files.file("y.npy", Npy.bytes([1, 2, 3]))
        for line in [
            Self.line, "train --features X.npy --targets absent.npy --output m",
            "cv --features X.npy --targets y.npy --output m", "train X.npy --output m --l2 -1",
        ] {
            try #expect(bench.descent(line).status != 0)
            try #expect(bench.files.text("m") == "the old one")
        }
        try #expect(bench.files.names == ["X-y.npy", "X.npy", "m", "y.npy"])
    }
}
