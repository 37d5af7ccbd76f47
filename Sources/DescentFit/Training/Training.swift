public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// A fit, step by step: asks the solver, sweeps the data, tells the solver.
///
///     var run = try Training(
///         data, neuron: .logistic, by: .firstOrder(.adam()),
///         batches: .of(256, seed: 1))
///     while let progress = try run.step() { print(progress.risk) }
///     let fit = try run.fit()
///
/// The same seed, options and data give the same bits on any number of threads of one machine.
public struct Training<Element: Scalar>: ~Copyable {
    package let batches: Batches?
    var course: Course<Element>
    var validation: ValidationRun<Element>?
    /// Where steps and checks led, before the end put the best point in place and checked where no check was due.
    private(set) var beforeEnd: (point: Parameters, validation: ValidationRun<Element>)?
    /// Where the fit needs no descent.
    let direct: DirectFit<Element>?
    /// What that has come to.
    var solved: Fit<Element>?
    /// Of the data, so that a state of others is known.
    let digest: DataDigest
    private var began: Double?
    package private(set) var seconds = 0.0

    /// How the fit ended; nil while it goes on.
    package var outcome: Outcome? { course.outcome }
    /// The one that does the work, where `Automatic` was asked.
    package var solver: any Solving { course.solver }
    /// How often X was read so far; a fraction of one with mini-batches.
    package var reads: Double { solved?.report.reads ?? course.reads }
    /// The rule and all its numbers.
    var recipe: String { direct?.recipe ?? solver.recipe }
    var sweep: Sweep<Element> { course.sweep }
    var state: SolverState { course.state }
    var cancellation: Cancellation { sweep.cancellation }

    /// - Parameters:
    ///   - data: what is learnt from.
    ///   - neuron: what learns.
    ///   - solver: by which rule. Default the one that suits, as `Dataset.fit` chooses.
    ///   - batches: mini-batches; nil, the default, for all data at every step.
    ///   - start: where to start, in the coordinates of the fit. Default 0.
    ///   - hasBias: see `Sweep`, also for the next three.
    ///   - risk: the mean or the sum.
    ///   - standardised: whether the fit is in standardised coordinates.
    ///   - threads: see `ThreadBudget`.
    ///   - validation: data that tell when the fit begins to learn its own samples by heart. The loss on them is checked after every
    ///     epoch, which without mini-batches is every step; after as many checks without a better one as `patience` says, at least 1,
    ///     the fit stops early. It ends with the weights that were best, however it ends. Default none.
    /// - Throws: `illegalOption` for any number that is not legal, `singleClass` where targets of a classifier are all of
    ///   one class, `mismatch`, and what `Sweep` throws.
    public init(
        _ data: Dataset<Element>, neuron: some Neuron, by solver: Solver = .automatic(), batches: Batches? = nil,
        start: Parameters? = nil, hasBias: Bool = true, risk: Risk = .mean, standardised: Bool = false,
        validation: (data: Dataset<Element>, patience: Int)? = nil, threads: Int? = nil
    ) throws(DescentError) {
        let check: Validation<Element>? =
            if let validation { try Validation(validation.data, patience: validation.patience) } else { nil }
        try self.init(
            data, neuron: neuron, by: solver.method, batches: batches, from: start.map { .point($0) } ?? .zero,
            hasBias: hasBias, risk: risk, standardised: standardised, validation: check, threads: threads,
            mayBeDirect: batches == nil && validation == nil && start == nil && risk == .mean)
    }

    /// - Parameter mayBeDirect: whether a fit that needs no descent may do without.
    init(
        _ data: Dataset<Element>, neuron: some Neuron, by solver: some Solving, batches: Batches? = nil,
        from start: FitStart, hasBias: Bool, risk: Risk = .mean, standardised: Bool,
        validation: Validation<Element>? = nil, threads: Int?, mayBeDirect: Bool = false
    ) throws(DescentError) {
        let sweep = try Sweep(
            data, neuron: neuron, hasBias: hasBias, risk: risk, standardised: standardised, threads: threads)
        try data.requireSeveralClasses(for: neuron)
        if let point = start.point { try sweep.requireShape(point, .parameters) }
        let batchSweep: BatchSweep<Element>? = if let batches { try BatchSweep(sweep, batches) } else { nil }
        let check: ValidationRun<Element>? =
            if let validation { try ValidationRun(validation, like: sweep, neuron: neuron) } else {
                nil
            }
        let direct = mayBeDirect ? DirectFit<Element>(solver, neuron) : nil
        let method: any Solving = direct?.standIn ?? solver
        let course = try Course(
            TrainingAnswers(sweep: sweep, batches: batchSweep), by: method, from: start,
            isValidated: validation != nil)
        try data.ranks?.requireSame([
            ("neuron", neuron.name), ("solver", direct?.recipe ?? course.solver.recipe),
            ("batches", "\(batches.map { "\($0)" } ?? "none")"),
            ("bias", "\(hasBias)"), ("risk", "\(risk)"), ("coordinates", standardised ? "standardised" : "original"),
            ("stopping", "\(course.solver.stopping)"),
        ])
        self.course = course
        self.direct = direct
        self.batches = batches
        self.validation = check
        self.digest = DataDigest(data, validation?.data)
    }

