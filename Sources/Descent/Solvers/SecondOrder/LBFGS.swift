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
    private enum Phase {
        static let walking = 0.0, sampleOptimum = 1.0, scale = 2.0, metric = 3.0, spread = 4.0
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
        sampleSize(setting.start.values.count, setting.samples) > 0
    }

    /// Weights that are held at a corner would be mixed with the others by a metric.
    func sampleSize(_ count: Int, _ samples: Int) -> Int {
        penalty.l1 == 0 && bounds.isNone ? Self.sampleSize(count, samples) : 0
    }

    private var newton: Newton {
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
            guard takeMetric(&state, &evaluation) else {
                state.query.extra = .curvature
                return
            }
            resume(&state, &evaluation)
        default:
            guard land(&state, &evaluation) else { return }
            leave(&state, &evaluation)
            if state.outcome == nil { askForCurvature(&state) }
        }
    }

    /// From the sample's optimum, with its Hessian, to all data.
    private func leaveSample(_ state: inout SolverState) {
        state.outcome = nil
        state.steps = 0
        state.query.scope = .all
        state.query.extra = .nothing
        state[.isUnderWay] = 0
        state[.lastChange] = .infinity
        state[.settled] = 0
        state[.largestCurvature] = 0
        state[.hasMetric] = 1
        state[.phase] = Phase.walking
    }

    /// Asks a sample for what would make the direction better before it is taken, where that pays.
    private func askForCurvature(_ state: inout SolverState) {
        guard !state.hasMetric else { return }
        let samples = Int(state[.samples])
        var littleGain = false
        Walk.of(&state) { littleGain = gainsLittle($0, samples: samples) }
        if state[.scale] == 0 {
            askForProduct(&state, phase: Phase.scale) { i, diagonal, gradient in diagonal * gradient }
        } else if littleGain, sampleSize(state.query.point.values.count, samples) > 0 {
            askForMetric(&state)
        }
    }

    /// The product of the Hessian of a few samples with a direction, given by the diagonal and the gradient, where the walk
    /// stands.
    private func askForProduct(_ state: inout SolverState, phase: Double, _ along: (Int, Double, Double) -> Double) {
        var base = state.query.point
        var direction = base
        Walk.of(&state) { walk in
            let diagonal = pairMemory(walk).diagonal
            for i in 0..<walk.count {
                base.values[i] = walk.base[i]
                direction.values[i] = along(i, diagonal[i], walk.descentGradient[i])
            }
        }
        let few = min(Int(state[.samples]), Self.samplesForScale)
        state[.phase] = phase
        state.query = Query(point: base, scope: .sample(few), extra: .product(along: direction))
    }

    /// Whether a metric may be made from the start: of one output, whose Hessian is one block.
    private func isWorthAMetric(_ state: SolverState) -> Bool {
        let point = state.query.point
        return point.outputs == 1 && sampleSize(point.values.count, Int(state[.samples])) > 0
    }

    /// The mean curvature in the coordinates of the diagonal: along signs at random.
    private func askForSpread(_ state: inout SolverState) {
        var signs = CounterGenerator(0x5349_474e, state.query.point.values.count, 0, 0)
        askForProduct(&state, phase: Phase.spread) { _, diagonal, _ in
            signs.next(below: 2) == 0 ? diagonal.squareRoot() : -diagonal.squareRoot()
        }
    }

    private func isCorrelated(_ state: inout SolverState, _ evaluation: Evaluation) -> Bool {
        guard case .product(let signs) = state.query.extra else { preconditionFailure("nobody asked") }
        let product = evaluation.product!.values
        let mean = zip(signs.values, product).reduce(0) { $0 + $1.0 * $1.1 } / Double(product.count)
        // What the scale is the inverse of.
        return 1 / state[.scale] >= Self.correlatedFrom * mean
    }

    /// The curvature of the sample, where the walk stands.
    private func askForMetric(_ state: inout SolverState) {
        var base = state.query.point
        Walk.of(&state) { walk in
            for i in 0..<walk.count { base.values[i] = walk.base[i] }
        }
        let sample = sampleSize(base.values.count, Int(state[.samples]))
        state[.phase] = Phase.metric
        state.query = Query(point: base, scope: .sample(sample), extra: .roughCurvature)
    }

    /// False where it takes more digits than the answer has.
    private func takeMetric(_ state: inout SolverState, _ evaluation: inout Evaluation) -> Bool {
        var rough = evaluation.roughCurvature, isMade = true
        evaluation.roughCurvature = nil
        let exact = rough == nil ? evaluation.curvature : nil
        state.makeRoomForMetric()
        Walk.of(&state) { walk in
            if rough != nil {
                isMade = walk.metric.factor(rough: &rough!, for: walk)
            } else {
                walk.metric.factor(exact!, for: walk)
            }
            guard isMade else { return }
            walk[.hasMetric] = 1
            walk[.pairs] = 0
        }
        return isMade
    }

    /// Whether, at the rate of the last steps, the end costs more than a metric would and the steps that remain with one.
    ///
    /// Counted in sweeps. A metric costs rows · n / 80 m, or / 20 m where it takes all digits (784 and 2000 features, two
    /// threads, Cascade Lake). With one
    /// from a sample, the norm shrinks by √(n/rows) a step: the spread of the eigenvalues of a sample's Hessian about those of
    /// the data's is (1 ± √(n/rows))², on which conjugate directions gain that much. The first steps gain less than those
    /// near the end, where curvatures no longer change, so a metric must be twice as good.
    private func gainsLittle(_ walk: borrowing Walk, samples: Int) -> Bool {
        let norm = walk.outcomeNorm, place = walk.steps % Walk.normsKept
        let before = walk.keptNorm(place)
        walk.keep(norm: norm, at: place)
        if walk.steps == 1 { walk[.firstNorm] = norm }
        guard walk.steps > Walk.normsKept else { return false }
        let gained = Math.logarithm(before / norm) / Double(Walk.normsKept)
        guard gained > 0 else { return true }
        let left = Math.logarithm(norm / walk[.firstNorm] * 1e9)
        let count = Double(walk.count), rows = Double(Self.sampleSize(walk.count, samples))
        let price = rows * count / (80 * Double(samples)) + left / (Math.logarithm(rows / count) / 2)
        return left / gained > 2 * price
    }

    /// γ with γ D the step that the curvature along D g suggests.
    private func setScale(_ state: inout SolverState, _ evaluation: Evaluation) {
        let product = evaluation.product!.values
        Walk.of(&state) { walk in
            let diagonal = pairMemory(walk).diagonal
            var squares = 0.0, curvature = 0.0
            for i in 0..<walk.count {
                let g = walk.descentGradient[i], step = diagonal[i] * g
                squares += g * step
                curvature += step * product[i]
            }
            let scale = squares / curvature
            walk[.scale] = scale > 0 && scale.isFinite ? scale : 1 / squares.squareRoot()
        }
    }

    private func resume(_ state: inout SolverState, _ evaluation: inout Evaluation) {
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

    func learn(_ walk: borrowing Walk, step: UnsafePointer<Double>, change: UnsafePointer<Double>) {
        let count = walk.count, memory = pairMemory(walk)
        let product = Double.dot(count, step, change), changes = Double.dot(count, change, change)
        // Where the risk is not convex a pair may say nothing, or the wrong thing.
        guard product > 0x1p-40 * changes.squareRoot() * Double.dot(count, step, step).squareRoot() else { return }
        let place = (Int(walk[.newest]) + 1) % pairs
        memory.step(place).update(from: step, count: count)
        memory.change(place).update(from: change, count: count)
        memory.inverse[place] = 1 / product
        walk[.newest] = Double(place)
        walk[.pairs] = min(walk[.pairs] + 1, Double(pairs))
        // Of the data alone: what the penalty adds is known exactly.
        var dataProduct = 0.0, dataSize = 0.0
        for i in 0..<count {
            let part = change[i] - walk.l2[i] * step[i]
            dataProduct += part * step[i]
            dataSize += memory.diagonal[i] * part * part
        }
        let scale = dataProduct / dataSize
        if scale > 0, scale.isFinite { walk[.scale] = scale }
    }

    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation) {
        let count = walk.count, memory = pairMemory(walk), direction = walk.direction
        let used = Int(walk[.pairs]), newest = Int(walk[.newest])
        var shares = [Double](repeating: 0, count: used)
        walk.scratch.update(from: gradient, count: count)
        for age in 0..<used {
            let place = (newest - age + pairs) % pairs
            shares[age] = memory.inverse[place] * Double.dot(count, memory.step(place), walk.scratch)
            Double.axpy(count, alpha: -shares[age], memory.change(place), walk.scratch)
        }
        if walk[.hasMetric] != 0 {
            walk.metric.solve(walk.scratch, into: direction)
        } else {
            let scale = walk[.scale] == 0 ? 1 : walk[.scale]
            for i in 0..<count {
                let inverse = scale * memory.diagonal[i]
                direction[i] = walk.scratch[i] * (inverse / (1 + inverse * walk.l2[i]))
            }
        }
        for age in (0..<used).reversed() {
            let place = (newest - age + pairs) % pairs
            let share = memory.inverse[place] * Double.dot(count, memory.change(place), direction)
            Double.axpy(count, alpha: shares[age] - share, memory.step(place), direction)
        }
        for i in 0..<count { direction[i] = -direction[i] }
    }

    /// A diagonal metric, steps, changes of the gradient, and 1/(step · change).
    private struct PairMemory {
        let diagonal: UnsafeMutablePointer<Double>
        let count: Int
        let pairs: Int
        private var base: UnsafeMutablePointer<Double> { diagonal + count }
        func step(_ place: Int) -> UnsafeMutablePointer<Double> { base + place * count }
        func change(_ place: Int) -> UnsafeMutablePointer<Double> { base + (pairs + place) * count }
        var inverse: UnsafeMutablePointer<Double> { base + 2 * pairs * count }
        /// Where the fit began.
        var start: UnsafeMutablePointer<Double> { inverse + pairs }
    }

    private func pairMemory(_ walk: borrowing Walk) -> PairMemory {
        PairMemory(diagonal: walk.own, count: walk.count, pairs: pairs)
    }
}
