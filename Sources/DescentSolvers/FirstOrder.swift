package import DescentAlgebra

/// What `Solver.firstOrder` makes, where its method is described.
package struct FirstOrder: Solving {
    package let rule: any UpdateRule
    package let schedule: Schedule
    package let clipping: Clipping?
    package let penalty: Penalty
    package let stopping: Stopping
    package init(
        _ rule: some UpdateRule, schedule: Schedule = .constant, clipping: Clipping? = nil, penalty: Penalty = .none,
        stopping: Stopping = .standard
    ) {
        self.rule = (rule as? BuiltInRule)?.rule ?? rule
        self.schedule = schedule
        self.clipping = clipping
        self.penalty = penalty
        self.stopping = stopping
    }

    package var name: String { rule.name }
    package var recipe: String {
        "\(rule), schedule \(schedule), clipping \(clipping.map { "\($0)" } ?? "none"), \(penalty.recipe)"
            .namingOneModule
    }

    package func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
    }

    /// A loss this many times the first one's size cannot be on its way down.
    static let largestGrowth = 1e6

    package func start(_ setting: Setting) -> SolverState {
        SolverState(
            query: Query(point: setting.start, scope: setting.occasion == .allData ? .all : .batch),
            occasion: setting.occasion,
            memory: .descent(
                DescentMemory(
                    setting.start.values.count, weights: setting.weights, penalty: penalty.strengths(setting),
                    perParameter: rule.numbersPerParameter)))
    }

    package func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        guard case .descent(var own) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        penalise(&state, own, &evaluation)
        state.claim = verdict(state, &own)
        if state.claim == nil { move(&state, &own, &evaluation.gradient.values) }
        state.memory = .descent(own)
    }

    /// Adds the penalty to loss and gradient.
    private func penalise(_ state: inout SolverState, _ own: DescentMemory, _ evaluation: inout Evaluation) {
        let count = state.query.point.values.count
        state.query.point.values.withUnsafeBufferPointer { point in
            evaluation.gradient.values.withUnsafeMutableBufferPointer { gradient in
                let point = point.baseAddress!, gradient = gradient.baseAddress!
                state.loss = evaluation.loss + own.penalty.value(point)
                own.penalty.addGradient(point, to: gradient)
                state.gradientNorm = norm(gradient, count)
            }
        }
    }

    private func move(_ state: inout SolverState, _ own: inout DescentMemory, _ gradient: inout [Double]) {
        let weights = own.weights, count = state.query.point.values.count
        let rate = rule.rate * schedule.factor(at: state.steps), number = state.steps + 1
        let hasMoved = state.query.point.values.withUnsafeMutableBufferPointer { point in
            own.rule.withUnsafeMutableBufferPointer { memory in
                own.before.withUnsafeMutableBufferPointer { before in
                    gradient.withUnsafeMutableBufferPointer { gradient in
                        let point = point.baseAddress!, gradient = gradient.baseAddress!, before = before.baseAddress!
                        before.update(from: point, count: count)
                        clipping?.apply(gradient, count)
                        rule.apply(
                            RuleStep(
                                rate: rate, number: number, count: count, weightCount: weights, gradient: gradient,
                                point: point, memory: memory))
                        let holds = own.penalty.hold(point, from: before, gradient)
                        return holds || (0..<count).contains { point[$0] != before[$0] }
                    }
                }
            }
        }
        state.rate = rate
        state.steps = number
        // A batch may have no gradient, and a schedule a rate of 0, where all data have one.
        if state.occasion == .allData {
            if !hasMoved && rate > 0 { state.claim = .stalled }
        } else if state.occasion != .stream && number >= stopping.iterations {
            state.claim = .limit(.iterations)
        } else if state.occasion != .stream && schedule.isOver(at: number) {
            state.claim = .limit(.schedule)
        }
    }

    /// A stream throws what was wrong with its batch, and stays where it was.
    package func canRetreat(_ state: SolverState) -> Bool { state.steps > 0 && state.occasion != .stream }

    /// Back to the last point that had an answer.
    package func retreat(_ state: inout SolverState) {
        guard case .descent(let own) = state.memory else { preconditionFailure("a state of another solver") }
        state.query.point.values = own.before
        state.claim = .diverged(rate: state.rate)
    }
}
