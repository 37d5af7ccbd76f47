import TestSupport
import Testing

/// Numbers that are stored small: models, checkpoints and predictions are those of the widened, byte for byte.
@Suite struct StorageTests {
    private let bench: Bench
    private let samples: Samples

    init() throws {
        bench = try Bench()
        var samples = Samples.binary(300, features: 3)
        samples.rows = samples.rows.map { $0.map { (50 + 49 * $0).rounded() } }
        self.samples = samples
        try bench.files.file("y.npy", Npy.bytes(samples.targets))
    }

    static let kinds: [Npy.Kind] = [.u1, .i1, .u2, .i2, .f2, .bigF2, .f4, .f8, .i8]

    private func results(of features: String, _ more: String = "") throws -> [[UInt8]] {
        let line = "train --features \(features) --targets y.npy --threads 2 \(more)"
        let fit = try bench.descent("\(line) --output m.safetensors --quiet")
        guard fit.status == 0 else { throw Trouble("\(line): \(fit)") }
        let step = try bench.descent(
            "\(line) --solver adam --batch 32 --iterations 20 --checkpoint c.state --output n.safetensors --quiet")
        guard step.status == 0 || step.status == 3 else { throw Trouble("\(line): \(step)") }
        let predictions = try bench.descent("predict --model m.safetensors --features \(features) \(more)")
        guard predictions.status == 0 else { throw Trouble("predict \(features): \(predictions)") }
        return try [
            bench.files.bytes("m.safetensors"), bench.files.bytes("n.safetensors"), Array(predictions.out.utf8),
        ]
    }

    /// Both precisions, and a file that is read by calls.
    static let ways = ["", "--precision float --no-mmap"]

    @Test(arguments: kinds.indices, ways) func arrays(_ kind: Int, _ more: String)
        throws
    {
        try bench.files.file("wide.npy", Npy.bytes(rows: samples.rows, .f8))
        try bench.files.file("X.npy", Npy.bytes(rows: samples.rows, Self.kinds[kind]))
        let expected = try results(of: "wide.npy", more)
        #expect(try results(of: "X.npy", more) == expected)
    }

    private static let dtypes: [(String, Npy.Kind)] = [
        ("U8", .u1), ("I8", .i1), ("U16", .u2), ("I16", .i2), ("F16", .f2), ("BF16", .bf2), ("F32", .f4), ("F64", .f8),
        ("I64", .i8),
    ]

    /// Tensors behind each other, the first of which is `name`.
    private func tensors(_ name: String, _ dtype: Int, rows: [[Double]], beside: [(String, [Double])] = []) -> [UInt8] {
        let (word, kind) = Self.dtypes[dtype]
        let data = rows.flatMap { $0 }.flatMap(kind.bytes)
        var members = [
            "\"\(name)\":{\"dtype\":\"\(word)\",\"shape\":[\(rows.count),\(rows[0].count)],\"data_offsets\":[0,\(data.count)]}"
        ]
        var all = data
        for (other, values) in beside {
            let bytes = values.flatMap(Npy.Kind.f8.bytes)
            members.append(
                "\"\(other)\":{\"dtype\":\"F64\",\"shape\":[\(values.count)],"
                    + "\"data_offsets\":[\(all.count),\(all.count + bytes.count)]}")
            all += bytes
        }
        let header = Array("{\(members.joined(separator: ","))}".utf8)
        return (0..<8).map { UInt8(header.count >> (8 * $0) & 255) } + header + all
    }

    @Test(arguments: dtypes.indices, ways) func tensorsAsData(_ dtype: Int, _ more: String) throws {
        try bench.files.file("wide.npy", Npy.bytes(rows: samples.rows, .f8))
        let expected = try results(of: "wide.npy", more)
        try bench.files.file("X.safetensors", tensors("x", dtype, rows: samples.rows))
        #expect(try results(of: "X.safetensors", more) == expected)
        guard more == "" else { return }
        try bench.files.file("two.safetensors", tensors("x", dtype, rows: samples.rows, beside: [("z", [1, 2])]))
        #expect(try results(of: "two.safetensors:x") == expected)
        try bench.files.folder("parts")
        try bench.files.file("parts/a.safetensors", tensors("x", dtype, rows: Array(samples.rows[..<101])))
        try bench.files.file("parts/b.safetensors", tensors("x", dtype, rows: Array(samples.rows[101...])))
        #expect(try results(of: dtype % 2 == 0 ? "parts" : "parts/*.safetensors") == expected)
    }

