package import DescentAlgebra

/// What `Solver.lbfgs` makes, where its method is described.
package struct LBFGS: Solving {
    package let penalty: Penalty
    package let bounds: Bounds
    package let stopping: Stopping
    /// Steps that are remembered.
    package let pairs: Int

    package init(penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits, pairs: Int = 12) {
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
        self.pairs = pairs
    }

    package var name: String { "lbfgs" }
    package var recipe: String { "lbfgs of \(pairs) pairs, \(penalty.recipe)\(bounds.recipe)" }
    package var seeksOptimum: Bool { true }

    package func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try bounds.validate(for: setting)
        try setting.requireAllData(for: name)
    }

    /// Itself, where its own numbers are legal.
    func validated() throws(DescentError) -> LBFGS {
        guard (1...1000).contains(pairs) else {
            throw .illegalOption(name: "the pairs of lbfgs", value: "\(pairs)", requirement: "from 1 to 1000")
        }
        return self
    }

    /// Samples in the sample; 0 where no metric pays.
    ///
    /// Of rows for correlated features every 2000 more cost 3 sweeps and save as many steps, from 8000 to 16 000 (784 and 2000
    /// features, two threads, Cascade Lake). Few parameters get as many as cost little beside a sweep; many, where samples
    /// are few, up to all, as long as these determine a metric.
    static func sampleSize(_ parameters: Int, _ samples: Int) -> Int {
        let cheap = min(samples / 20, 40_000_000 / (parameters * parameters))
        let wanted = max(20 * min(parameters, 500), 4 * parameters, 4000, cheap)
        if parameters > largestMetric { return 0 }
        if wanted <= samples / 2 { return wanted }
        return parameters > mostForSampleOptimum && samples >= 2 * parameters ? min(wanted, samples) : 0
    }

    /// The same for a metric that many fits have in common: as many as 1.5 · 10¹⁰ operations are enough for, and no fewer than
    /// of one fit; 0 where they are too few to determine one.
    ///
    /// 50 fits of 784 × 60 000 by 12 500, 16 000, 25 000 and all samples: 2.20, 2.15, 2.16 and 2.30 s (two threads, Cascade
    /// Lake).
    static func sharedSampleSize(_ parameters: Int, _ samples: Int) -> Int {
        guard parameters <= largestMetric, samples >= 2 * parameters else { return 0 }
        let cheap = 15_000_000_000 / (parameters * parameters)
        return min(samples, max(20 * min(parameters, 500), 4 * parameters, cheap))
    }
    /// Parameters above which no metric is made: its memory is their square.
    package static let largestMetric = 4096
    static let samplesForScale = 256
    /// Parameters up to which the sample's optimum costs less than the sweep that it saves.
    static let mostForSampleOptimum = 160
    /// How many times the mean curvature that along the gradient must be for features to count as correlated: of independent
    /// ones it is 1 and a little, of neighbours by 0.9 more than 10.
    static let correlatedFrom = 3.0

    /// Weights that are held at a corner would be mixed with the others by a metric.
    func sampleSize(_ count: Int, _ samples: Int) -> Int {
        isSmooth ? Self.sampleSize(count, samples) : 0
    }

    /// Of the metric that many fits have in common; 0 where they have none.
    package func sharedSampleSize(_ setting: Setting) -> Int {
        guard isSmooth, setting.sharesMetric else { return 0 }
        return Self.sharedSampleSize(setting.start.values.count, setting.samples)
    }

    var isSmooth: Bool { penalty.l1 == 0 && bounds.isNone }

    var newton: Newton {
        // Beyond the distance between the optima of sample and data, digits are of no use.
        Newton(penalty: penalty, stopping: .sampleOptimum)
    }

    package func start(_ setting: Setting) -> SolverState {
        let count = setting.start.values.count, sample = sampleSize(count, setting.samples)
        var walk = Walk(setting, penalty: penalty, bounds: bounds)
        var state = SolverState(walkFrom: setting, .taken, within: bounds)
        var own = LBFGSMemory(pairs: pairs, diagonal: setting.inverseVariances, start: state.query.point.values)
        own.metricSamples = sample
        own.classSamples = isSmooth ? Self.classSampleSize(setting) : 0
        let isNear = setting.startsNearby
        let shared = sharedSampleSize(setting)
        if shared > 0, isNear || count > Self.mostForSampleOptimum || sample == 0 {
            own.phase = .sharedMetric
            own.metricSamples = shared
            own.isMetricShared = !isNear
        } else if sample > 0, count <= Self.mostForSampleOptimum {
            walk.metric.makeRoom(count)
            own.phase = .sampleOptimum
            state.query.scope = .sample(sample)
            state.query.extra = .curvature
        }
        state.memory = .lbfgs(walk, own)
        return state
    }

    package func start(_ setting: Setting, near end: SolverState) -> SolverState {
        // Of a method that remembers something else, only the point.
        guard case .lbfgs(var walk, var own) = end.memory, own.pairs == pairs, walk.count == setting.start.values.count
        else {
            var setting = setting
            setting.start = end.query.point
            return start(setting)
        }
        var state = end
        goOn(&state, &walk, &own)
        let strengths = penalty.strengths(setting)
        own.change(from: walk.l2, to: strengths.l2)
        (walk.l1, walk.l2) = (strengths.l1, strengths.l2)
        walk.commonL2 = penalty.commonL2(setting) ?? walk.l2
        state.memory = .lbfgs(walk, own)
        return state
    }

    package func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        guard case .lbfgs(var walk, var own) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        advance(&state, &walk, &own, with: &evaluation)
        state.memory = .lbfgs(walk, own)
    }

    private func advance(
        _ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory, with evaluation: inout Evaluation
    ) {
        switch own.phase {
        case .sampleOptimum:
            newton.advance(&walk, &state, with: &evaluation)
            if state.claim != nil { leaveSample(&state, &walk, &own) }
        case .scale:
            setScale(&own, walk, evaluation)
            if isWorthAMetric(state, walk, own) {
                askForSpread(&state, walk, &own)
            } else {
                resume(&state, &walk, &own)
            }
        case .spread:
            let isCorrelated = isCorrelated(state, own, evaluation)
            if own.classSamples > 0 {
                askForClasses(&state, &walk, &own, isCorrelated: isCorrelated)
            } else if isCorrelated {
                askForMetric(&state, walk, &own)
            } else {
                resume(&state, &walk, &own)
            }
        case .metric:
            let sample = ownSample(walk, own)
            guard takeMetric(&walk, &own, &evaluation) || sample == 0 else {
                state.query.scope = .sample(sample)
                state.query.extra = .curvature
                return
            }
            resume(&state, &walk, &own)
        case .moments:
            takeMoments(&state, &walk, &own, &evaluation)
        case .span:
            takeSpan(&state, &walk, &own, &evaluation)
        case .walking, .sharedMetric, .leap:
            // A leap is no step of the metric, and too long for the curvature at its end.
            let isLeap = own.phase == .leap
            guard walk.land(&state, &evaluation, learning: { if !isLeap { own.learn($0) } }) else { return }
            if isLeap { own.phase = .walking }
            if own.phase == .sharedMetric { return askForMetric(&state, walk, &own) }
            leave(&state, &walk, own)
            if state.claim == nil { askForCurvature(&state, walk, &own) }
        }
    }

    private func leave(_ state: inout SolverState, _ walk: inout Walk, _ own: LBFGSMemory) {
        own.setDirection(&walk)
        walk.leave(&state, stopping, isExactAtTheEnd: false)
    }

    /// From the sample's optimum, with its Hessian, to all data.
    private func leaveSample(_ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory) {
        own.hasMetric = true
        own.metricScale = 1
        goOn(&state, &walk, &own)
    }

    /// From the end of one walk to the beginning of another at the same point.
    private func goOn(_ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory) {
        state.claim = nil
        state.steps = 0
        state.query.scope = .all
        state.query.extra = .nothing
        walk.isUnderWay = false
        walk.slope = .nan
        walk.lastChange = .infinity
        walk.settled = 0
        walk.largestCurvature = 0
        own.isMetricShared = false
        own.phase = .walking
    }

    /// - Parameter leap: the way on, where it is not the metric's.
    func resume(
        _ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory, along leap: [Double]? = nil
    ) {
        own.phase = leap == nil ? .walking : .leap
        state.query.scope = .all
        state.query.extra = .nothing
        guard let leap else { return leave(&state, &walk, own) }
        walk.direction = leap
        walk.leave(&state, stopping, isExactAtTheEnd: false)
    }

    package func retreat(_ state: inout SolverState) {
        guard case .lbfgs(var walk, var own) = state.memory else { preconditionFailure("a state of another solver") }
        state.memory = .taken
        if state.steps > 0 {
            walk.shorten(.infinity, &state)
        } else {
            // The sample's optimum is no place for all data: from the start, without what was learnt there.
            own.hasMetric = false
            state.query.point.values = own.start
        }
        state.memory = .lbfgs(walk, own)
    }

    /// The first point after a sample was not answered for, but the start lies behind it.
    package func canRetreat(_ state: SolverState) -> Bool {
        guard state.steps == 0, case .lbfgs(_, let own) = state.memory else { return true }
        return own.phase == .walking && own.hasMetric
    }
}
