internal import DescentAlgebra

/// Newton's method, iteratively reweighted least squares: θ ← θ − H⁻¹ ∇R, with gradient and Hessian from one sweep and H
/// factored by Cholesky. Where the curvature may be negative, H is its Gauss–Newton part.
///
/// With an l1 penalty or bounds, weights that these hold stay out of a step, and a step ends where it would cross one:
/// orthant-wise and projected Newton (Bertsekas, 1982).
/// For as many parameters as a matrix of their square is cheap: up to a few thousand. H is damped where it is singular.
/// It ends when its steps no longer shrink, which is as many digits as the data determine.
public struct Newton: LineSearchMethod {
    public let penalty: Penalty
    public let bounds: Bounds
    public let stopping: Stopping

    public init(penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits) {
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    public var name: String { "newton" }
    public var recipe: String { "newton, \(penalty.recipe)\(bounds.recipe)" }
    public var seconds: Double? { stopping.seconds }
    var extra: Query.Extra { .curvature }
    var isExactAtTheEnd: Bool { true }

    public func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try bounds.validate(for: setting)
        try requireAllData(setting)
    }

    public func start(_ setting: Setting) -> SolverState {
        var state = begin(setting)
        state.makeRoomForMetric()
        return state
    }
    public func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        proceed(&state, with: &evaluation)
    }
    public func retreat(_ state: inout SolverState) { retreatByHalf(&state) }

    func memory(_ setting: Setting) -> Int { 0 }
    func mayMakeMetric(_ setting: Setting) -> Bool { true }

    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation) {
        // Parameters that are held stay out of it: without the others' influence, and without influence on them.
        let held = walk.hasCorners ? (0..<walk.count).map { walk.holds($0) } : nil
        walk.metric.factor(evaluation.curvature!, for: walk, without: held)
        walk.metric.solve(gradient, into: walk.direction)
        for i in 0..<walk.count { walk.direction[i] = -walk.direction[i] }
    }
}

extension LineSearchMethod {
    func requireAllData(_ setting: Setting) throws(DescentError) {
        guard setting.occasion == .allData else {
            throw .illegalOption(
                name: "the solver", value: name, requirement: "one by descent (FirstOrder) for mini-batches and streams"
            )
        }
    }
}
