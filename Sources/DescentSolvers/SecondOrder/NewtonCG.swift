package import DescentAlgebra

/// What `Solver.newtonCG` makes, where its method is described.
package struct NewtonCG: Solving {
    package let penalty: Penalty
    package let stopping: Stopping
    /// Products for one step, at most.
    package let products: Int

    package init(penalty: Penalty = .none, stopping: Stopping = .digits, products: Int = 200) {
        self.penalty = penalty
        self.stopping = stopping
        self.products = products
    }

    package var name: String { "newton-cg" }
    package var recipe: String { "newton-cg of \(products) products, \(penalty.recipe)" }
    package var seeksOptimum: Bool { true }

    package func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try setting.requireAllData(for: name)
    }

    /// Itself, where its own options are legal.
    func validated() throws(DescentError) -> NewtonCG {
        guard penalty.l1 == 0 else {
            throw .illegalOption(
                name: "the l1 penalty of newton-cg", value: "\(penalty.l1)", requirement: "0; lbfgs takes others")
        }
        guard products >= 1 else {
            throw .illegalOption(name: "the products of newton-cg", value: "\(products)", requirement: "at least 1")
        }
        return self
    }

    package func start(_ setting: Setting) -> SolverState {
        let walk = Walk(setting, penalty: penalty, bounds: .none)
        let own = ConjugateMemory(inverse: setting.inverseVariances, ridge: walk.l2)
        return SolverState(walkFrom: setting, .newtonCG(walk, own), within: .none)
    }

    package func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        guard case .newtonCG(var walk, var own) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        if own.isSolving {
            take(evaluation.product!.values, &own, &walk, &state)
        } else if walk.land(&state, &evaluation) {
            ask(&own, &walk, &state)
        }
        state.memory = .newtonCG(walk, own)
    }

    package func retreat(_ state: inout SolverState) {
        guard case .newtonCG(var walk, let own) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        walk.shorten(.infinity, &state)
        state.memory = .newtonCG(walk, own)
    }

    /// Begins to solve for the direction where the walk stands.
    private func ask(_ own: inout ConjugateMemory, _ walk: inout Walk, _ state: inout SolverState) {
        own.begin(walk)
        walk.direction = [Double](repeating: 0, count: walk.count)
        var along = state.query.point
        along.values = own.along
        state.query.point.values = walk.base
        state.query.extra = .product(along: along)
    }

    /// One product of conjugate gradients, and the step where the direction is as exact as it needs to be.
    private func take(
        _ product: [Double], _ own: inout ConjugateMemory, _ walk: inout Walk, _ state: inout SolverState
    ) {
        if own.take(product, &walk, most: products) {
            state.query.extra = .nothing
            own.isSolving = false
            walk.leave(&state, stopping, isExactAtTheEnd: false)
        } else {
            var along = state.query.point
            along.values = own.along
            state.query.extra = .product(along: along)
        }
    }
}