    /// Where the fit is, in its coordinates.
    package var parameters: Parameters { course.parameters }
    /// The layer that predicts as the fit stands.
    public func layer() throws(DescentError) -> Layer<Element> {
        if let solved { return solved.layer }
        return try sweep.layer(at: parameters)
    }

    /// One query, its answer, and the step that follows. Nil once the fit has ended.
    ///
    /// - Throws: what makes an evaluation impossible at the start, and at any time a loss that is NaN or a source that
    ///   cannot be read; the parameters stay those of the last step.
    public mutating func step() throws(DescentError) -> FitProgress? {
        guard outcome == nil else { return nil }
        let now = Math.seconds(), began = self.began ?? now - seconds
        self.began = began
        let isCancelled = cancellation.isRequested || Task.isCancelled
        if try sweep.data.ranks?.any(isCancelled) ?? isCancelled {
            end(.cancelled)
            return nil
        }
        var validationLoss: Double?
        do throws(DescentError) {
            if let direct { return try solve(direct) }
            if !course.trail.hasBegun { try course.setApartFromTheStart() }
            try course.turn()
            seconds = Math.seconds() - began
            if course.loop.isUnderWay, course.loop.solver.stopping.seconds != nil {
                course.loop.endByTime(try slowest(seconds))
            }
            try course.audit()
            validationLoss = try validate()
        } catch .cancelled {
            // In the middle of a read, on whichever rank: the point is that of the last whole step.
            end(.cancelled)
            return nil
        }
        if outcome != nil {
            finish()
            if isPerfect { course.warnings.append(.perfectFit) }
        }
        seconds = Math.seconds() - began
        return FitProgress(
            step: course.steps, epochs: epochs, risk: state.loss, gradientNorm: state.gradientNorm, rate: state.rate,
            validationLoss: validationLoss, seconds: seconds)
    }

    /// Of all ranks, so that they end at the same step.
    private func slowest(_ seconds: Double) throws(DescentError) -> Double {
        guard let ranks = sweep.data.ranks else { return seconds }
        return Double(try ranks.most(Int(min(seconds, 1e9) * 1e9))) / 1e9
    }

    /// Goes on from another state of the same solver, in which some parameters are set apart.
    mutating func restart(_ state: SolverState, apart: [Int], seconds: Double) {
        course.restart(state, apart: apart)
        self.seconds = seconds
        began = nil
        beforeEnd = nil
    }

    var epochs: Double { Double(course.steps) / Double(stepsPerEpoch) }

    /// Ends a fit by its limit that has taken all of its steps.
    mutating func endByLimit(_ limit: Outcome.Limit) throws(DescentError) {
        course.outcome = .limit(limit)
        // Where a check was due, it came before the state was saved.
        if state.steps % stepsPerEpoch != 0 { _ = try validate() }
        finish()
    }

    /// Ends the fit where it stands.
    mutating func end(_ outcome: Outcome) {
        course.outcome = outcome
        finish()
    }

    private mutating func finish() {
        if let validation {
            beforeEnd = (state.query.point, beforeEnd?.validation ?? validation)
            course.state.query.point = validation.best ?? state.query.point
        }
        if case .diverged(let rate, _) = outcome {
            let setting = sweep.setting(from: sweep.zero, occasion: .allData)
            let ridge = solver.penalty.strengths(setting).l2.max() ?? 0
            let bound = sweep.largestCurvature(at: course.start).map { 2 / ($0 + ridge) }
            course.outcome = .diverged(rate: rate, bound: bound)
        }
    }

    private var stepsPerEpoch: Int { course.answers.stepsPerEpoch }

    private mutating func validate() throws(DescentError) -> Double? {
        guard let validation, state.steps % stepsPerEpoch == 0 || outcome != nil else { return nil }
        // With all data the limit comes without a step, after a check of the same point.
        let isDue =
            state.steps % stepsPerEpoch == 0
            && (batches != nil || ![.limit(.iterations), .limit(.schedule)].contains(outcome))
        if !isDue { beforeEnd = (state.query.point, validation) }
        guard let loss = try self.validation!.check(state.query.point) else { return nil }
        if outcome == nil && self.validation!.hasLostPatience { course.outcome = .stoppedEarly }
        return loss
    }
}
