internal import DescentAlgebra

/// When a sample is asked for the curvature, and what becomes of the answer.
extension LBFGS {
    /// Asks a sample for what would make the direction better before it is taken, where that pays.
    func askForCurvature(_ state: inout SolverState, _ walk: borrowing Walk, _ own: inout LBFGSMemory) {
        guard own.classes == nil, !own.hasMetric || own.isMetricShared && state.steps >= Self.stepsByShared else {
            return
        }
        let sample = ownSample(walk, own), littleGain = gainsLittle(state, walk, &own, sample: sample)
        if own.scale == 0, !own.isMetricShared {
            let along = zip(own.diagonal, walk.descentGradient).map { $0 * $1 }
            askForProduct(&state, walk, &own, phase: .scale, along: along)
        } else if littleGain, sample > 0 {
            own.isMetricShared = false
            own.metricSamples = sample
            askForMetric(&state, walk, &own)
        }
    }

    /// Steps by a metric in common after which a fit may have one of its own. Beside others a step is cheap: at 784 × 20 000, ten
    /// members take as long for one metric each as for 30 steps. But a class that an edge of the data has to itself, with few
    /// samples near it, took 120 steps, and takes four with its own metric from there (Cascade Lake).
    private static var stepsByShared: Int { 24 }

    /// Samples of a metric of this fit alone; 0 where none pays.
    func ownSample(_ walk: borrowing Walk, _ own: LBFGSMemory) -> Int {
        guard own.isMetricShared, walk.samples <= Automatic.mostWithoutSample else {
            return sampleSize(walk.count, walk.samples)
        }
        return Self.sharedSampleSize(walk.count, walk.samples)
    }

    /// The product of the Hessian of a few samples with a direction, where the walk stands.
    private func askForProduct(
        _ state: inout SolverState, _ walk: borrowing Walk, _ own: inout LBFGSMemory, phase: LBFGSMemory.Phase,
        along: [Double]
    ) {
        var base = state.query.point
        base.values = walk.base
        var direction = base
        direction.values = along
        own.phase = phase
        state.query = Query(
            point: base, scope: .sample(min(walk.samples, Self.samplesForScale)), extra: .product(along: direction))
    }

    /// Whether a metric may be made from the start: of one output, whose Hessian is one block, or of classes.
    func isWorthAMetric(_ state: SolverState, _ walk: borrowing Walk, _ own: LBFGSMemory) -> Bool {
        own.classSamples > 0 || state.query.point.outputCount == 1 && sampleSize(walk.count, walk.samples) > 0
    }

    /// The mean curvature in the coordinates of the diagonal: along signs at random.
    func askForSpread(_ state: inout SolverState, _ walk: borrowing Walk, _ own: inout LBFGSMemory) {
        var signs = CounterGenerator(0x5349_474e, walk.count, 0, 0)
        let along = own.diagonal.map { signs.next(below: 2) == 0 ? $0.squareRoot() : -$0.squareRoot() }
        askForProduct(&state, walk, &own, phase: .spread, along: along)
    }

    func isCorrelated(_ state: SolverState, _ own: LBFGSMemory, _ evaluation: Evaluation) -> Bool {
        guard case .product(let signs) = state.query.extra else { preconditionFailure("nobody asked") }
        let product = evaluation.product!.values
        let mean = zip(signs.values, product).reduce(0) { $0 + $1.0 * $1.1 } / Double(product.count)
        // What the scale is the inverse of.
        return 1 / own.scale >= Self.correlatedFrom * mean
    }

    /// The curvature of the sample, where the walk stands.
    func askForMetric(_ state: inout SolverState, _ walk: borrowing Walk, _ own: inout LBFGSMemory) {
        var base = state.query.point
        base.values = walk.base
        own.phase = .metric
        state.query = Query(point: base, scope: .sample(own.metricSamples), extra: .roughCurvature)
    }

    /// False where it takes more digits than the answer has.
    func takeMetric(_ walk: inout Walk, _ own: inout LBFGSMemory, _ evaluation: inout Evaluation) -> Bool {
        var scale = 1.0
        if let common = evaluation.commonMetric {
            // Its factor other fits have too.
            evaluation.commonMetric = nil
            guard let metric = common.metric(l2: walk.commonL2) else { return false }
            walk.metric = metric
            scale = 1 / common.scale
        } else if var rough = evaluation.roughCurvature {
            evaluation.roughCurvature = nil
            guard walk.metric.make(rough: &rough, ridge: walk.l2) else { return false }
        } else {
            walk.makeMetric(evaluation.curvature!)
        }
        own.hasMetric = true
        own.metricScale = scale
        own.forgetSteps()
        return true
    }

    /// Whether, at the rate of the last steps, the end costs more than a metric would and the steps that remain with one.
    ///
    /// Counted in sweeps. A metric costs rows · n / 80 m, or / 20 m where it takes all digits (784 and 2000 features, two
    /// threads, Cascade Lake). With one
    /// from a sample, the norm shrinks by √(n/rows) a step: the spread of the eigenvalues of a sample's Hessian about those of
    /// the data's is (1 ± √(n/rows))², on which conjugate directions gain that much. The first steps gain less than those
    /// near the end, where curvatures no longer change, so a metric must be twice as good.
    private func gainsLittle(
        _ state: SolverState, _ walk: borrowing Walk, _ own: inout LBFGSMemory, sample: Int
    ) -> Bool {
        let norm = state.gradientNorm, place = state.steps % LBFGSMemory.normsKept
        let before = own.norms[place]
        own.norms[place] = norm
        if state.steps == 1 { own.firstNorm = norm }
        guard state.steps > LBFGSMemory.normsKept else { return false }
        let gained = Math.logarithm(before / norm) / Double(LBFGSMemory.normsKept)
        guard gained > 0 else { return true }
        let left = Math.logarithm(norm / own.firstNorm * 1e9)
        let count = Double(walk.count), rows = Double(max(sample, 1))
        let price = rows * count / (80 * Double(walk.samples)) + left / (Math.logarithm(rows / count) / 2)
        return left / gained > 2 * price
    }

    /// γ with γ D the step that the curvature along D g suggests.
    func setScale(_ own: inout LBFGSMemory, _ walk: borrowing Walk, _ evaluation: Evaluation) {
        let product = evaluation.product!.values, downhill = walk.descentGradient
        var squares = 0.0, curvature = 0.0
        for i in 0..<walk.count {
            let g = downhill[i], step = own.diagonal[i] * g
            squares += g * step
            curvature += step * product[i]
        }
        let scale = squares / curvature
        own.scale = scale > 0 && scale.isFinite ? scale : 1 / squares.squareRoot()
    }
}
