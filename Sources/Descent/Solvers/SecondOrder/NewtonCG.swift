internal import DescentAlgebra

/// Newton's method without a matrix: H d = −∇R by conjugate gradients, one sweep per product with H, as exactly as the
/// distance from the end deserves. For parameters too many for a matrix, where `LBFGS` needs long memory.
///
/// Residuals shrink to min(½, √‖∇R‖) of the gradient, so that steps become exact towards the end. The curvature is never
/// negative (Gauss–Newton where the Hessian may be), so a search along the direction does what a trust region would.
/// Dembo and Steihaug, "Truncated-Newton algorithms for large-scale unconstrained optimization" (1983).
public struct NewtonCG: LineSearchMethod {
    public let penalty: Penalty
    public let stopping: Stopping
    /// Products for one step, at most.
    public let products: Int

    public init(penalty: Penalty = .none, stopping: Stopping = .digits, products: Int = 200) {
        self.penalty = penalty
        self.stopping = stopping
        self.products = products
    }

    public var name: String { "newton-cg" }
    public var recipe: String { "newton-cg of \(products) products, \(penalty.recipe)" }
    public var seconds: Double? { stopping.seconds }
    var bounds: Bounds { .none }
    var extra: Query.Extra { .nothing }
    var isExactAtTheEnd: Bool { false }

    public func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try requireAllData(setting)
        guard penalty.l1 == 0 else {
            throw .illegalOption(
                name: "the l1 penalty of newton-cg", value: "\(penalty.l1)", requirement: "0; lbfgs takes others")
        }
        guard products >= 1 else {
            throw .illegalOption(name: "the products of newton-cg", value: "\(products)", requirement: "at least 1")
        }
    }

    private enum Phase {
        static let walking = 0.0, solving = 1.0
    }

    /// The diagonal that conditions the products, the residual and the direction of conjugate gradients.
    func memory(_ setting: Setting) -> Int { 3 * setting.start.values.count }

    public func start(_ setting: Setting) -> SolverState {
        var state = begin(setting)
        let inverse = setting.inverseVariances
        Walk.of(&state) { walk in
            for i in 0..<walk.count { walk.own[i] = inverse[i] / (1 + inverse[i] * walk.l2[i]) }
        }
        return state
    }

    public func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        if state[.phase] == Phase.solving {
            if solves(&state, evaluation.product!.values) {
                state[.phase] = Phase.walking
                leave(&state, &evaluation)
            }
        } else if land(&state, &evaluation) {
            beginSolving(&state)
        }
    }

    private func beginSolving(_ state: inout SolverState) {
        var direction = state.query.point, base = direction
        Walk.of(&state) { walk in
            let count = walk.count, residual = walk.own + count, along = walk.own + 2 * count
            var size = 0.0
            residual.update(from: walk.gradient, count: count)
            removeCommonShifts(from: residual, walk)
            for i in 0..<count {
                walk.direction[i] = 0
                along[i] = -walk.own[i] * residual[i]
                size -= along[i] * residual[i]
                direction.values[i] = along[i]
                base.values[i] = walk.base[i]
            }
            walk[.residual] = size
            walk[.scale] = size
            walk[.products] = 0
        }
        state[.phase] = Phase.solving
        state.query.point = base
        state.query.extra = .product(along: direction)
    }

    /// A shift common to all outputs of a softmax has no curvature, and no gradient but rounding, which would become long steps.
    private func removeCommonShifts(from residual: UnsafeMutablePointer<Double>, _ walk: borrowing Walk) {
        let penalty = walk.l2
        walk.forEachSharedRow { places in
            guard places.allSatisfy({ penalty[$0] == 0 }) else { return }
            let mean = places.reduce(0) { $0 + residual[$1] } / Double(places.count)
            for place in places { residual[place] -= mean }
        }
    }

    /// One product of conjugate gradients. True when the direction is as exact as it needs to be.
    private func solves(_ state: inout SolverState, _ product: [Double]) -> Bool {
        var isDone = true
        var direction = state.query.point
        Walk.of(&state) { walk in
            let count = walk.count, residual = walk.own + count, along = walk.own + 2 * count
            let size = walk[.residual]
            var curvature = 0.0, length = 0.0
            for i in 0..<count {
                curvature += along[i] * (product[i] + walk.l2[i] * along[i])
                length += along[i] * along[i] / walk.own[i]
            }
            let quotient = curvature / length, largest = max(quotient, walk[.largestQuotient])
            walk[.largestQuotient] = largest.isFinite ? largest : walk[.largestQuotient]
            guard curvature > 0, quotient > 8 * walk[.ulp] * largest, size / curvature < .infinity else {
                // No curvature that way but rounding: what there is so far, or the way itself.
                if walk[.products] == 0 { walk.direction.update(from: along, count: count) }
                return
            }
            let share = size / curvature
            var rest = 0.0
            for i in 0..<count {
                walk.direction[i] += share * along[i]
                residual[i] += share * (product[i] + walk.l2[i] * along[i])
            }
            removeCommonShifts(from: residual, walk)
            for i in 0..<count { rest += residual[i] * walk.own[i] * residual[i] }
            walk[.products] += 1
            walk[.residual] = rest
            let goal = min(0.5, norm(walk.gradient, count).squareRoot())
            if rest <= goal * goal * walk[.scale] || walk[.products] >= Double(products) { return }
            for i in 0..<count {
                along[i] = rest / size * along[i] - walk.own[i] * residual[i]
                direction.values[i] = along[i]
            }
            isDone = false
        }
        state.query.extra = isDone ? .nothing : .product(along: direction)
        return isDone
    }

    public func retreat(_ state: inout SolverState) { retreatByHalf(&state) }

    /// Found already.
    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation) {}
}