    @Test func whatIsWrongWithTensorsIsSaid() throws {
        func expect(_ word: String, says part: String, location: SourceLocation = #_sourceLocation) throws {
            let ended = try bench.descent("train --features \(word) --targets y.npy --output m.safetensors")
            #expect(ended.status != 0 && ended.err.contains(part), "\(ended)", sourceLocation: location)
        }
        let whole = tensors("x", 5, rows: samples.rows, beside: [("z", [1, 2])])
        try bench.files.file("two.safetensors", whole)
        try expect("two.safetensors", says: "which tensor is not said; there are 'x', 'z'")
        try expect("two.safetensors:y", says: "no tensor 'y'; there are 'x', 'z'")
        try expect("two.safetensors:z", says: "300")
        try bench.files.file("cut.safetensors", whole.dropLast())
        try expect("cut.safetensors:x", says: "truncated")
        try bench.files.file("long.safetensors", whole + [0])
        try expect("long.safetensors:x", says: "holds")
        try bench.files.file("odd.safetensors", "{}".utf8)
        try expect("odd.safetensors", says: "truncated")
        // A tensor that nobody asks for may be of a type that is unknown.
        let foreign = Array("{\"f\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]},".utf8)
        let other = Array("\"y\":{\"dtype\":\"U8\",\"shape\":[300],\"data_offsets\":[2,302]}}".utf8)
        let header = foreign + other
        let size = (0..<8).map { UInt8(header.count >> (8 * $0) & 255) }
        try bench.files.file("fp8.safetensors", size + header + [0, 0] + samples.rows.map { UInt8($0[0]) })
        try expect("fp8.safetensors:f", says: "numbers of type F8_E4M3")
        try #expect(
            bench.descent("inspect fp8.safetensors").lines.contains { $0.hasPrefix("f ") && $0.contains("F8_E4M3") })
        try #expect(
            bench.descent("train --features fp8.safetensors:y --targets y.npy --output m.safetensors --quiet").status
                == 0)
        try bench.files.folder("mixed")
        try bench.files.file("mixed/a.safetensors", whole)
        try bench.files.file("mixed/a.npy", Npy.bytes(rows: samples.rows))
        try expect("mixed", says: "--format says which are meant")
        try expect("two.safetensors:x --format csv", says: "a tensor belongs to")
        try bench.files.folder("huge")
        for name in ["a", "b"] {
            try bench.files.file("huge/\(name).npy", Npy.bytes([1 << 62, 0], [], .u1))
        }
        try expect("huge", says: "more samples than can be counted")
        let convert = try bench.descent("convert two.safetensors:x out.safetensors")
        #expect(convert.status == 2 && convert.err.contains("tensors are read, not written"), "\(convert)")
    }

    @Test func tensorsAreInspected() throws {
        try bench.files.file("two.safetensors", tensors("x", 5, rows: samples.rows, beside: [("z", [1, 2])]))
        let facts = try bench.descent("inspect two.safetensors")
        #expect(
            facts.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "kind tensors", "x bfloat16 (300, 3)", "z float64 (2)",
            ])
        try #expect(bench.json("inspect two.safetensors").text("kind") == "tensors")
        let predict = try bench.descent("predict --model two.safetensors --features two.safetensors:x")
        #expect(predict.status != 0 && predict.err.contains("bfloat16 as a model (tensor 'x')"), "\(predict)")
    }

    @Test func tensorsAreConvertedToTables() throws {
        try bench.files.file("X.safetensors", tensors("x", 5, rows: [[1, 2], [3, -4]]))
        let ended = try bench.descent("convert X.safetensors X.csv")
        #expect(ended.status == 0, "\(ended)")
        #expect(try bench.files.text("X.csv") == "x1,x2\n1,2\n3,-4\n")
    }
}
