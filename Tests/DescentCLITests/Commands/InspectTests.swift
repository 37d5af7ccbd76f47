import Foundation
import TestSupport
import Testing

/// What is in a file, for people and for programs.
@Suite struct InspectTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    @Test func model() throws {
        try bench.files.file("X.csv", Samples.binary().csv)
        let fit = try bench.json("train X.csv --target y --output m.safetensors")
        let model = try bench.json("inspect m.safetensors")
        try #expect(model.text("kind") == "model" && model.text("neuron") == "logistic")
        try #expect(model.number("features") == 4 && model.number("outputs") == 1)
        try #expect(model.text("outcome").hasPrefix("converged"))
        try #expect(model.fitted == fit.fitted && model.featureNames == fit.featureNames)
        let table = try bench.descent("inspect m.safetensors")
        #expect(table.status == 0 && table.err == "" && table.lines.contains { $0.hasPrefix("x4") })
    }

    /// Features may be called what facts are called, and still each is there once.
    @Test func featuresCalledLikeFacts() throws {
        try bench.files.file("X.csv", Samples.binary().csv.replacing("x1,x2,x3,x4", with: "bias,kind,neuron,outputs"))
        _ = try bench.json("train X.csv --target y --output m.safetensors")
        let model = try bench.json("inspect m.safetensors")
        try #expect(model.text("kind") == "model" && model.featureNames == ["bias", "kind", "neuron", "outputs"])
        let lines = try bench.descent("inspect m.safetensors").lines
        // Once as a fact, once among the weights.
        for name in ["bias", "kind", "neuron", "outputs"] { #expect(lines.count { $0.hasPrefix(name + " ") } == 2) }
    }

    @Test func array() throws {
        try bench.files.file("a.npy", Npy.bytes([2, 3], [1, 2, 3, 4, 5, 6], .bigF4, isFortran: true))
        let array = try bench.json("inspect a.npy")
        try #expect(array.text("kind") == "array" && array.numbers("shape") == [2, 3] && array.number("bytes") == 24)
        try #expect(array.text("numbers").contains("big-endian") && array.text("order").contains("Fortran"))
    }

    @Test func checkpoint() throws {
        try bench.write(.binary())
        let line = "train --features X.npy --targets X-y.npy --solver gd --rate 0.01 --iterations 7 --checkpoint c"
        let fit = try bench.json("\(line) --output m.safetensors", status: 3)
        let state = try bench.json("inspect c")
        try #expect(state.text("kind") == "checkpoint" && state.number("steps") == 7 && state.number("parameters") == 5)
        try #expect(state.number("risk") > 0 && abs(state.number("risk") - fit.number("risk")) < 0.1)
        try #expect(bench.descent("inspect c").lines.contains { $0.hasPrefix("steps") })
    }

    @Test(arguments: [
        ("empty", ""), ("words", "hello\n"), ("zip", "PK\u{3}\u{4}aaaaaaaaaaaaaaaaaaaaaaaa"),
        ("table.dat", "a,b\n1,2\n"),
    ])
    func nothingOfOurs(_ name: String, _ text: String) throws {
        try bench.files.file(name, text)
        let ended = try bench.run("inspect", name)
        #expect(
            ended.status == 1 && ended.out == "" && ended.err.contains(name) && ended.errLines.count == 1, "\(ended)")
    }
}
