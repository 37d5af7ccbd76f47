internal import DescentAlgebra

/// Limited-memory BFGS with a metric learnt from a sample: d = −H⁻¹ ∇R, H from the curvature of a sample of the data and
/// from how the gradient changed in the last steps. An iteration is one sweep.
///
/// The sample's Hessian is what makes correlated features as cheap as independent ones. Few parameters start at the
/// sample's optimum, found by Newton's method on the sample alone. Many begin with the scale of the curvature along the
/// gradient; where that shows features to be correlated, with the sample's Hessian at once, and else when their steps turn
/// out to gain little.
/// With an l1 penalty or bounds, orthant by orthant and without the sample (OWL-QN: Andrew and Gao, 2007). Nocedal and Wright, "Numerical optimization", ch. 7.
public struct LBFGS: LineSearchMethod {
    public let penalty: Penalty
    public let bounds: Bounds
    public let stopping: Stopping
    /// Steps that are remembered.
    public let pairs: Int

    public init(penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits, pairs: Int = 12) {
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
        self.pairs = pairs
    }

    public var name: String { "lbfgs" }
    public var recipe: String { "lbfgs of \(pairs) pairs, \(penalty.recipe)\(bounds.recipe)" }
    public var seconds: Double? { stopping.seconds }
    var extra: Query.Extra { .nothing }
    var isExactAtTheEnd: Bool { false }

    public func validate(for setting: Setting) throws(DescentError) {
        try penalty.validate(for: setting)
        try bounds.validate(for: setting)
        try requireAllData(setting)
        guard (1...1000).contains(pairs) else {
            throw .illegalOption(name: "the pairs of lbfgs", value: "\(pairs)", requirement: "from 1 to 1000")
        }
    }

    /// What the current answer is about.
    enum Phase {
        static let walking = 0.0, sampleOptimum = 1.0, scale = 2.0, metric = 3.0, spread = 4.0
        /// The first point, of which there is a metric that costs next to nothing.
        static let sharedMetric = 5.0
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
    static let largestMetric = 4096
    static let samplesForScale = 256
    /// Parameters up to which the sample's optimum costs less than the sweep that it saves.
    static let mostForSampleOptimum = 160
    /// How many times the mean curvature that along the gradient must be for features to count as correlated: of independent
    /// ones it is 1 and a little, of neighbours by 0.9 more than 10.
    static let correlatedFrom = 3.0

    func memory(_ setting: Setting) -> Int {
        let count = setting.start.values.count
        return 2 * count + 2 * pairs * count + pairs
    }

    func mayMakeMetric(_ setting: Setting) -> Bool {
        sampleSize(setting.start.values.count, setting.samples) > 0 || sharedSampleSize(setting) > 0
    }

    /// Weights that are held at a corner would be mixed with the others by a metric.
    func sampleSize(_ count: Int, _ samples: Int) -> Int {
        isSmooth ? Self.sampleSize(count, samples) : 0
    }

    /// Of the metric that many fits have in common; 0 where they have none.
    func sharedSampleSize(_ setting: Setting) -> Int {
        guard isSmooth, setting.sharesMetric else { return 0 }
        return Self.sharedSampleSize(setting.start.values.count, setting.samples)
    }

    private var isSmooth: Bool { penalty.l1 == 0 && bounds.isNone }

    var newton: Newton {
        // Beyond the distance between the optima of sample and data, digits are of no use.
        Newton(penalty: penalty, stopping: .sampleOptimum)
    }

    public func start(_ setting: Setting) -> SolverState {
        let count = setting.start.values.count, sample = sampleSize(count, setting.samples)
        var state = begin(setting)
        let start = state.query.point.values
        Walk.of(&state) { walk in
            pairMemory(walk).diagonal.update(from: setting.inverseVariances, count: count)
            pairMemory(walk).start.update(from: start, count: count)
        }
        state[.metricSamples] = Double(sample)
        let isNear = setting.startsNearby
        let shared = sharedSampleSize(setting)
        if shared > 0, isNear || count > Self.mostForSampleOptimum || sample == 0 {
            state[.phase] = Phase.sharedMetric
            state[.metricSamples] = Double(shared)
            state[.isMetricShared] = isNear ? 0 : 1
            return state
        }
        if sample > 0, count <= Self.mostForSampleOptimum {
            state.makeRoomForMetric()
            state[.phase] = Phase.sampleOptimum
            state.query.scope = .sample(sample)
            state.query.extra = .curvature
        }
        return state
    }

    public func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        let phase = state[.phase]
        switch phase {
        case Phase.sampleOptimum:
            newton.proceed(&state, with: &evaluation)
            if state.outcome != nil { leaveSample(&state) }
        case Phase.scale:
            setScale(&state, evaluation)
            if isWorthAMetric(state) { askForSpread(&state) } else { resume(&state, &evaluation) }
        case Phase.spread:
            if isCorrelated(&state, evaluation) { askForMetric(&state) } else { resume(&state, &evaluation) }
        case Phase.metric:
            let sample = ownSample(state)
            guard takeMetric(&state, &evaluation) || sample == 0 else {
                state.query.scope = .sample(sample)
                state.query.extra = .curvature
                return
            }
            resume(&state, &evaluation)
        default:
            guard land(&state, &evaluation) else { return }
            if phase == Phase.sharedMetric { return askForMetric(&state) }
            leave(&state, &evaluation)
            if state.outcome == nil { askForCurvature(&state) }
        }
    }

    public func start(_ setting: Setting, near end: SolverState) -> SolverState {
        var state = start(setting)
        // Of a method that remembers something else, only the point.
        guard end.memory.count == state.memory.count, end.numbers.count == state.numbers.count else {
            var setting = setting
            setting.start = end.query.point
            return start(setting)
        }
        state = end
        goOn(&state)
        change(&state, to: penalty.strengths(setting))
        return state
    }

    /// From the sample's optimum, with its Hessian, to all data.
    func leaveSample(_ state: inout SolverState) {
        state[.hasMetric] = 1
        state[.metricScale] = 1
        goOn(&state)
    }

    /// From the end of one walk to the beginning of another at the same point.
    private func goOn(_ state: inout SolverState) {
        state.outcome = nil
        state.steps = 0
        state.query.scope = .all
        state.query.extra = .nothing
        state[.isUnderWay] = 0
        state[.isMetricShared] = 0
        state[.slope] = .nan
        state[.lastChange] = .infinity
        state[.settled] = 0
        state[.largestCurvature] = 0
        state[.phase] = Phase.walking
    }

    func resume(_ state: inout SolverState, _ evaluation: inout Evaluation) {
        state[.phase] = Phase.walking
        state.query.scope = .all
        state.query.extra = .nothing
        leave(&state, &evaluation)
    }

    public func retreat(_ state: inout SolverState) {
        if state.steps > 0 { return retreatByHalf(&state) }
        // The sample's optimum is no place for all data: from the start, without what was learnt there.
        state[.hasMetric] = 0
        var point = state.query.point
        Walk.of(&state) { walk in
            for i in 0..<walk.count { point.values[i] = pairMemory(walk).start[i] }
        }
        state.query.point = point
    }

    /// The first point after a sample was not answered for, but the start lies behind it.
    public func canRetreat(_ state: SolverState) -> Bool {
        state.steps > 0
            || state[.phase] == Phase.walking && state.hasMetric
    }
}
