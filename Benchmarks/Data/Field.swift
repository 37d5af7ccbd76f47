import Descent

/// The samples that a group of cases shares, and what can be learned from them.
///
/// Features are made from numbers uniform in [−1, 1); a hidden neuron draws the targets, so that loss and gradient are
/// those of a problem that has an answer. It sees features before they are moved and scaled.
final class Field<Element: Scalar> {
    let shape: Shape
    let X: Matrix<Element>
    /// Scores of the hidden neuron.
    private let hidden: [Element]

    init(_ shape: Shape, _ layout: Matrix<Element>.Layout, _ features: FeatureKind = .independent) throws {
        self.shape = shape
        var X: Matrix<Element> = try SplitMix64.features.matrix(shape, layout)
        if features != .independent { FeatureKind.correlate(&X) }
        let neuron = try Layer<Element>(
            neuron: .linear, weights: SplitMix64.hiddenWeights.weights(features: shape.features, outputs: 1), bias: 0.25
        )
        hidden = try neuron.forward(X).values
        if features == .spread { FeatureKind.spread(&X) }
        self.X = X
    }

    /// A layer half-way trained.
    func layer(_ neuron: NeuronKind, outputs: Int) throws -> Layer<Element> {
        let weights = try Matrix<Element>(
            rows: shape.features, columns: outputs,
            SplitMix64.weights.weights(features: shape.features, outputs: outputs))
        let bias = [Element](repeating: -0.125, count: outputs)
        return try Layer(neuron: neuron.make(outputs), weights: weights, bias: bias)
    }

    /// Legal targets, outputs × samples, or one row of class indices.
    func targets(_ neuron: NeuronKind, outputs: Int) throws -> Matrix<Element> {
        let rows = neuron == .softmax ? 1 : outputs
        let luck = SplitMix64.luck
        var values = [Element](repeating: 0, count: rows * hidden.count)
        for index in values.indices {
            let score = Double(hidden[index % hidden.count]), chance = luck.number(index)
            values[index] =
                switch neuron {
                // 2σ(z) − 1 is about z/2 near 0, and the classes only have to be likely.
                case .logistic, .sigmoid, .perceptron: 0.5 * score > chance ? 1 : 0
                case .linear, .relu: Element(score + chance)
                case .softmax:
                    Element(min(max((score + 2) * 0.25 * Double(outputs), 0), Double(outputs - 1)).rounded(.down))
                case .poisson: Element((score + 3 * abs(chance)).magnitude.rounded(.down))
                }
        }
        return try Matrix(rows: rows, columns: hidden.count, layout: .featureMajor, values)
    }

    /// The samples of a range with their targets.
    func dataset(
        _ neuron: NeuronKind, outputs: Int, _ targets: Matrix<Element>, _ range: Range<Int>, threads: Int
    ) throws -> Dataset<Element> {
        let X = range.count == shape.samples ? X : X[columns: range]
        if neuron == .softmax {
            return try Dataset(X, classes: range.map { Int(targets[0, $0]) }, of: outputs, threads: threads)
        }
        let targets = range.count == shape.samples ? targets : targets[columns: range]
        return try Dataset(X, targets: targets, threads: threads)
    }

    /// X, and beside it what a few values per sample and output and the sweeps' partials take.
    static func bytes(_ shape: Shape, outputs: Int) -> Int {
        (shape.values + (16 + 8 * outputs) * shape.samples + 64 * outputs * shape.features)
            * MemoryLayout<Element>.stride + (64 << 20)
    }
}
