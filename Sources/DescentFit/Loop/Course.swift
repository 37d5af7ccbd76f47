internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// A fit under way: the loop, what answers it, and what has been found out so far.
///
/// A turn is one query and its answer. After each the audit may look at the course, let another solver take its place, or end it.
struct Course<Element: Scalar> {
    var answers: TrainingAnswers<Element>
    var loop: FitLoop
    let start: Parameters
    /// Whether the point that is returned is chosen by other data than these.
    let isValidated: Bool
    /// How it ended; nil while it goes on.
    var outcome: Outcome?
    var warnings: [Report.Warning] = []
    var trail = AuditTrail()
    /// Reads of X by other means than the sweeps.
    var extraReads = 0.0

    /// - Throws: `illegalOption` and `mismatch` for what does not suit the data.
    init(
        _ answers: TrainingAnswers<Element>, by solver: some Solving, from start: FitStart, isValidated: Bool = false
    ) throws(DescentError) {
        self.answers = answers
        self.loop = try FitLoop(solver, answers.setting, from: start)
        self.start = start.point ?? answers.sweep.zero
        self.isValidated = isValidated
    }

    /// The one that was asked for, whoever has taken its place; the one that does the work, where `Automatic` was asked.
    var solver: any Solving { trail.first?.solver ?? loop.solver }
    var sweep: Sweep<Element> { answers.sweep }
    var isOfAllData: Bool { answers.batches == nil }
    var state: SolverState {
        get { loop.state }
        set { loop.state = newValue }
    }
    /// Where the fit is, in its coordinates.
    var parameters: Parameters { state.query.point }
    /// All that were taken, by whoever took them.
    var steps: Int { trail.taken + state.steps }
    /// How often X was read so far; a fraction of one with mini-batches.
    var reads: Double { answers.reads + extraReads }

    /// One query and its answer.
    ///
    /// - Throws: what no shorter step mends; the state is as it was.
    mutating func turn() throws(DescentError) {
        do throws(DescentError) {
            if let precise = answers.precise {
                try loop.turn(precise)
            } else if let batches = answers.batches {
                try loop.turn(batches)
            } else {
                try loop.turn(sweep)
            }
        } catch {
            if error.isOfRange { try requireSameData() }
            throw error
        }
        if loop.hasRetreated, state.claim != nil { try requireSameData() }
    }

    /// Where a fit ends because numbers left their range, the data may have changed since they were surveyed.
    private func requireSameData() throws(DescentError) { try sweep.data.requireFinite(threads: sweep.threads) }

    /// The state of such a fit that begins, into which a saved one is read, so that nothing of the way until now stays where that one
    /// says nothing.
    var begun: SolverState { solver.start(answers.setting, from: .point(start)) }

    /// Goes on from another state of the same solver, in which some parameters are set apart.
    mutating func restart(_ state: SolverState, apart: [Int]) {
        loop = FitLoop(solver, state, apart: apart)
        answers.precise = nil
        outcome = nil
        warnings = []
        trail = AuditTrail()
        // Who was set apart is found out again, so that it has a name.
        trail.hasBegun = state.steps > 0 && apart.isEmpty
    }

    /// Begins again without some parameters: where it began, since what is left of a point without those that balanced it may lie
    /// far out.
    mutating func restart(without apart: [Int]) {
        var point = start
        for place in apart { point.values[place] = 0 }
        var setting = sweep.setting(from: sweep.zero, occasion: .allData)
        if answers.precise != nil { setting.ulp = .ulpOfOne }
        trail.taken += max(0, state.steps - 1)
        loop = FitLoop(loop.solver, loop.solver.start(setting, from: .point(point)), apart: apart)
        if let first = trail.first {
            trail.first = FitLoop(first.solver, first.solver.start(setting, from: .point(point)), apart: apart)
        }
    }
}
