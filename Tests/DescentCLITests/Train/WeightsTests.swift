import TestSupport
import Testing

/// Samples and classes that count more than others.
@Suite struct WeightsTests {
    private let bench: Bench
    private static let samples = Samples.binary(80)
    private static let line = "train --features X.npy --targets X-y.npy --output m.safetensors"
    init() throws {
        bench = try Bench()
        try bench.write(Self.samples)
    }

    /// A weight of k is a row k times.
    @Test func weightsAreRepetitions() throws {
        let counts = Self.samples.rows.indices.map { $0 % 4 }
        try bench.files.file("w.npy", Npy.bytes(counts.map(Double.init)))
        var repeated = Self.samples
        repeated.rows = zip(counts, Self.samples.rows).flatMap { Array(repeating: $1, count: $0) }
        repeated.targets = zip(counts, Self.samples.targets).flatMap { Array(repeating: $1, count: $0) }
        try bench.write(repeated, "R")
        let weighted = try bench.json("\(Self.line) --sample-weights w.npy")
        let rows = try bench.json("train --features R.npy --targets R-y.npy --output r.safetensors")
        try #expect(difference(weighted.fitted, rows.fitted) < 1e-9)
        try #expect(abs(weighted.number("loss") - (rows.number("loss"))) < 1e-12)
    }

    @Test func weightsOfATable() throws {
        var table = Self.samples
        let weights = table.rows.indices.map { 0.5 + Double($0 % 3) }
        try bench.files.file("w.npy", Npy.bytes(weights))
        table.rows = zip(table.rows, weights).map { $0 + [$1] }
        try bench.files.file("T.csv", table.csv)
        let expected = try bench.json("\(Self.line) --sample-weights w.npy").fitted
        let line = "train T.csv --target y --sample-weights x5 --output m.safetensors"
        let found = try bench.json(line)
        try #expect(found.featureNames == ["x1", "x2", "x3", "x4"] && found.fitted == expected)
    }

    /// m / (K m_k), so that all classes count alike.
    @Test func balancedIsExplicit() throws {
        let ones = Self.samples.targets.reduce(0, +), count = Double(Self.samples.targets.count)
        let factors = "0=\(count / (2 * (count - ones))),1=\(count / (2 * ones))"
        let balanced = try bench.json("\(Self.line) --class-weights balanced").fitted
        try #expect(difference(bench.json("\(Self.line) --class-weights \(factors)").fitted, balanced) < 1e-9)
        try #expect(difference(bench.json(Self.line).fitted, balanced) > 1e-6)
    }

    @Test func classWeightsAreSampleWeights() throws {
        try bench.files.file("w.npy", Npy.bytes(Self.samples.targets.map { $0 == 1 ? 4 : 1 }))
        let expected = try bench.json("\(Self.line) --sample-weights w.npy").fitted
        try #expect(bench.json("\(Self.line) --class-weights 1=4").fitted == expected)
        try #expect(bench.json("\(Self.line) --class-weights 1=4 --labels 0,1").fitted == expected)
    }

    @Test func noSuchClass() throws {
        let ended = try bench.descent("\(Self.line) --class-weights 2=4")
        #expect(ended.status == 2 && ended.err.contains("'2'") && ended.err.contains("classes are 0, 1"), "\(ended)")
        try #expect(!bench.files.names.contains("m.safetensors"))
    }

    static let faults: [([Double], String)] = [
        (Array(repeating: 1, count: 79), "79"), (Array(repeating: 0, count: 80), "0.0"),
        ([-1] + Array(repeating: 1, count: 79), "-1"), ([.nan] + Array(repeating: 1, count: 79), "nan"),
    ]

    @Test(arguments: faults.indices) func wrongWeights(_ index: Int) throws {
        let (weights, part) = Self.faults[index]
        try bench.files.file("w.npy", Npy.bytes(weights))
        let ended = try bench.descent("\(Self.line) --sample-weights w.npy")
        #expect(ended.status == 1 && ended.out == "" && ended.err.contains("weight"), "\(ended)")
        #expect(ended.err.contains(part), "\(ended)")
        try #expect(!bench.files.names.contains("m.safetensors"))
    }
}
