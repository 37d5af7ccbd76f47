internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// One member on its way: its solver's state, and the answers that it gets alone.
///
/// One thread at a time has it.
final class MemberRun<Element: Scalar>: @unchecked Sendable {
    let member: Member
    private var loop: FitLoop
    /// What made an answer impossible, and ended this member.
    private(set) var error: DescentError?
    /// Whether there may be no optimum: the member goes on alone, where that is looked into.
    private(set) var isSuspicious = false
    private var isCancelled = false
    /// Reads of X for this member alone.
    private(set) var reads = 0.0

    private let start: Parameters
    private let free: FreeWeights
    private let context: ManySweep<Element>.Context
    private let samples: MemberSamples<Element>
    /// Whether one read answers several members with their Hessians.
    private let sharesCurvature: Bool
    /// Of all data, while this member asks alone.
    private var ownSweep: Sweep<Element>?
    /// The sample that was asked last.
    private var sampleSweep: (count: Int, sweep: Sweep<Element>)?

    init(
        _ member: Member, _ loop: FitLoop, _ context: ManySweep<Element>.Context,
        _ samples: MemberSamples<Element>, sharesCurvature: Bool, error: DescentError?
    ) {
        self.member = member
        self.loop = loop
        self.context = context
        self.samples = samples
        self.sharesCurvature = sharesCurvature
        self.error = error
        start = loop.point
        free = FreeWeights(features: context.data.featureCount, held: loop.solver)
    }

    var solver: any Solving { loop.solver }
    var state: SolverState { loop.state }
    var isUnderWay: Bool { error == nil && loop.isUnderWay && !isSuspicious && !isCancelled }
    /// Whether all data are asked for what members have in common.
    var asksOfAll: Bool { isUnderWay && state.query.scope == .all && isShared(state.query.extra) }
    private func isShared(_ extra: Query.Extra) -> Bool { extra == .nothing || extra == .curvature && sharesCurvature }
    var request: ManySweep<Element>.Request {
        .init(member: member, point: state.query.point, wantsCurvature: state.query.extra == .curvature)
    }

    /// For fits of nearly the same risk: their start.
    var end: FitStart {
        switch outcome {
        case .converged, .localMinimum: .end(of: state)
        default: .zero
        }
    }

    func cancel() { if isUnderWay { isCancelled = true } }
    /// - Parameter seconds: that all fits took so far.
    func endByTime(_ seconds: Double) { if isUnderWay { loop.endByTime(seconds) } }

    /// The answer of a sweep of many. Without one, this member asks alone, and learns what is wrong.
    func take(_ answer: Evaluation?, threads: Int) {
        guard let answer else { return ask(threads: threads) }
        loop.take(answer)
        lookAround()
    }

    /// Makes what members have in common, of which one may need it first and the others wait: with all threads.
    func prepareCommon() {
        guard isUnderWay else { return }
        // What goes wrong is kept, for those who ask.
        _ = try? commonMetric(state.query)
    }

    /// Answers what this member asks alone, until it asks of all data or has ended.
    func askAlone(threads: Int) {
        while isUnderWay, !asksOfAll { ask(threads: threads) }
        ownSweep = nil
        if state.query.scope == .all { sampleSweep = nil }
    }

    private func lookAround() {
        // Many members wait with an evaluation each.
        if asksOfAll { loop.dropCurvature() }
        if solver.seeksOptimum { isSuspicious = needsLook }
        guard !isSuspicious, let kind = Suspicion.kind(context.neuron) else { return }
        let data = context.data
        let suspicion = Suspicion(
            data.survey, context.standardisation, samples: data.sampleCount, ulp: Double(Element.ulpOfOne),
            free: free)
        isSuspicious = suspicion.isRaised(kind, state, by: solver)
    }

    /// Whether an ordinary fit has to look closer: the curvature is singular, or too little of it is known; a unit may be dead, or
    /// the loss has corners.
    private var needsLook: Bool {
        if state.memory.walk?.isSingular == true { return true }
        guard let appraisal else { return false }
        let isDead = !context.neuron.isConvex && state.gradientNorm == 0 && state.loss != 0
        return appraisal.look != nil || isDead || context.neuron.traits.corners != nil && appraisal.outcome == .stalled
    }

    /// What the solver's claim is worth, once there is one.
    var appraisal: Appraisal? {
        state.claim.map {
            Appraisal($0, state, of: context.neuron, by: solver, rounding: Double(Element.ulpOfOne) / 2)
        }
    }

    /// How this member has ended without being looked at alone; nil while it is under way.
    var outcome: Outcome? { isCancelled ? .cancelled : appraisal?.outcome }

    private func ask(threads: Int) {
        do throws(DescentError) {
            try loop.turn(Alone(run: self, threads: threads))
        } catch .cancelled { return isCancelled = true } catch { return self.error = error }
        lookAround()
    }

    /// Answers from this member's own data, or from what others have in common with it.
    private struct Alone: Answering {
        let run: MemberRun
        let threads: Int

        func answer(_ query: Query, step: Int, into evaluation: inout Evaluation) throws(DescentError) {
            try run.answer(query, threads: threads, into: &evaluation)
        }
    }

    private func answer(_ query: Query, threads: Int, into evaluation: inout Evaluation) throws(DescentError) {
        if let common = try commonMetric(query) { return evaluation.commonMetric = common }
        guard case .sample(let count) = query.scope, count < context.data.sampleCount,
            let sweep = try sweep(ofSample: count, threads: threads)
        else {
            let sweep = try sweepOfAll(threads: threads), before = sweep.reads
            defer { reads += sweep.reads - before }
            return try sweep.answer(query, into: &evaluation)
        }
        var query = query
        query.scope = .all
        try sweep.answer(query, into: &evaluation)
    }

    /// What other members have in common with this one, if that is asked for and to be had.
    private func commonMetric(_ query: Query) throws(DescentError) -> CommonMetric? {
        guard case .sample(let count) = query.scope, query.extra == .roughCurvature, query.point == start
        else { return nil }
        return try samples.metric(for: member, at: start, samples: count)
    }

    private func sweepOfAll(threads: Int) throws(DescentError) -> Sweep<Element> {
        if let ownSweep { return ownSweep }
        let sweep = try context.sweep(of: context.derived(for: member), threads: threads)
        ownSweep = sweep
        return sweep
    }

    /// Nil where none of the sample's counts.
    private func sweep(ofSample count: Int, threads: Int) throws(DescentError) -> Sweep<Element>? {
        if let sampleSweep, sampleSweep.count == count { return sampleSweep.sweep }
        let sample = try samples.sample(of: count)
        let data: Dataset<Element>
        do throws(DescentError) {
            data = try sample.data.derived(for: member, context.folds, at: sample.places)
        } catch {
            guard case .totalWeight = error else { throw error }
            return nil
        }
        let sweep = try context.sweep(of: data, threads: threads)
        sampleSweep = (count, sweep)
        return sweep
    }
}
