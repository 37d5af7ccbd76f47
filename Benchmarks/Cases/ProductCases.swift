import Descent

/// z = Wx + b of all samples, one product over the whole matrix.
final class ForwardCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads = 1
    private let X: Matrix<Element>
    private let layer: Layer<Element>
    private var scores: Matrix<Element>?

    init(_ spec: Spec, _ field: Field<Element>) throws {
        samples = spec.shape.samples
        X = field.X
        layer = try field.layer(spec.neuron, outputs: 1)
    }

    func evaluate() throws { scores = try layer.forward(X) }

    /// The mean of the first thousand, against plain loops.
    func answer() throws -> Answer {
        let count = min(1000, samples), features = layer.featureCount
        guard let scores else { throw BenchError.wrongAnswer("there are no scores") }
        let w = layer.weights.values.map { Double($0) }, b = Double(layer.bias?[0] ?? 0)
        var found = 0.0, expected = 0.0
        for j in 0..<count {
            found += Double(scores[0, j])
            expected += b
            for i in 0..<features { expected += w[i] * Double(X[i, j]) }
        }
        return try productAnswer(
            Element.self, "mean z", found / Double(count), expected / Double(count), features: features, samples: 1)
    }
}

/// X(ŷ−y)/m, one product over the whole matrix.
final class BackwardCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads = 1
    private let X: Matrix<Element>
    private let layer: Layer<Element>
    private let residuals: Matrix<Element>
    private var gradient: (weights: Matrix<Element>, bias: [Element])?

    init(_ spec: Spec, _ field: Field<Element>) throws {
        samples = spec.shape.samples
        X = field.X
        layer = try field.layer(spec.neuron, outputs: 1)
        residuals = try layer.residuals(layer.forward(X), field.targets(spec.neuron, outputs: 1))
    }

    func evaluate() throws { gradient = try layer.backward(X, residuals) }

    /// The first component, against a plain loop.
    func answer() throws -> Answer {
        guard let gradient else { throw BenchError.wrongAnswer("there is no gradient") }
        var expected = 0.0
        for j in 0..<samples { expected += Double(residuals[0, j]) * Double(X[0, j]) }
        return try productAnswer(
            Element.self, "g[0]", Double(gradient.weights[0, 0]), expected / Double(samples),
            features: layer.featureCount, samples: samples)
    }
}

private func productAnswer<Element: Scalar>(
    _ type: Element.Type, _ name: String, _ found: Double, _ expected: Double, features: Int, samples: Int
) throws -> Answer {
    // Scores are of a few units.
    let allowed = tolerance(type, features: features, samples: samples, scale: 4)
    guard abs(found - expected) <= allowed else {
        throw BenchError.wrongAnswer("\(name) is \(found), but \(expected) by a plain loop (tolerance \(allowed))")
    }
    return Answer(name: name, value: found, disagreement: abs(found - expected) / allowed, reads: nil)
}
