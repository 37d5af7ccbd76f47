import Descent

/// One sample at a time, as a server predicts.
final class PredictOneCase<Element: Scalar>: Case {
    let samples = 1
    let steps: Int
    let threads = 1
    private let layer: Layer<Element>
    private let isChecked: Bool
    private let inputs: [[Element]]
    private let expected: Double
    private var sum = 0.0

    init(_ spec: Spec, _ field: Field<Element>) throws {
        let count = min(64, spec.shape.samples)
        steps = 4096 / count * count
        layer = try field.layer(spec.neuron, outputs: 1)
        isChecked = spec.isChecked
        let X = field.X
        inputs = (0..<count).map { sample in (0..<X.rows).map { X[$0, sample] } }
        let predictions = try layer.predict(X[columns: 0..<count]).values
        expected = predictions.reduce(0) { $0 + Double($1) } / Double(count)
    }

    // Specialised as a caller's own code is: generic, this loop takes longer than the predictions.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func evaluate() throws {
        var sum = 0.0
        for _ in 0..<steps / inputs.count {
            for input in inputs { sum += Double(try layer.predict(input, requiringFinite: isChecked)) }
        }
        self.sum = sum
    }

    func answer() throws -> Answer {
        try predictionAnswer(Element.self, mean: sum / Double(steps), expected, features: layer.featureCount)
    }
}

/// Many samples in one call, into memory that is there.
final class PredictMatrixCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads = 1
    let memory: MemoryReading?
    private let layer: Layer<Element>
    private let X: Matrix<Element>
    private var predictions: [Element]

    init(_ spec: Spec, _ field: Field<Element>) throws {
        samples = spec.shape.samples
        layer = try field.layer(spec.neuron, outputs: 1)
        X = field.X
        memory = MemoryReading(X)
        predictions = [Element](repeating: 0, count: samples)
    }

    func evaluate() throws {
        // A span of what an object holds would outlive the access to it.
        var values: [Element] = []
        swap(&values, &predictions)
        defer { swap(&values, &predictions) }
        var span = values.mutableSpan
        try layer.predict(X, into: &span)
    }

    /// The first thousand, one by one the other way.
    func answer() throws -> Answer {
        let count = min(1000, samples)
        var expected = 0.0
        for sample in 0..<count { expected += Double(try layer.predict((0..<X.rows).map { X[$0, sample] })) }
        let mean = predictions.prefix(count).reduce(0) { $0 + Double($1) } / Double(count)
        return try predictionAnswer(Element.self, mean: mean, expected / Double(count), features: layer.featureCount)
    }
}

private func predictionAnswer<Element: Scalar>(
    _ type: Element.Type, mean: Double, _ expected: Double, features: Int
) throws -> Answer {
    let allowed = tolerance(type, features: features, samples: 1, scale: 1)
    guard abs(mean - expected) <= allowed else {
        throw BenchError.wrongAnswer(
            "the mean prediction is \(mean), but \(expected) by another way (tolerance \(allowed))")
    }
    return Answer(name: "mean", value: mean, disagreement: abs(mean - expected) / allowed, reads: nil)
}
