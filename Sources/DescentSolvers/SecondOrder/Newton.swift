package import DescentAlgebra

/// What `Solver.newton` makes, where its method is described.
package struct Newton: Solving {
    package let penalty: Penalty
    package let bounds: Bounds
    package let stopping: Stopping
    /// Whether the curvature comes as a triangle, by a QR of the samples times the roots of their curvatures: with twice the
    /// digits, and at several times the price.
    package var usesTriangle = false

    package init(penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits) {
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    package var name: String { "newton" }
    package var recipe: String { "newton, \(penalty.recipe)\(bounds.recipe)" }
    package var seeksOptimum: Bool { true }

    package func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try bounds.validate(for: setting)
        try setting.requireAllData(for: name)
    }

    package func start(_ setting: Setting) -> SolverState {
        var walk = Walk(setting, penalty: penalty, bounds: bounds)
        walk.metric.makeRoom(walk.count)
        walk.crossesCorners = walk.hasCorners
        walk.isTriangle = usesTriangle
        walk.isExact = true
        return SolverState(
            walkFrom: setting, extra: usesTriangle ? .triangle : .curvature, .newton(walk), within: bounds)
    }

    package func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        guard case .newton(var walk) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        advance(&walk, &state, with: &evaluation)
        state.memory = .newton(walk)
    }

    package func retreat(_ state: inout SolverState) {
        guard case .newton(var walk) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        walk.shorten(.infinity, &state)
        state.memory = .newton(walk)
    }

    /// A step of a walk, whoever it belongs to.
    func advance(_ walk: inout Walk, _ state: inout SolverState, with evaluation: inout Evaluation) {
        guard walk.land(&state, &evaluation) else { return }
        if let triangle = evaluation.triangle, usesTriangle {
            walk.makeMetric(triangle: triangle)
            walk.setNewtonDirection()
        } else if let hessian = evaluation.curvature {
            // Parameters that are held stay out of it: without the others' influence, and without influence on them.
            let held = walk.hasCorners ? (0..<walk.count).map { walk.holds($0) } : nil
            walk.makeMetric(hessian, without: held)
            walk.setNewtonDirection()
            if let held, !walk.isMinimumOfModel(hessian, held) {
                var model = CornerModel(hessian, walk)
                walk.direction = model.solve()
            }
        }
        walk.leave(&state, stopping, isExactAtTheEnd: true)
    }
}

extension Walk {
    fileprivate mutating func setNewtonDirection() {
        metric.solve(descentGradient, into: &direction)
        for i in 0..<count { direction[i] = -direction[i] }
    }

    /// Whether the step of the free weights crosses no corner, and leaves those that are held where they want to be.
    fileprivate func isMinimumOfModel(_ hessian: Matrix<Double>, _ held: [Bool]) -> Bool {
        guard !isSingular, !isLost else { return false }
        var slope = gradient
        hessian.withUnsafePointer { h in
            for j in 0..<count where direction[j] != 0 {
                Double.axpy(count, alpha: direction[j], h + j * hessian.stride, &slope)
            }
        }
        return (0..<count).allSatisfy { i in
            let next = base[i] + direction[i], push = slope[i] + l2[i] * direction[i]
            if !held[i] {
                let side = base[i] != 0 ? base[i] : -corner[i]
                // What a step with more curvature than the risk has, as along a shift common to all classes, leaves is no minimum.
                let left = push + (side > 0 ? l1[i] : -l1[i])
                return next >= lower[i] && next <= upper[i] && (l1[i] == 0 || next * side > 0)
                    && left.magnitude <= 0x1p-10 * corner[i].magnitude + 0x1p-40 * l1[i]
            }
            if base[i] == 0, l1[i] != 0, lower[i] < 0, upper[i] > 0 { return push.magnitude <= l1[i] }
            let down = push + (base[i] > 0 ? l1[i] : base[i] < 0 ? -l1[i] : 0)
            return base[i] <= lower[i] && down >= -l1[i] || base[i] >= upper[i] && down <= l1[i]
        }
    }
}

extension SolverState {
    /// The state of a walk that begins at a setting's start, moved to within limits.
    init(
        walkFrom setting: Setting, scope: Query.Scope = .all, extra: Query.Extra = .nothing, _ memory: SolverMemory,
        within bounds: Bounds
    ) {
        let (lower, upper) = bounds.limits(setting)
        var start = setting.start
        for i in start.values.indices { start.values[i] = min(max(start.values[i], lower[i]), upper[i]) }
        self.init(
            query: Query(point: start, scope: scope, extra: extra), occasion: setting.occasion, memory: memory)
    }
}
