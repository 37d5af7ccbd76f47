internal import DescentAlgebra
internal import DescentSolvers

/// The one loop that drives every solver: it asks, is answered, and the solver advances, or retreats where its point has left
/// the range of numbers.
///
/// A turn is one query, so whoever drives may look, log, save or stop between any two.
struct FitLoop: Sendable {
    let solver: any Solving
    var state: SolverState
    /// Places of parameters that are set apart: they stay 0, and no answer says anything about them.
    let apart: [Int]
    private(set) var evaluation: Evaluation
    /// Whether a point, or what followed from it, has ever left the range of numbers.
    private(set) var hasRetreated = false

    init(_ solver: any Solving, _ state: SolverState, apart: [Int] = []) {
        self.solver = solver
        self.state = state
        self.apart = apart
        evaluation = Evaluation(shape: state.query.point)
    }

    /// The solver that a setting chooses, at its start.
    ///
    /// - Throws: `illegalOption` and `mismatch` for what does not suit the setting.
    init(
        _ solver: some Solving, _ setting: Setting, from start: FitStart = .zero, apart: [Int] = []
    ) throws(DescentError) {
        let chosen = solver.chosen(for: setting)
        try chosen.validate(for: setting)
        self.init(chosen, chosen.start(setting, from: start), apart: apart)
    }

    var isUnderWay: Bool { state.claim == nil }
    var point: Parameters { state.query.point }

    /// One query.
    ///
    /// - Throws: what no shorter step mends; the state is as it was.
    mutating func turn(_ source: some Answering) throws(DescentError) {
        do throws(DescentError) {
            try source.answer(state.query, step: state.steps, into: &evaluation)
        } catch {
            guard error.isOfRange, solver.canRetreat(state) else { throw error }
            hasRetreated = true
            return solver.retreat(&state)
        }
        evaluation.setApart(apart)
        solver.advance(&state, with: &evaluation)
    }

    /// The same with an answer that was given to several fits at once.
    mutating func take(_ answer: Evaluation) {
        evaluation.loss = answer.loss
        evaluation.losses = answer.losses
        evaluation.gradient = answer.gradient
        evaluation.curvature = answer.curvature
        evaluation.setApart(apart)
        solver.advance(&state, with: &evaluation)
    }

    /// Gives back what a curvature takes, where many wait.
    mutating func dropCurvature() { evaluation.curvature = nil }

    mutating func end(_ claim: Claim) { if isUnderWay { state.claim = claim } }

    /// - Parameter seconds: that the fit took so far.
    mutating func endByTime(_ seconds: Double) {
        if let limit = solver.stopping.seconds, seconds >= limit { end(.limit(.time)) }
    }
}

extension Evaluation {
    /// Takes parameters out of an answer: no slope, and a curvature that is nobody else's.
    mutating func setApart(_ places: [Int]) {
        guard !places.isEmpty else { return }
        for place in places {
            gradient.values[place] = 0
            product?.values[place] = 0
        }
        curvature?.setApart(places)
        roughCurvature?.setApart(places)
        // A feature is apart for all outputs, or for none.
        let weights = gradient.featureCount * gradient.outputCount
        moments?.setApart(
            Set(places.map { $0 < weights ? $0 % gradient.featureCount : gradient.featureCount }).sorted())
        // A triangle has a column of zeros for them, which is taken for what it is.
        triangle?.clear(columns: places)
    }
}

extension Matrix {
    /// Rows and columns of a square matrix as those of the identity, of the size of the others.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    mutating func setApart(_ places: [Int]) {
        let apart = Set(places)
        var size: Element = 0
        for i in 0..<columns where !apart.contains(i) { size = max(size, self[i, i]) }
        for place in places {
            for i in 0..<columns {
                self[i, place] = 0
                self[place, i] = 0
            }
            self[place, place] = size > 0 ? size : 1
        }
    }

    fileprivate mutating func clear(columns places: [Int]) {
        for place in places {
            for row in 0..<rows { self[row, place] = 0 }
        }
    }
}
