internal import DescentAlgebra

/// When a sample is asked for the curvature, and what becomes of the answer.
extension LBFGS {
    /// Asks a sample for what would make the direction better before it is taken, where that pays.
    func askForCurvature(_ state: inout SolverState) {
        let isShared = state[.isMetricShared] != 0
        guard !state.hasMetric || isShared && state.steps >= Self.stepsByShared else { return }
        let sample = ownSample(state)
        var littleGain = false
        Walk.of(&state) { littleGain = gainsLittle($0, sample: sample) }
        if state[.scale] == 0, !isShared {
            askForProduct(&state, phase: Phase.scale) { i, diagonal, gradient in diagonal * gradient }
        } else if littleGain, sample > 0 {
            state[.isMetricShared] = 0
            state[.metricSamples] = Double(sample)
            askForMetric(&state)
        }
    }

    /// Steps by a metric in common after which a fit may have one of its own. Beside others a step is cheap: at 784 × 20 000, ten
    /// columns take as long for one metric each as for 30 steps. But a class that an edge of the data has to itself, with few
    /// samples near it, took 120 steps, and takes four with its own metric from there (Cascade Lake).
    private static var stepsByShared: Int { 24 }

    /// Samples of a metric of this fit alone; 0 where none pays.
    func ownSample(_ state: SolverState) -> Int {
        let count = state.query.point.values.count, samples = Int(state[.samples])
        guard state[.isMetricShared] != 0, samples <= Automatic.mostWithoutSample else {
            return sampleSize(count, samples)
        }
        return Self.sharedSampleSize(count, samples)
    }

    /// The product of the Hessian of a few samples with a direction, given by the diagonal and the gradient, where the walk
    /// stands.
    func askForProduct(_ state: inout SolverState, phase: Double, _ along: (Int, Double, Double) -> Double) {
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
    func isWorthAMetric(_ state: SolverState) -> Bool {
        let point = state.query.point
        return point.outputs == 1 && sampleSize(point.values.count, Int(state[.samples])) > 0
    }

    /// The mean curvature in the coordinates of the diagonal: along signs at random.
    func askForSpread(_ state: inout SolverState) {
        var signs = CounterGenerator(0x5349_474e, state.query.point.values.count, 0, 0)
        askForProduct(&state, phase: Phase.spread) { _, diagonal, _ in
            signs.next(below: 2) == 0 ? diagonal.squareRoot() : -diagonal.squareRoot()
        }
    }

    func isCorrelated(_ state: inout SolverState, _ evaluation: Evaluation) -> Bool {
        guard case .product(let signs) = state.query.extra else { preconditionFailure("nobody asked") }
        let product = evaluation.product!.values
        let mean = zip(signs.values, product).reduce(0) { $0 + $1.0 * $1.1 } / Double(product.count)
        // What the scale is the inverse of.
        return 1 / state[.scale] >= Self.correlatedFrom * mean
    }

    /// The curvature of the sample, where the walk stands.
    func askForMetric(_ state: inout SolverState) {
        var base = state.query.point
        Walk.of(&state) { walk in
            for i in 0..<walk.count { base.values[i] = walk.base[i] }
        }
        state[.phase] = Phase.metric
        state.query = Query(point: base, scope: .sample(Int(state[.metricSamples])), extra: .roughCurvature)
    }

    /// False where it takes more digits than the answer has.
    func takeMetric(_ state: inout SolverState, _ evaluation: inout Evaluation) -> Bool {
        if let common = evaluation.commonMetric {
            evaluation.commonMetric = nil
            return take(common, &state)
        }
        var rough = evaluation.roughCurvature, isMade = true
        evaluation.roughCurvature = nil
        let exact = rough == nil ? evaluation.curvature : nil
        state.makeRoomForMetric()
        Walk.of(&state, writesMetric: true) { walk in
            if rough != nil {
                isMade = walk.metric.factor(rough: &rough!, for: walk)
            } else {
                walk.metric.factor(exact!, for: walk)
            }
            guard isMade else { return }
            walk[.condition] = 0
            walk[.hasMetric] = 1
            walk[.metricScale] = 1
            walk[.pairs] = 0
        }
        return isMade
    }

    /// The same of a metric whose factor other fits have too.
    private func take(_ common: CommonMetric, _ state: inout SolverState) -> Bool {
        var made: CommonCurvature.Factor?
        Walk.of(&state) { walk in
            made = common.factor(l2: [Double](UnsafeBufferPointer(start: walk.l2, count: walk.count)))
            guard let made else { return }
            walk[.curvatureNorm] = made.norm
            walk[.condition] = made.condition
            walk[.hasMetric] = 1
            walk[.metricScale] = 1 / common.scale
            walk[.pairs] = 0
        }
        if let made { state.metric = made.numbers }
        return made != nil
    }

    /// Whether, at the rate of the last steps, the end costs more than a metric would and the steps that remain with one.
    ///
    /// Counted in sweeps. A metric costs rows · n / 80 m, or / 20 m where it takes all digits (784 and 2000 features, two
    /// threads, Cascade Lake). With one
    /// from a sample, the norm shrinks by √(n/rows) a step: the spread of the eigenvalues of a sample's Hessian about those of
    /// the data's is (1 ± √(n/rows))², on which conjugate directions gain that much. The first steps gain less than those
    /// near the end, where curvatures no longer change, so a metric must be twice as good.
    func gainsLittle(_ walk: borrowing Walk, sample: Int) -> Bool {
        let norm = walk.outcomeNorm, place = walk.steps % Walk.normsKept
        let before = walk.keptNorm(place)
        walk.keep(norm: norm, at: place)
        if walk.steps == 1 { walk[.firstNorm] = norm }
        guard walk.steps > Walk.normsKept else { return false }
        let gained = Math.logarithm(before / norm) / Double(Walk.normsKept)
        guard gained > 0 else { return true }
        let left = Math.logarithm(norm / walk[.firstNorm] * 1e9)
        let count = Double(walk.count), rows = Double(max(sample, 1))
        let price = rows * count / (80 * walk[.samples]) + left / (Math.logarithm(rows / count) / 2)
        return left / gained > 2 * price
    }

    /// γ with γ D the step that the curvature along D g suggests.
    func setScale(_ state: inout SolverState, _ evaluation: Evaluation) {
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
}
