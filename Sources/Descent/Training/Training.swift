public import DescentAlgebra
internal import Synchronization

/// A fit, step by step: asks the solver, sweeps the data, tells the solver.
///
///     var run = try Training(data, neuron: .logistic, by: FirstOrder(.adam()), batches: .of(256, seed: 1))
///     while let progress = try run.step() { print(progress.loss) }
///     let layer = try run.layer()
///
/// The same seed, options and data give the same bits on any number of threads of one machine.
public struct Training<Element: Scalar>: ~Copyable {
    public let solver: any Solver
    public let batches: Batches?
    let sweep: Sweep<Element>
    let batchSweep: BatchSweep<Element>?
    var validation: ValidationRun<Element>?
    var state: SolverState
    /// Where steps and checks led, before the end put the best point in place and checked where no check was due.
    private(set) var beforeEnd: (point: Parameters, validation: ValidationRun<Element>)?
    let start: Parameters
    private var evaluation: Evaluation
    var warnings: [Report.Warning] = []
    var hasTestedSeparation = false
    /// Reads of X by other means than the sweeps.
    var extraReads = 0.0
    private var began: Double?
    private(set) var seconds = 0.0
    let cancellation = Cancellation()

    /// - Parameters:
    ///   - data: what is learnt from.
    ///   - neuron: what learns.
    ///   - solver: by which rule.
    ///   - batches: mini-batches; nil, the default, for all data at every step.
    ///   - start: where to start, in the coordinates of the fit. Default 0.
    ///   - hasBias: see `Sweep`, also for the next three.
    ///   - risk: the mean or the sum.
    ///   - standardised: whether the fit is in standardised coordinates.
    ///   - threads: see `ThreadBudget`.
    ///   - validation: data that stop the fit early. Default none.
    /// - Throws: `illegalOption` for any number that is not legal, `singleClass` where targets of a classifier are all of
    ///   one class, `mismatch`, and what `Sweep` throws.
    public init(
        _ data: Dataset<Element>, neuron: some Neuron, by solver: some Solver, batches: Batches? = nil,
        start: Parameters? = nil, hasBias: Bool = true, risk: Risk = .mean, standardised: Bool = false,
        validation: Validation<Element>? = nil, threads: Int? = nil
    ) throws(DescentError) {
        try self.init(
            data, neuron: neuron, by: solver, batches: batches, from: start.map { .point($0) } ?? .zero,
            hasBias: hasBias, risk: risk, standardised: standardised, validation: validation, threads: threads)
    }

    init(
        _ data: Dataset<Element>, neuron: some Neuron, by solver: some Solver, batches: Batches? = nil,
        from start: FitStart, hasBias: Bool, risk: Risk = .mean, standardised: Bool,
        validation: Validation<Element>? = nil, threads: Int?
    ) throws(DescentError) {
        let sweep = try Sweep(
            data, neuron: neuron, hasBias: hasBias, risk: risk, standardised: standardised, threads: threads)
        try data.requireSeveralClasses(for: neuron)
        if let point = start.point { try sweep.requireShape(point, .parameters) }
        let batchSweep: BatchSweep<Element>? = if let batches { try BatchSweep(sweep, batches) } else { nil }
        let check: ValidationRun<Element>? =
            if let validation { try ValidationRun(validation, like: sweep, neuron: neuron, threads: threads) } else {
                nil
            }
        let setting = sweep.setting(
            from: sweep.zero, occasion: batchSweep.map { .batches(perEpoch: $0.order.batchesPerEpoch) } ?? .allData)
        let solver = solver.chosen(for: setting)
        try solver.validate(for: setting)
        try data.ranks?.requireSame([
            ("neuron", neuron.name), ("solver", solver.recipe), ("batches", "\(batches.map { "\($0)" } ?? "none")"),
            ("bias", "\(hasBias)"), ("risk", "\(risk)"), ("coordinates", standardised ? "standardised" : "original"),
            (
                "stopping",
                "\((solver as? any LineSearchMethod)?.stopping ?? (solver as? FirstOrder)?.stopping ?? .standard)"
            ),
        ])
        self.solver = solver
        self.batches = batches
        self.sweep = sweep
        self.batchSweep = batchSweep
        self.validation = check
        state = solver.start(setting, from: start)
        self.start = start.point ?? sweep.zero
        evaluation = Evaluation(shape: sweep.zero)
    }

    /// How the fit ended; nil while it goes on.
    public var outcome: Outcome? { state.outcome }
    /// Where the fit is, in its coordinates.
    public var parameters: Parameters { state.query.point }
    /// The layer that predicts as the fit stands.
    public func layer() throws(DescentError) -> Layer<Element> { try sweep.layer(at: parameters) }

