/// A method that goes from point to point along directions that it computes itself. Nearly every step is taken whole, so
/// that it costs one sweep.
///
/// What methods share is here: the penalty, the search along a direction, and the end. A method adds how it finds its
/// direction and what it learns on the way.
protocol LineSearchMethod: Solver {
    var penalty: Penalty { get }
    var bounds: Bounds { get }
    var stopping: Stopping { get }
    /// What it asks for at every point beside loss and gradient.
    var extra: Query.Extra { get }
    /// Whether a step that is short enough is followed by others, until they no longer shrink: where directions become
    /// exact near the end and sweeps are cheap.
    var isExactAtTheEnd: Bool { get }
    /// Numbers that it keeps for so many parameters, beside a metric.
    func memory(_ setting: Setting) -> Int
    /// Whether it may make a metric, which takes the square of the parameters.
    func mayMakeMetric(_ setting: Setting) -> Bool
    /// Takes note of a step that was accepted: the gradient changed by `change` along it.
    func learn(_ walk: borrowing Walk, step: UnsafePointer<Double>, change: UnsafePointer<Double>)
    /// −H⁻¹ g by the method's notion of H, into `walk.direction`.
    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation)
}

extension LineSearchMethod {
    func learn(_ walk: borrowing Walk, step: UnsafePointer<Double>, change: UnsafePointer<Double>) {}
    func mayMakeMetric(_ setting: Setting) -> Bool { false }

    func begin(_ setting: Setting, scope: Query.Scope = .all) -> SolverState {
        let count = setting.start.values.count
        var memory = [Double](repeating: 0, count: Walk.regions * count + self.memory(setting))
        let (l1, l2) = penalty.strengths(setting)
        let (lower, upper) = bounds.limits(setting)
        memory.replaceSubrange(0..<4 * count, with: l1 + l2 + lower + upper)
        var start = setting.start
        for i in 0..<count { start.values[i] = min(max(start.values[i], lower[i]), upper[i]) }
        var state = SolverState(
            query: Query(point: start, scope: scope, extra: extra), occasion: setting.occasion, memory: memory,
            numbers: [Double](repeating: 0, count: WalkNumber.count))
        state[.isConvex] = setting.neuron.isConvex ? 1 : 0
        state[.samples] = Double(setting.samples)
        state[.lastChange] = .infinity
        state[.firstLoss] = .nan
        state[.slope] = .nan
        state[.ulp] = setting.ulp
        if case .softmax(let classes) = setting.neuron.coupling { state[.outputs] = Double(classes) }
        state[.features] = Double(setting.start.features)
        let hasLimits = zip(lower, upper).contains { $0.0 > -.infinity || $0.1 < .infinity }
        state[.hasCorners] = hasLimits || l1.contains { $0 != 0 } ? 1 : 0
        return state
    }

    /// Takes the answer about a point that was tried, and the next step from there.
    func proceed(_ state: inout SolverState, with evaluation: inout Evaluation) {
        if land(&state, &evaluation) { leave(&state, &evaluation) }
    }

    /// Takes the answer about a point that was tried. True where the walk now stands there; else it tries a shorter step.
    func land(_ state: inout SolverState, _ evaluation: inout Evaluation) -> Bool {
        var hasLanded = true
        withWalk(&state, &evaluation) { walk, gradient, evaluation in
            let loss = evaluation.loss + walk.addPenalty(to: gradient)
            if walk[.isUnderWay] != 0 {
                guard walk.accepts(loss, gradient) else {
                    hasLanded = false
                    return walk.shorten(loss, gradient)
                }
                walk.keepStep(gradient) { step, change in learn(walk, step: step, change: change) }
            }
            walk.arrive(loss, gradient)
        }
        return hasLanded
    }

    /// Finds the way on from where the walk stands, and takes it unless this is the end.
    func leave(_ state: inout SolverState, _ evaluation: inout Evaluation) {
        withWalk(&state, &evaluation) { walk, _, evaluation in
            direction(walk, gradient: walk.descentGradient, evaluation)
            walk.align()
            if let outcome = verdict(walk) { walk.end(outcome) } else { walk.setOut() }
        }
    }

    /// Half of what was tried, where that left the range of numbers.
    func retreatByHalf(_ state: inout SolverState) {
        var evaluation = Evaluation(shape: state.query.point)
        withWalk(&state, &evaluation) { walk, gradient, _ in walk.shorten(.infinity, gradient) }
    }

    private func verdict(_ walk: borrowing Walk) -> Outcome? {
        func end(_ criterion: Outcome.Criterion) -> Outcome {
            walk[.isConvex] != 0 ? .converged(criterion) : .localMinimum(criterion)
        }
        let gradientNorm = norm(walk.descentGradient, walk.count)
        if gradientNorm == 0 {
            // After long steps it is lost in underflow: there is no minimum to be at.
            let isLost = walk.steps > 10 && walk[.lastChange] > 2 * walk[.ulp].squareRoot()
            return isLost ? .stalled : end(.precision)
        }
        if let tolerance = stopping.gradientNorm, gradientNorm <= tolerance { return end(.gradientNorm) }
        // Where some combination of parameters is of no account, its part of a step is rounding.
        var change =
            walk[.isSingular] == 0
            ? walk.largestChange
            : (-walk[.slope]).squareRoot() / walk.metric.length(of: walk.base)
        walk.watchCurvature()
        // Where there is no minimum, short steps say nothing.
        if walk[.isLost] != 0 && walk[.isConvex] != 0 { change = .infinity }
        walk[.change] = change
        if let digits = stopping.digits {
            // A start as near as this comes from a fit that ended there.
            let isWarm = walk.steps == 1
            if change <= (isWarm ? 64 : 4) * walk[.ulp] || walk.isAtZero { return end(.precision) }
            if change <= (isWarm ? 4 * digits : digits) && (!isExactAtTheEnd || digits > 1e-4) { return end(.digits) }
            // Steps shrink until rounding is all that is left of them.
            let isSettled = (change <= digits || walk.isInvisible) && change > walk[.lastChange] / 4
            walk[.settled] = isSettled ? walk[.settled] + 1 : 0
            if walk[.settled] >= (isExactAtTheEnd ? 1 : 10) { return end(.precision) }
        }
        walk[.lastChange] = change
        return walk.steps > stopping.iterations ? .limit(.iterations) : nil
    }

    private func withWalk(
        _ state: inout SolverState, _ evaluation: inout Evaluation,
        _ body: (borrowing Walk, UnsafeMutablePointer<Double>, borrowing Evaluation) -> Void
    ) {
        var gradient = evaluation.gradient.values
        evaluation.gradient.values = []
        let evaluation_ = evaluation
        gradient.withUnsafeMutableBufferPointer { gradient in
            // A method that asks for the curvature at every point factors it there.
            Walk.of(&state, writesMetric: extra == .curvature) { body($0, gradient.baseAddress!, evaluation_) }
        }
        evaluation.gradient.values = gradient
    }
}

extension SolverState {
    /// Whether steps are taken by a metric that was made from a sample.
    var hasMetric: Bool { numbers.count == WalkNumber.count && self[.hasMetric] != 0 }

    /// Room for a metric, unless it is there.
    mutating func makeRoomForMetric() {
        let count = query.point.values.count
        if metric.isEmpty { metric = [Double](repeating: 0, count: count * count) }
    }
}
