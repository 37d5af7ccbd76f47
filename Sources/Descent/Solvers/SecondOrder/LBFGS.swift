internal import DescentAlgebra

/// Limited-memory BFGS with a metric learnt from a sample: d = −H⁻¹ ∇R, H from the curvature of a sample of the data and
/// from how the gradient changed in the last steps. An iteration is one sweep.
///
/// The sample's Hessian is what makes correlated features as cheap as independent ones. Few parameters start at the
/// sample's optimum, found by Newton's method on the sample alone; many begin with the scale of the curvature along the
/// gradient, and take the sample's Hessian when their steps turn out to gain little.
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
        static let walking = 0.0, sampleOptimum = 1.0, scale = 2.0, metric = 3.0
    }

    /// Samples in the sample; 0 where it would be all data or its Hessian too large. The more there are for a parameter, the
    /// fewer steps remain on all data, so few parameters get as many as cost little beside a sweep.
    static func sampleSize(_ parameters: Int, _ samples: Int) -> Int {
        let cheap = min(samples / 20, 40_000_000 / (parameters * parameters))
        let wanted = max(20 * min(parameters, 400), 4 * parameters, 4000, cheap)
        return parameters <= largestMetric && wanted <= samples / 2 ? wanted : 0
    }
    /// Parameters above which no metric is made: its memory is their square.
    static let largestMetric = 4096
    static let samplesForScale = 1024
    /// Parameters up to which the sample's optimum costs less than the sweep that it saves.
    static let mostForSampleOptimum = 160

    func memory(_ setting: Setting) -> Int {
        let count = setting.start.values.count
        return metricCount(count, setting.samples) + count + 2 * pairs * count + pairs
    }

    /// Weights that are held at a corner would be mixed with the others by a metric.
    private func sampleSize(_ count: Int, _ samples: Int) -> Int {
        penalty.l1 == 0 && bounds.isNone ? Self.sampleSize(count, samples) : 0
    }

    private func metricCount(_ count: Int, _ samples: Int) -> Int {
        sampleSize(count, samples) > 0 ? count * count : 0
    }

    private var newton: Newton {
        // Beyond the distance between the optima of sample and data, digits are of no use.
        Newton(penalty: penalty, stopping: .sampleOptimum)
    }

    public func start(_ setting: Setting) -> SolverState {
        let count = setting.start.values.count, sample = sampleSize(count, setting.samples)
        var state = begin(setting)
        let metric = metricCount(count, setting.samples)
        Walk.of(&state) { ($0.own + metric).update(from: setting.inverseVariances, count: $0.count) }
        if sample > 0, count <= Self.mostForSampleOptimum {
            state.numbers[Walk.Number.phase] = Phase.sampleOptimum
            state.query.scope = .sample(sample)
            state.query.extra = .curvature
        }
        return state
    }

    public func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        let phase = state.numbers[Walk.Number.phase]
        switch phase {
        case Phase.sampleOptimum:
            newton.proceed(&state, with: &evaluation)
            if state.outcome != nil { leaveSample(&state) }
        case Phase.scale:
            setScale(&state, evaluation)
            resume(&state, &evaluation)
        case Phase.metric:
            let curvature = evaluation.curvature!
            Walk.of(&state) { walk in
                Metric(walk.own, walk.count).factor(curvature, for: walk)
                walk[\.hasMetric] = 1
                walk[\.pairs] = 0
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
        state.numbers[Walk.Number.isUnderWay] = 0
        state.numbers[Walk.Number.lastChange] = .infinity
        state.numbers[Walk.Number.settled] = 0
        state.numbers[Walk.Number.largestCurvature] = 0
        state.numbers[Walk.Number.hasMetric] = 1
        state.numbers[Walk.Number.phase] = Phase.walking
    }

    /// Asks a sample for what would make the direction better before it is taken, where that pays.
    private func askForCurvature(_ state: inout SolverState) {
        let count = state.query.point.values.count, samples = Int(state.numbers[Walk.Number.samples])
        let sample = sampleSize(count, samples)
        var phase = Phase.walking, extra = Query.Extra.nothing
        Walk.of(&state) { walk in
            guard walk[\.hasMetric] == 0 else { return }
            let littleGain = gainsLittle(walk, samples: samples)
            if walk[\.scale] == 0 {
                phase = Phase.scale
            } else if sample > 0, littleGain {
                phase = Phase.metric
                extra = .curvature
            }
        }
        guard phase != Phase.walking else { return }
        var base = state.query.point
        var direction = base
        Walk.of(&state) { walk in
            let diagonal = pairMemory(walk).diagonal
            for i in 0..<count {
                base.values[i] = walk.base[i]
                direction.values[i] = diagonal[i] * walk.descentGradient[i]
            }
        }
        if phase == Phase.scale { extra = .product(along: direction) }
        state.numbers[Walk.Number.phase] = phase
        let few = min(samples, Self.samplesForScale)
        state.query = Query(point: base, scope: .sample(phase == Phase.scale ? few : sample), extra: extra)
    }

    /// Whether, at the rate of the last steps, the end costs more than a metric would and the steps that remain with one.
    ///
    /// Counted in sweeps. A metric costs rows · n / 20 m (28 … 2000 features, two threads, Zen 4 and Cascade Lake). With one
    /// from a sample, the norm shrinks by √(n/rows) a step: the spread of the eigenvalues of a sample's Hessian about those of
    /// the data's is (1 ± √(n/rows))², on which conjugate directions gain that much.
    private func gainsLittle(_ walk: borrowing Walk, samples: Int) -> Bool {
        let norm = walk.outcomeNorm, place = walk.steps % Walk.normsKept
        let before = walk.keptNorm(place)
        walk.keep(norm: norm, at: place)
        if walk.steps == 1 { walk[\.firstNorm] = norm }
        guard walk.steps > Walk.normsKept else { return false }
        let gained = Math.logarithm(before / norm) / Double(Walk.normsKept)
        guard gained > 0 else { return true }
        let left = Math.logarithm(norm / walk[\.firstNorm] * 1e9)
        let count = Double(walk.count), rows = Double(Self.sampleSize(walk.count, samples))
        let price = rows * count / (20 * Double(samples)) + left / (Math.logarithm(rows / count) / 2)
        return left / gained > price
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
            walk[\.scale] = scale > 0 && scale.isFinite ? scale : 1 / squares.squareRoot()
        }
    }

    private func resume(_ state: inout SolverState, _ evaluation: inout Evaluation) {
        state.numbers[Walk.Number.phase] = Phase.walking
        state.query.scope = .all
        state.query.extra = .nothing
        leave(&state, &evaluation)
    }

    public func retreat(_ state: inout SolverState) { retreatByHalf(&state) }

    func learn(_ walk: borrowing Walk, step: UnsafePointer<Double>, change: UnsafePointer<Double>) {
        let count = walk.count, memory = pairMemory(walk)
        let product = Double.dot(count, step, change), changes = Double.dot(count, change, change)
        // Where the risk is not convex a pair may say nothing, or the wrong thing.
        guard product > 0x1p-40 * changes.squareRoot() * Double.dot(count, step, step).squareRoot() else { return }
        let place = (Int(walk[\.newest]) + 1) % pairs
        memory.step(place).update(from: step, count: count)
        memory.change(place).update(from: change, count: count)
        memory.inverse[place] = 1 / product
        walk[\.newest] = Double(place)
        walk[\.pairs] = min(walk[\.pairs] + 1, Double(pairs))
        // Of the data alone: what the penalty adds is known exactly.
        var dataProduct = 0.0, dataSize = 0.0
        for i in 0..<count {
            let part = change[i] - walk.l2[i] * step[i]
            dataProduct += part * step[i]
            dataSize += memory.diagonal[i] * part * part
        }
        let scale = dataProduct / dataSize
        if scale > 0, scale.isFinite { walk[\.scale] = scale }
    }

    func direction(_ walk: borrowing Walk, gradient: UnsafePointer<Double>, _ evaluation: borrowing Evaluation) {
        let count = walk.count, memory = pairMemory(walk), direction = walk.direction
        let used = Int(walk[\.pairs]), newest = Int(walk[\.newest])
        var shares = [Double](repeating: 0, count: used)
        walk.scratch.update(from: gradient, count: count)
        for age in 0..<used {
            let place = (newest - age + pairs) % pairs
            shares[age] = memory.inverse[place] * Double.dot(count, memory.step(place), walk.scratch)
            Double.axpy(count, alpha: -shares[age], memory.change(place), walk.scratch)
        }
        if walk[\.hasMetric] != 0 {
            Metric(walk.own, count).solve(walk.scratch, into: direction)
        } else {
            let scale = walk[\.scale] == 0 ? 1 : walk[\.scale]
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

    /// Behind the metric: a diagonal one, steps, changes of the gradient, and 1/(step · change).
    private struct PairMemory {
        let diagonal: UnsafeMutablePointer<Double>
        let count: Int
        let pairs: Int
        private var base: UnsafeMutablePointer<Double> { diagonal + count }
        func step(_ place: Int) -> UnsafeMutablePointer<Double> { base + place * count }
        func change(_ place: Int) -> UnsafeMutablePointer<Double> { base + (pairs + place) * count }
        var inverse: UnsafeMutablePointer<Double> { base + 2 * pairs * count }
    }

    private func pairMemory(_ walk: borrowing Walk) -> PairMemory {
        PairMemory(
            diagonal: walk.own + metricCount(walk.count, Int(walk[\.samples])), count: walk.count, pairs: pairs)
    }
}
