internal import DescentAlgebra

/// One column on its way: its solver's state, and the answers that it gets alone.
///
/// One thread at a time has it.
final class ColumnRun<Element: Scalar>: @unchecked Sendable {
    let column: Column
    let solver: any Solver
    private(set) var state: SolverState
    /// What made an answer impossible, and ended this column.
    private(set) var error: DescentError?
    /// Whether there may be no optimum: the column goes on alone, where that is looked into.
    private(set) var isSuspicious = false
    /// Reads of X for this column alone.
    private(set) var reads = 0.0

    private let start: Parameters
    private let context: ManySweep<Element>.Context
    private let samples: ColumnSamples<Element>
    /// Whether one read answers several columns with their Hessians.
    private let sharesCurvature: Bool
    private var evaluation: Evaluation
    /// Of all data, while this column asks alone.
    private var ownSweep: Sweep<Element>?
    /// The sample that was asked last.
    private var sampleSweep: (count: Int, sweep: Sweep<Element>)?

    init(
        _ column: Column, by solver: any Solver, _ state: SolverState, _ context: ManySweep<Element>.Context,
        _ samples: ColumnSamples<Element>, sharesCurvature: Bool, error: DescentError?
    ) {
        self.column = column
        self.solver = solver
        self.context = context
        self.samples = samples
        self.sharesCurvature = sharesCurvature
        self.error = error
        self.state = state
        start = state.query.point
        evaluation = Evaluation(shape: context.zero)
    }

    var isUnderWay: Bool { error == nil && state.outcome == nil && !isSuspicious }
    /// Whether all data are asked for what columns have in common.
    var asksOfAll: Bool { isUnderWay && state.query.scope == .all && isShared(state.query.extra) }
    private func isShared(_ extra: Query.Extra) -> Bool { extra == .nothing || extra == .curvature && sharesCurvature }
    var request: ManySweep<Element>.Request {
        .init(column: column, point: state.query.point, wantsCurvature: state.query.extra == .curvature)
    }

    /// For fits of nearly the same risk: their start.
    var end: FitStart {
        switch state.outcome {
        case .converged, .localMinimum: .end(of: state)
        default: .zero
        }
    }

    func cancel() { if isUnderWay { state.outcome = .cancelled } }
    func end(of limit: Outcome.Limit) { if isUnderWay { state.outcome = .limit(limit) } }

    /// The answer of a sweep of many. Without one, this column asks alone, and learns what is wrong.
    func take(_ answer: Evaluation?, threads: Int) {
        guard let answer else { return ask(threads: threads) }
        evaluation.loss = answer.loss
        evaluation.losses = answer.losses
        evaluation.gradient = answer.gradient
        evaluation.curvature = answer.curvature
        advance()
    }

    /// Makes what columns have in common, of which one may need it first and the others wait: with all threads.
    func prepareCommon() {
        guard isUnderWay else { return }
        // What goes wrong is kept, for those who ask.
        _ = try? commonMetric()
    }

    /// Answers what this column asks alone, until it asks of all data or has ended.
    func askAlone(threads: Int) {
        while isUnderWay, !asksOfAll { ask(threads: threads) }
        ownSweep = nil
        if state.query.scope == .all { sampleSweep = nil }
    }

    private func advance() {
        solver.advance(&state, with: &evaluation)
        // Many columns wait with an evaluation each.
        if asksOfAll { evaluation.curvature = nil }
        guard let kind = Suspicion.kind(context.neuron, solver) else { return }
        let suspicion = Suspicion(context.data.survey, context.standardisation, ulp: Double(Element.ulpOfOne))
        isSuspicious = suspicion.isRaised(kind, state, by: solver)
    }

    private func ask(threads: Int) {
        do throws(DescentError) {
            try answer(threads: threads)
        } catch {
            guard error.isOfRange, solver.canRetreat(state) else { return self.error = error }
            return solver.retreat(&state)
        }
        advance()
    }

    private func answer(threads: Int) throws(DescentError) {
        if let common = try commonMetric() { return evaluation.commonMetric = common }
        guard case .sample(let count) = state.query.scope, count < context.data.samples,
            let sweep = try sweep(ofSample: count, threads: threads)
        else {
            let sweep = try sweepOfAll(threads: threads), before = sweep.reads
            defer { reads += sweep.reads - before }
            return try sweep.answer(state.query, into: &evaluation)
        }
        var query = state.query
        query.scope = .all
        try sweep.answer(query, into: &evaluation)
    }

    /// What other columns have in common with this one, if that is asked for and to be had.
    private func commonMetric() throws(DescentError) -> CommonMetric? {
        guard case .sample(let count) = state.query.scope, state.query.extra == .roughCurvature,
            state.query.point == start
        else { return nil }
        return try samples.metric(for: column, at: start, samples: count)
    }

    private func sweepOfAll(threads: Int) throws(DescentError) -> Sweep<Element> {
        if let ownSweep { return ownSweep }
        let sweep = try context.sweep(of: context.derived(for: column), threads: threads)
        ownSweep = sweep
        return sweep
    }

    /// Nil where none of the sample's counts.
    private func sweep(ofSample count: Int, threads: Int) throws(DescentError) -> Sweep<Element>? {
        if let sampleSweep, sampleSweep.count == count { return sampleSweep.sweep }
        let sample = try samples.sample(of: count)
        let data: Dataset<Element>
        do throws(DescentError) {
            data = try sample.data.derived(for: column, context.folds, at: sample.places)
        } catch {
            guard case .totalWeight = error else { throw error }
            return nil
        }
        let sweep = try context.sweep(of: data, threads: threads)
        sampleSweep = (count, sweep)
        return sweep
    }
}
