import Foundation
import TestSupport
import Testing

/// FAULTS 88: a model that was trained with an offset is never used without one in silence.
@Suite struct OffsetTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// A table and the same as arrays: 40 counts, whose exposure's logarithm is the offset.
    private func write() throws {
        var samples = Samples.counts()
        try bench.write(samples)
        try bench.files.file("o.npy", Npy.bytes(samples.rows.map { 0.5 * $0[0] }))
        try bench.files.file("plain.csv", samples.csv)
        samples.rows = samples.rows.map { $0 + [0.5 * $0[0]] }
        try bench.files.file("X.csv", samples.csv)
        try train("X.csv --target y --columns x1,x2,x3,x4 --offset x5 --output table.st")
        try train("--features X.npy --targets X-y.npy --offset o.npy --output array.st")
        try train("--features X.npy --targets X-y.npy --output none.st")
    }

    private func train(_ words: String) throws {
        let ended = try bench.descent("train \(words) --neuron poisson")
        #expect(ended.status == 0, "\(ended)")
    }

    @Test func aColumnIsUsedWhereItIsThere() throws {
        try write()
        let byItself = try bench.descent("predict --model table.st X.csv")
        let named = try bench.descent("predict --model table.st X.csv --offset x5")
        let array = try bench.descent("predict --model array.st X.npy --offset o.npy")
        #expect(byItself.status == 0 && byItself.err == "" && byItself.out == named.out)
        #expect(array.lines.dropFirst() == named.lines.dropFirst(), "but for what predictions are called")
        let without = try bench.descent("predict --model table.st X.csv --without-offset")
        #expect(without.status == 0 && without.out != named.out)
        let loss = try bench.json("evaluate --model table.st X.csv --target y").number("loss")
        try #expect(
            bench.json("evaluate --model array.st X.npy --targets X-y.npy --offset o.npy").number("loss") == loss)
    }

    @Test func whereItIsNotItIsDemanded() throws {
        try write()
        try bench.expectRefused("predict --model table.st plain.csv", "\"x5\"", "--offset", "--without-offset")
        try bench.expectRefused("predict --model array.st X.npy", "--offset FILE.npy", "--without-offset")
        try bench.expectRefused("evaluate --model array.st X.npy --targets X-y.npy", "--without-offset")
        try bench.expectRefused("export array.st --onnx m.onnx", "--without-offset")
        try bench.expectRefused("predict --model array.st X.npy --offset o.npy --without-offset", status: 2, "give one")
        #expect(try bench.descent("predict --model table.st plain.csv --without-offset").status == 0)
        #expect(try bench.descent("export array.st --onnx m.onnx --without-offset").status == 0)
        #expect(try bench.descent("predict --model none.st X.npy").status == 0)
    }

    @Test func inspectSaysIt() throws {
        try write()
        for (model, words) in [
            ("table.st", "the column \"x5\""), ("array.st", "numbers beside the samples"), ("none.st", "none"),
        ] {
            try #expect(bench.json("inspect \(model)")["offset"] as? String == words)
        }
    }
}
