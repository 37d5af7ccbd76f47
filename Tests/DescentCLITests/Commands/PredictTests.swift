import Foundation
import TestSupport
import Testing

/// Predictions of a model, in whatever form they are asked for.
@Suite struct PredictTests {
    private let bench: Bench
    private static let samples = Samples.binary(50)
    private let fitted: [Double]

    init() throws {
        bench = try Bench()
        try bench.write(Self.samples)
        try bench.files.file("X.csv", Self.samples.csv)
        try bench.files.file("X.libsvm", Self.samples.libsvm)
        fitted = try bench.json("train X.csv --target y --output m.safetensors").fitted
    }

    private var expected: [Double] {
        Self.samples.rows.map { row in
            1 / (1 + exp(-row.indices.reduce(fitted[0]) { $0 + row[$1] * fitted[$1 + 1] }))
        }
    }

    private func predict(_ line: String) throws -> Ended {
        let ended = try bench.descent("predict --model m.safetensors \(line)")
        guard ended.status == 0, ended.err == "" else { throw Trouble("\(line): \(ended)") }
        return ended
    }

    @Test(arguments: [
        "X.npy", "--features X.csv", "X.libsvm", "X.csv --threads 7", "X.npy --no-mmap", "X.csv --output -",
    ])
    func onStdout(_ line: String) throws {
        let lines = try predict(line).lines
        #expect(lines.first == "P(y=1)")
        #expect(difference(lines.dropFirst().compactMap { Double($0) }, expected) < 1e-13)
    }

    @Test func inFiles() throws {
        let lines = try predict("X.npy").lines
        try #expect(
            predict("X.npy --output p.csv").out == ""
                && bench.files.text("p.csv") == lines.joined(separator: "\n") + "\n")
        try #expect(predict("X.npy --output p.npy").out == "")
        try #expect(Npy.values(bench.files.bytes("p.npy")) == lines.dropFirst().compactMap { Double($0) })
        try #expect(predict("X.npy --no-header").lines == Array(lines.dropFirst()))
    }

    @Test func classes() throws {
        let classes = expected.map { $0 >= 0.5 ? "1" : "0" }
        try #expect(predict("X.npy --classes").lines.map(String.init) == ["class"] + classes)
        try #expect(predict("X.npy --classes --output c.npy").out == "")
        try #expect(Npy.values(bench.files.bytes("c.npy")) == classes.compactMap { Double($0) })
    }

    @Test func labels() throws {
        let named = Self.samples.csv.split(separator: "\n").enumerated().map { index, line in
            index == 0 ? String(line) : line.dropLast(3) + (line.hasSuffix("1.0") ? "\"a, b\"" : "ä")
        }
        try bench.files.file("named.csv", named.joined(separator: "\n") + "\n")
        _ = try bench.json("train named.csv --target y --output n.safetensors")
        let model = try bench.json("inspect n.safetensors")
        try #expect(Set(model.texts("classes")) == ["a, b", "ä"])
        let found = try bench.descent("predict --model n.safetensors X.npy --classes").lines.dropFirst()
        #expect(Set(found) == ["\"a, b\"", "ä"])
    }

    @Test func softmax() throws {
        try bench.write(.classes(), "S")
        _ = try bench.json("train --features S.npy --targets S-y.npy --neuron softmax --output s.safetensors")
        let shares = try bench.descent("predict --model s.safetensors S.npy").lines.dropFirst().map { line in
            line.split(separator: ",").compactMap { Double($0) }
        }
        #expect(shares.count == 200 && shares.allSatisfy { $0.count == 3 && abs($0.reduce(0, +) - 1) < 1e-12 })
        let classes = try bench.descent("predict --model s.safetensors S.npy --classes").lines.dropFirst()
        #expect(classes.compactMap { Int($0) } == shares.map { $0.firstIndex(of: $0.max()!)! })
        try #expect(bench.descent("predict --model s.safetensors S.npy --output s.npy").status == 0)
        try #expect(Npy.values(bench.files.bytes("s.npy")) == shares.flatMap { $0 })
    }

    /// Columns are found by their names, in any order, beside others.
    @Test func columnsByName() throws {
        let rows = Self.samples.rows.map { "\($0[3]),text,\($0[1]),\($0[0]),,\($0[2])\n" }
        try bench.files.file("mixed.csv", "x4,note,x2,x1,other,x3\n" + rows.joined())
        try #expect(predict("mixed.csv").out == predict("X.csv").out)
        try bench.files.file("few.csv", "x4,x2,x1\n1,2,3\n")
        let ended = try bench.descent("predict --model m.safetensors few.csv")
        #expect(ended.status == 1 && ended.out == "" && ended.err.contains("few.csv") && ended.err.contains("x3"))
    }

    @Test func otherFeatureCounts() throws {
        try bench.write(.binary(10, features: 5), "W")
        let ended = try bench.descent("predict --model m.safetensors W.npy")
        #expect(ended.status == 1 && ended.out == "")
        #expect(ended.err == "descent: W.npy: 5 features, but the model has 4\n")
    }

    @Test func valuesAreNoClasses() throws {
        try bench.write(.linear(), "L")
        _ = try bench.json("train --features L.npy --targets L-y.npy --neuron linear --output l.safetensors")
        let ended = try bench.descent("predict --model l.safetensors L.npy --classes")
        #expect(ended.status == 1 && ended.out == "" && ended.err.contains("linear"))
    }

    @Test func notFinite() throws {
        var rows = Self.samples.rows
        rows[17][2] = .nan
        try bench.files.file("N.npy", Npy.bytes(rows: rows))
        let ended = try bench.descent("predict --model m.safetensors N.npy --output p.npy")
        #expect(ended.status == 1 && ended.out == "" && ended.err.contains("N.npy") && ended.err.contains("sample 17"))
        #expect(!bench.files.has("p.npy"))
    }
}
