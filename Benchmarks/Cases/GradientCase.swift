import Descent

/// Loss and gradient of all samples by the sweep: both products tile by tile.
final class GradientCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    private let neuron: NeuronKind
    private let X: Matrix<Element>
    private let layer: Layer<Element>
    private let targets: Matrix<Element>
    private let sweep: Sweep<Element>
    private let point: Parameters
    private var evaluation: Evaluation
    private var evaluations = 0
    let memory: MemoryReading?

    init(_ spec: Spec, _ field: Field<Element>, threads: Int) throws {
        samples = spec.shape.samples
        neuron = spec.neuron
        let compact = try spec.stored.map { try field.stored(as: $0) }
        X = compact?.wide ?? field.X
        layer = try field.layer(neuron, outputs: spec.outputs)
        targets = try field.targets(neuron, outputs: spec.outputs)
        let data =
            if let compact {
                try Dataset(compact.samples, targets: targets, threads: threads)
            } else {
                try field.dataset(neuron, outputs: spec.outputs, targets, 0..<spec.shape.samples, threads: threads)
            }
        memory =
            compact.map { compact in
                // Of an array that is not written to, which stays where it is while it is held.
                MemoryReading(
                    compact.bytes.withUnsafeBytes { $0.baseAddress! }, bytes: compact.bytes.count, of: compact.bytes)
            } ?? MemoryReading(X)
        sweep =
            spec.isWritten
            ? try Sweep(data, neuron: try Self.written, threads: threads)
            : try Sweep(data, neuron: try neuron.make(spec.outputs), threads: threads)
        point = layer.parameters
        evaluation = Evaluation(shape: sweep.zero)
    }

    /// The logistic loss as a user would write it.
    private static var written: ExpressionLoss {
        get throws { try ExpressionLoss("written", domain: .unitInterval) { z, y in softplus(z) - y * z } }
    }

    var threads: Int { sweep.threads }

    func evaluate() throws {
        try sweep.lossGradient(at: point, into: &evaluation)
        evaluations += 1
    }

    func answer() throws -> Answer {
        let reads = sweep.reads / Double(evaluations)
        let planned = sweep.plan.readsPerEvaluation
        guard reads == Double(planned) else {
            throw BenchError.wrongAnswer("a gradient of \(neuron) read X \(reads) times; planned are \(planned)")
        }
        return Answer(
            name: "loss", value: evaluation.loss,
            disagreement: try disagreement(evaluation.gradient.values, layer, X, targets, neuron), reads: reads)
    }
}

/// Compares a gradient with the one by two whole-matrix products. Throws `wrongAnswer` beyond rounding.
func disagreement<Element: Scalar>(
    _ gradient: [Double], _ layer: Layer<Element>, _ X: Matrix<Element>, _ targets: Matrix<Element>,
    _ neuron: NeuronKind
) throws -> Double {
    let residuals = try layer.residuals(layer.forward(X), targets)
    let whole = try layer.backward(X, residuals)
    let expected = (whole.weights.values + whole.bias).map { Double($0) }
    let largest = residuals.values.reduce(Element(0)) { max($0, abs($1)) }
    let allowed = tolerance(Element.self, features: X.rows, samples: X.columns, scale: Double(largest))
    var worst = 0.0
    for (index, (found, expected)) in zip(gradient, expected).enumerated() {
        guard abs(found - expected) <= allowed else {
            throw BenchError.wrongAnswer(
                "component \(index) of the gradient of \(neuron), \(X.rows)x\(X.columns), is \(found) by the sweep, "
                    + "but \(expected) by whole-matrix products (tolerance \(allowed))")
        }
        worst = max(worst, abs(found - expected) / allowed)
    }
    return worst
}
