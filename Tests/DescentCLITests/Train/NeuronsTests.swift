import Foundation
import TestSupport
import Testing

/// Every neuron learns by the command, and its model says the same afterwards.
@Suite struct NeuronsTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// Words of a neuron, its samples, and whether its fit ends at a minimum.
    static let neurons: [(String, Samples)] = [
        ("--neuron logistic", .binary()), ("--neuron linear", .linear()), ("--neuron linear --cost squared", .linear()),
        ("--neuron relu", .linear()), ("--neuron sigmoid", .binary()), ("--neuron softmax", .classes()),
        ("--neuron poisson", .counts()), ("--activation identity --cost huber", .linear()),
        ("--activation identity --cost huber --delta 0.1", .linear()),
        ("--activation tanh --cost halfSquared", .linear()),
        ("--activation sigmoid --cost crossEntropy", .binary()), ("--activation exp --cost squared", .counts()),
    ]

    @Test(arguments: neurons.indices) func learn(_ index: Int) throws {
        let (words, samples) = Self.neurons[index]
        try bench.write(samples)
        let fit = try bench.json("train --features X.npy --targets X-y.npy \(words) --output m.safetensors")
        try #expect(fit.number("features") == 4 && fit.number("samples") == 200 && fit.number("iterations") > 0)
        try #expect(fit.number("loss").isFinite && fit.number("seconds") > 0 && fit.number("reads") > 0)
        let loss = try bench.json("evaluate --model m.safetensors --features X.npy --targets X-y.npy").number("loss")
        try #expect(abs(loss - (fit.number("loss"))) < 1e-9 * max(1, abs(loss)), "\(words)")
        let predicted = try bench.descent("predict --model m.safetensors X.npy")
        #expect(predicted.status == 0 && predicted.lines.count == 201 && predicted.err == "")
    }

    /// From weights of 0 no unit responds, and nothing would ever be learnt.
    @Test func reluLearns() throws {
        try bench.write(.linear())
        let fit = try bench.json("train --features X.npy --targets X-y.npy --neuron relu --output m.safetensors")
        try #expect(fit.weights.contains { $0 != 0 })
    }

    /// Its cost has no second derivative: it needs a descent.
    @Test func perceptron() throws {
        try bench.write(.binary())
        let ended = try bench.descent(
            "train --features X.npy --targets X-y.npy --neuron perceptron --solver gd --rate 0.1 --iterations 200"
                + " --output m.safetensors --json")
        try #expect(ended.status == 3 && ended.json.text("rule") == "iterations" && ended.json.number("loss") >= 0)
        let classes = try bench.descent("predict --model m.safetensors X.npy --classes")
        #expect(Set(classes.lines.dropFirst()) == ["0", "1"])
    }

    @Test func severalOutputs() throws {
        let samples = Samples.linear()
        try bench.files.file("X.npy", Npy.bytes(rows: samples.rows))
        try bench.files.file("Y.npy", Npy.bytes(rows: samples.targets.map { [$0, 1 - 2 * $0] }))
        let fit = try bench.json("train --features X.npy --targets Y.npy --neuron linear --output m.safetensors")
        let outputs = try fit.outputs
        #expect(outputs.map(\.name) == ["output 0", "output 1"] && outputs.allSatisfy { $0.estimates.count == 5 })
        var expected = outputs[0].estimates.map { -2 * $0 }
        expected[0] += 1
        #expect(difference(outputs[1].estimates, expected) < 1e-10)
    }

    @Test func withoutBias() throws {
        try bench.write(.linear())
        let line = "train --features X.npy --targets X-y.npy --neuron linear --output m.safetensors --no-bias"
        let fit = try bench.json(line)
        try #expect(fit.fitted.count == 4 && fit.weights.count == 4 && fit.errors.allSatisfy { $0 != nil })
        try #expect(bench.json("inspect m.safetensors").fitted == fit.fitted)
    }

    /// What is added to each score is no part of the model.
    @Test func offset() throws {
        var samples = Samples.counts()
        try bench.write(samples)
        try bench.files.file("o.npy", Npy.bytes(samples.rows.map { 0.5 * $0[0] }))
        let line = "train --features X.npy --targets X-y.npy --neuron poisson --output m.safetensors"
        let plain = try bench.json(line).fitted, shifted = try bench.json("\(line) --offset o.npy").fitted
        var expected = plain
        expected[1] -= 0.5
        #expect(difference(shifted, expected) < 1e-8)
        samples.rows = samples.rows.map { $0 + [0.5 * $0[0]] }
        try bench.files.file("X.csv", samples.csv)
        let table = "train X.csv --target y --columns x1,x2,x3,x4 --offset x5 --neuron poisson --output m.safetensors"
        try #expect(bench.json(table).fitted == shifted)
    }
}
