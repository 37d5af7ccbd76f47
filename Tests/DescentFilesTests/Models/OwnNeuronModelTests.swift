import Descent
import DescentFiles
import TestSupport
import Testing

/// Models in memory, and of neurons of one's own, which are known by their names.
@Suite struct OwnNeuronModelTests {
    private let scratch = try! Scratch()

    /// |z − y| smoothed.
    private func smooth(_ name: String = "smooth") throws -> ExpressionLoss {
        try ExpressionLoss(name, isConvex: true) { z, y in sqrt(1 + pow(z - y, 2)) - 1 }
    }

    @Test func opensWithItsNeuronAlone() throws {
        let layer = try Layer(neuron: try smooth(), weights: [0.5, -2], bias: 0.25),
            path = scratch.path("own.safetensors")
        let model = try Model(layer, featureNames: ["a", "b"])
        try model.write(to: path)
        let opened = try Model<Double>(path, neuron: try smooth())
        #expect(opened.layer.weights == layer.weights && opened.layer.bias == layer.bias)
        #expect(
            opened.layer.neuron is ExpressionLoss && opened.featureNames == ["a", "b"] && opened.bytes == model.bytes)
        #expect(try opened.layer.predict([1, 1]) == layer.predict([1, 1]))
        func refusal(_ open: () throws -> Void) -> String {
            do { try open() } catch { return "\(error)" }
            return ""
        }
        #expect(refusal { _ = try Model<Double>(path) }.contains("'smooth': open it with Model(_:neuron:)"))
        #expect(
            refusal { _ = try Model<Double>(path, neuron: try smooth("other")) }.contains(
                "where 'other' is asked for"))
        try Model(Layer(neuron: .logistic, weights: [1.0])).write(to: path)
        #expect(refusal { _ = try Model<Double>(path, neuron: try smooth()) }.contains("'logistic' where 'smooth'"))
        #expect(try Model<Double>(path, neuron: .logistic).layer.weights.values == [1])
        #expect(refusal { _ = try Model<Double>(path, neuron: .linear) }.contains("'logistic' where 'linear'"))
    }

    @Test func inMemory() throws {
        let model = try Model(Layer(neuron: .logistic, weights: [0.5, -2], bias: 0.25), featureNames: ["a", "b"])
        let path = scratch.path("model.safetensors")
        try model.write(to: path)
        #expect(try scratch.bytes("model.safetensors") == model.bytes)
        let opened = try Model<Double>(bytes: model.bytes)
        #expect(opened.layer.weights == model.layer.weights && opened.featureNames == ["a", "b"])
        let own = try Model(Layer(neuron: try smooth(), weights: [1.0]))
        #expect(try Model<Double>(bytes: own.bytes, neuron: try smooth()).layer.neuron is ExpressionLoss)
        let memory = "the model's bytes"
        #expect(throws: FileError.truncated(path: memory, needed: 8, found: 7)) {
            try Model<Double>(bytes: Array(model.bytes.prefix(7)))
        }
        let whole = model.bytes.count
        #expect(throws: FileError.truncated(path: memory, needed: whole, found: whole - 1)) {
            try Model<Double>(bytes: Array(model.bytes.dropLast()))
        }
        var damaged = model.bytes
        damaged[whole - 1] ^= 1
        #expect(throws: FileError.damaged(path: memory)) { try Model<Double>(bytes: damaged) }
    }
}
