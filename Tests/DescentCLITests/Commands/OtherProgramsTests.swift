import TestSupport
import Testing

/// Python writes samples, the command fits them, and Python predicts with what comes of it.
@Suite(.enabled(if: Python.path != nil, "no Python: make python")) struct OtherProgramsTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let neurons = ["logistic", "linear", "relu", "sigmoid", "poisson", "softmax"]

    /// Lines of a name and numbers.
    private func python(_ action: String, _ names: [String]) throws -> [String: [Double]] {
        let lines = try Python.run("DescentCLITests/Python/peer.py", [action, bench.files.folder] + names)
            .split(separator: "\n").map { $0.split(separator: " ") }
        return Dictionary(uniqueKeysWithValues: lines.map { (String($0[0]), $0.dropFirst().compactMap { Double($0) }) })
    }

    /// Samples that NumPy wrote in C's and in Fortran's order; NumPy's predictions from the tensors, onnxruntime's from the graph.
    @Test func predictTheSame() throws {
        _ = try python("write", Self.neurons)
        let names = Self.neurons.flatMap { ["\($0)-double", "\($0)-float"] }
        for name in names {
            let neuron = String(name.prefix { $0 != "-" }), precision = name.hasSuffix("float") ? "float" : "double"
            let line = "--targets \(neuron)-y.npy --neuron \(neuron) --precision \(precision)"
            let first = try bench.json("train --features C.npy \(line) --output \(name).safetensors")
            let second = try bench.json("train --features F.npy \(line) --output f.safetensors")
            if neuron != "softmax" {
                try #expect(difference(first.fitted, second.fitted) < (precision == "double" ? 1e-8 : 1e-3), "\(name)")
            }
            try #expect(bench.descent("export \(name).safetensors --onnx \(name).onnx").status == 0)
            for (samples, file) in [("C.npy", name), ("F.npy", name + "-f")] {
                let line = "predict --model \(name).safetensors \(samples) --output \(file).npy"
                try #expect(bench.descent(line).status == 0)
            }
        }
        let differences = try python("compare", names)
        for name in names {
            let tolerance = name.hasSuffix("double") ? 1e-12 : 1e-6, found = differences[name] ?? []
            #expect(found.count == 3 && found.allSatisfy { $0 <= tolerance }, "\(name): \(found)")
        }
    }
}
