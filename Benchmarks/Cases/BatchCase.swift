import Descent

/// One gradient per mini-batch, batch after batch, as stochastic descent asks for them. Data sets and sweeps are made
/// beforehand; what is left is the price of a step.
final class BatchCase<Element: Scalar>: Case {
    let samples: Int
    let steps: Int
    private let field: Field<Element>
    private let layer: Layer<Element>
    private let targets: Matrix<Element>
    private let ranges: [Range<Int>]
    private let sweeps: [Sweep<Element>]
    private let point: Parameters
    private var evaluation: Evaluation
    private var evaluations = 0

    /// Batches in rotation: enough that no cache line of one is in use by the next, few enough to be made quickly.
    private static var most: Int { 64 }
    /// Samples per evaluation, where batches are small.
    private static var samplesPerEvaluation: Int { 1 << 14 }

    init(_ spec: Spec, _ field: Field<Element>, threads: Int) throws {
        let size = spec.batch ?? spec.shape.samples
        let all = spec.shape.samples
        self.field = field
        samples = size
        steps = min(2048, max(1, Self.samplesPerEvaluation / size))
        layer = try field.layer(spec.neuron, outputs: 1)
        let targets = try field.targets(spec.neuron, outputs: 1)
        ranges = (0..<min(Self.most, steps, all / size)).map { $0 * size..<($0 + 1) * size }
        let neuron = try spec.neuron.make(1)
        sweeps = try ranges.map {
            let data = try field.dataset(spec.neuron, outputs: 1, targets, $0, threads: threads)
            return try Sweep(data, neuron: neuron, threads: threads)
        }
        self.targets = targets
        point = layer.parameters
        evaluation = Evaluation(shape: sweeps[0].zero)
    }

    var threads: Int { sweeps[0].threads }

    func evaluate() throws {
        for step in 0..<steps {
            try sweeps[step % sweeps.count].lossGradient(at: point, into: &evaluation)
        }
        evaluations += steps
    }

    func answer() throws -> Answer {
        let reads = sweeps.reduce(0) { $0 + $1.reads } / Double(evaluations)
        let planned = sweeps[0].plan.readsPerEvaluation
        guard reads == Double(planned) else {
            throw BenchError.wrongAnswer(
                "a step on \(samples) samples read them \(reads) times; planned are \(planned)")
        }
        let last = ranges[(steps - 1) % ranges.count]
        return Answer(
            name: "loss", value: evaluation.loss,
            disagreement: try disagreement(
                evaluation.gradient.values, layer, field.X[columns: last], targets[columns: last], .logistic),
            reads: reads)
    }
}
