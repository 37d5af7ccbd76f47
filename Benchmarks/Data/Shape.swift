import Descent

/// Features × samples.
struct Shape: Hashable {
    let features: Int
    let samples: Int

    init(_ features: Int, _ samples: Int) {
        self.features = features
        self.samples = samples
    }

    /// `28x1000000` or `28×1000000`; nil for anything else, and for sizes that no machine has.
    init?(_ word: String) {
        let parts = word.split(whereSeparator: { $0 == "x" || $0 == "×" }).map { Int($0) }
        guard parts.count == 2, let features = parts[0], let samples = parts[1], features > 0, samples > 0,
            features <= 1 << 30, samples <= 1 << 30, features * samples <= 1 << 40
        else { return nil }
        self.init(features, samples)
    }

    var values: Int { features * samples }
    var name: String { "\(features)x\(samples)" }

    /// From two features to twenty thousand, with the sizes of HIGGS, YearPrediction and MNIST among them.
    static let full = [
        Shape(2, 10_000_000), Shape(10, 2_000_000), Shape(28, 1_000_000), Shape(90, 500_000), Shape(784, 60_000),
        Shape(2000, 20_000), Shape(20_000, 2000),
    ]
    static let quick = [
        Shape(2, 400_000), Shape(10, 200_000), Shape(28, 100_000), Shape(90, 50_000), Shape(784, 6_000),
        Shape(2000, 2_000), Shape(20_000, 200),
    ]
}

enum Precision: String, CaseIterable {
    case double, float

    var bytes: Int { self == .double ? 8 : 4 }
}

/// Descent's own neurons.
enum NeuronKind: String, CaseIterable {
    case logistic, linear, relu, sigmoid, perceptron, softmax, poisson

    func make(_ outputs: Int) throws -> any Neuron {
        switch self {
        case .logistic: Logistic()
        case .linear: Linear()
        case .relu: ReLU()
        case .sigmoid: Sigmoid()
        case .perceptron: Perceptron()
        case .softmax: try Softmax(classes: outputs)
        case .poisson: Poisson()
        }
    }
}