    /// One query, its answer, and the step that follows. Nil once there is an outcome.
    ///
    /// - Throws: what makes an evaluation impossible at the start, and at any time a loss that is NaN or a source that
    ///   cannot be read; the parameters stay those of the last step.
    public mutating func step() throws(DescentError) -> Progress? {
        guard state.outcome == nil else { return nil }
        let now = Math.seconds(), began = self.began ?? now - seconds
        self.began = began
        let isCancelled = cancellation.isRequested || Task.isCancelled
        if try sweep.data.ranks?.any(isCancelled) ?? isCancelled {
            end(.cancelled)
            return nil
        }
        if try ask() {
            solver.advance(&state, with: &evaluation)
        } else {
            solver.retreat(&state)
        }
        seconds = Math.seconds() - began
        if state.outcome == nil, let limit = solver.seconds, try slowest(seconds) >= limit {
            state.outcome = .limit(.time)
        }
        try testSeparationOnSuspicion()
        let validationLoss = try validate()
        if state.outcome != nil {
            finish()
            try warn()
        }
        seconds = Math.seconds() - began
        return Progress(
            step: state.steps, epochs: epochs, loss: state.loss, gradientNorm: state.gradientNorm, rate: state.rate,
            validationLoss: validationLoss, seconds: seconds)
    }

    /// Of all ranks, so that they end at the same step.
    private func slowest(_ seconds: Double) throws(DescentError) -> Double {
        guard let ranks = sweep.data.ranks else { return seconds }
        return Double(try ranks.most(Int(min(seconds, 1e9) * 1e9))) / 1e9
    }

    /// Evaluates the query. False where its point has left the range of numbers after a step.
    private mutating func ask() throws(DescentError) -> Bool {
        do throws(DescentError) {
            if let batchSweep {
                let (epoch, batch) = state.steps.quotientAndRemainder(dividingBy: batchSweep.order.batchesPerEpoch)
                try batchSweep.lossGradient(at: state.query.point, epoch: epoch, batch: batch, into: &evaluation)
            } else {
                try sweep.answer(state.query, into: &evaluation)
                if state.steps == 0, state.query.scope == .all, isDead { warnings.append(.deadFromTheStart) }
            }
            return true
        } catch {
            guard error.isOfRange, solver.canRetreat(state) else { throw error }
            return false
        }
    }

    /// Whether no unit responds. Where the risk is convex, a gradient of 0 is the optimum.
    private var isDead: Bool {
        !sweep.neuron.isConvex && evaluation.loss != 0 && evaluation.gradient.values.allSatisfy { $0 == 0 }
    }

    /// Goes on from another state.
    mutating func restart(_ state: SolverState, seconds: Double) {
        self.state = state
        self.seconds = seconds
        began = nil
        beforeEnd = nil
    }

    /// How often X was read so far; a fraction of one with mini-batches.
    public var reads: Double { sweep.reads + (batchSweep?.reads ?? 0) + extraReads }

    var epochs: Double { Double(state.steps) / Double(stepsPerEpoch) }

    /// Ends a fit by its limit that has taken all of its steps.
    mutating func endByLimit() throws(DescentError) {
        state.outcome = .limit(.iterations)
        // Where a check was due, it came before the state was saved.
        if state.steps % stepsPerEpoch != 0 { _ = try validate() }
        finish()
    }

    /// Ends the fit where it stands.
    mutating func end(_ outcome: Outcome) {
        state.outcome = outcome
        finish()
    }

    private mutating func finish() {
        if let validation {
            beforeEnd = (state.query.point, beforeEnd?.validation ?? validation)
            state.query.point = validation.best ?? state.query.point
        }
        if case .diverged(var divergence) = state.outcome {
            let l2 = (solver as? FirstOrder)?.penalty.l2 ?? 0
            divergence.bound = sweep.largestCurvature(at: start).map { 2 / ($0 + l2) }
            state.outcome = .diverged(divergence)
        }
    }

    private var stepsPerEpoch: Int { batchSweep?.order.batchesPerEpoch ?? 1 }

    private mutating func validate() throws(DescentError) -> Double? {
        guard let validation, state.steps % stepsPerEpoch == 0 || state.outcome != nil else { return nil }
        // With all data the limit comes without a step, after a check of the same point.
        let isDue = state.steps % stepsPerEpoch == 0 && (batchSweep != nil || state.outcome != .limit(.iterations))
        if !isDue { beforeEnd = (state.query.point, validation) }
        guard let loss = try self.validation!.check(state.query.point) else { return nil }
        if state.outcome == nil && self.validation!.hasLostPatience { state.outcome = .stoppedEarly }
        return loss
    }
}

/// The wish that a fit ends, from any thread.
final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)
    func request() { flag.store(true, ordering: .relaxed) }
    var isRequested: Bool { flag.load(ordering: .relaxed) }
}
