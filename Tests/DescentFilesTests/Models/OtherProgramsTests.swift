import Descent
import DescentFiles
import Foundation
import TestSupport
import Testing

/// Models predict the same by NumPy, from the tensors of their file, and by onnxruntime, from their graph.
@Suite(.enabled(if: Python.path != nil, "no Python: make python")) struct OtherProgramsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    static let neurons = ModelTests.neurons.filter { named in
        // One cost of each activation: files differ in nothing else.
        (named.neuron as? Composed).map { $0.cost == .absolute || $0.activation == .sigmoid } ?? true
    }

    @Test(arguments: neurons)
    func predictTheSame(_ named: ModelTests.Named) throws {
        try check(Double.self, named, hasBias: true, tolerance: 1e-12)
        try check(Double.self, named, hasBias: false, tolerance: 1e-12)
        try check(Float.self, named, hasBias: true, tolerance: 1e-6)
    }

    private func check<T: Scalar>(
        _ type: T.Type, _ named: ModelTests.Named, hasBias: Bool, tolerance: Double
    ) throws {
        let weights = (0..<2 * named.outputs).map { T($0 + 1) / 7 - 0.5 }
        let matrix = try Matrix<T>(rows: 2, columns: named.outputs, weights)
        func make(_ neuron: some Neuron) throws -> Layer<T> {
            try Layer(neuron: neuron, weights: matrix, bias: hasBias ? (0..<named.outputs).map { T($0) - 0.3 } : nil)
        }
        let layer = try make(named.neuron)
        // No score lies where a step would be decided by rounding.
        let X = try Matrix<T>(samples: (0..<50).map { [T($0) / 9 - 2.71, T($0 * $0 % 17) / 5 - 1.3] })
        let model = try Model(layer, featureNames: ["ä", "b"])
        try model.write(to: scratch.path("m.safetensors"))
        try model.writeONNX(to: scratch.path("m.onnx"))
        try NpyFile.write(X, to: scratch.path("X.npy"))
        try NpyFile.write(try layer.predict(X), to: scratch.path("p.npy"))
        let printed = try Python.run(
            "DescentFilesTests/Python/predict.py", ["m.safetensors", "m.onnx", "X.npy", "p.npy"].map(scratch.path))
        let differences = printed.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        #expect(differences.count == 2 && differences.allSatisfy { $0 <= tolerance }, "\(printed)")
    }
}
