public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Learning from batches that the caller brings, for data that are never all there.
///
///     var stream = try Streaming<Double>(
///         neuron: .logistic, features: 28, by: .firstOrder(.adam()))
///     for (X, y) in arrivals {
///         try stream.partialFit(Dataset(X, targets: y))
///     }
///     let layer = try stream.layer()
///
/// Each batch is one step. There is no end to decide on, so stopping rules do not apply, and an all-zero gradient or one
/// class in a batch is nothing special.
public struct Streaming<Element: Scalar>: Sendable {
    /// The rule that takes the steps.
    package var solver: any Solving { loop.solver }
    package let neuron: any Neuron
    private let risk: Risk
    private let threads: Int?
    private var loop: FitLoop

    /// - Parameters:
    ///   - neuron: what learns.
    ///   - features: per sample.
    ///   - outputs: side by side; a softmax has its classes. Default 1.
    ///   - solver: by which rule.
    ///   - start: where to start. Default 0.
    ///   - hasBias: see `Sweep`, also for the next two.
    ///   - risk: the mean or the sum.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `illegalOption` for a number that is not legal, `empty` without features or outputs, `mismatch` for a
    ///   start of another shape.
    public init(
        neuron: some Neuron, features: Int, outputs: Int = 1, by solver: Solver, start: Parameters? = nil,
        hasBias: Bool = true, risk: Risk = .mean, threads: Int? = nil
    ) throws(DescentError) {
        _ = try ThreadBudget.grant(asked: threads)
        guard features > 0 else { throw .empty(.features) }
        guard outputs > 0 else { throw .empty(.outputs) }
        let count = if case .softmax(let classes) = neuron.coupling { classes } else { outputs }
        let zero = Parameters(features: features, outputs: count, hasBias: hasBias)
        let start = start ?? zero
        guard start.hasShape(of: zero) else {
            throw .mismatch(.parameters, .values, expected: zero.values.count, found: start.values.count)
        }
        let setting = Setting(neuron: neuron, start: start, occasion: .stream)
        loop = try FitLoop(solver.method, setting)
        self.neuron = neuron.itself
        self.risk = risk
        self.threads = threads
    }

    private var state: SolverState { loop.state }

    /// Steps taken, one per batch.
    package var steps: Int { state.steps }
    /// Weights and biases after the last batch, for features as they are.
    package var parameters: Parameters { state.query.point }

    /// The layer as it has learnt so far.
    public func layer() throws(DescentError) -> Layer<Element> { try Layer(neuron: neuron, parameters: parameters) }

    /// One step on a batch.
    ///
    /// - Throws: `mismatch` for another number of features or outputs, and all that is wrong with the batch or its evaluation; what was
    ///   learnt stays as it was.
    @discardableResult
    public mutating func partialFit(_ batch: Dataset<Element>) throws(DescentError) -> FitProgress {
        let sweep = try sweep(of: batch, neuron), began = Math.seconds()
        var next = loop
        try next.turn(sweep)
        // There is no end to decide on.
        next.state.claim = nil
        guard next.point.values.allSatisfy(\.isFinite) else { throw .overflow(.parameters, sample: nil) }
        loop = next
        return FitProgress(
            step: state.steps, epochs: Double(state.steps), risk: state.loss, gradientNorm: state.gradientNorm,
            rate: state.rate, validationLoss: nil, seconds: Math.seconds() - began)
    }

    /// One step on a batch, off the tasks' pool. Cancelling the task ends it before the next tile, by throwing `cancelled`; what was
    /// learnt stays as it was.
    @discardableResult
    public mutating func partialFit(_ batch: Dataset<Element>) async throws(DescentError) -> FitProgress {
        try batch.requireOneProcess()
        let before = self
        let (progress, after) = try await Cancellation.offThePool { () throws(DescentError) in
            var stream = before
            let progress = try stream.partialFit(batch)
            return (progress, stream)
        }
        self = after
        return progress
    }

    private func sweep(of batch: Dataset<Element>, _ neuron: some Neuron) throws(DescentError) -> Sweep<Element> {
        guard batch.featureCount == state.query.point.featureCount else {
            throw .mismatch(.input, .features, expected: state.query.point.featureCount, found: batch.featureCount)
        }
        return try Sweep(
            batch, neuron: neuron, hasBias: state.query.point.hasBias, risk: risk, threads: threads)
    }
}
