internal import DescentAlgebra

/// How a softmax comes to its metric, at the first point: by a sample's moments of the features, and by the sample's optimum
/// among the combinations of features that the first direction shows, to which it leaps.
extension LBFGS {
    /// Samples that tell of a softmax's features; 0 where there is no metric of classes, or a fit has the sample's optimum to start
    /// from.
    static func classSampleSize(_ setting: Setting) -> Int {
        let order = setting.start.featureCount + (setting.start.hasBias ? 1 : 0), count = setting.start.values.count
        guard setting.isCoupled, setting.start.outputCount > 1, setting.scale != nil else { return 0 }
        guard count > mostForSampleOptimum || sampleSize(count, setting.samples) == 0 else { return 0 }
        return sampleSize(order, setting.samples)
    }

    /// Classes times their number up to which a span is worth its Hessian: of 38 classes, 2.1 · 10⁶ products a sample.
    static var mostInSpan: Int { 1500 }

    /// Whether features are correlated is known.
    func askForClasses(
        _ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory, isCorrelated: Bool
    ) {
        if isCorrelated {
            own.phase = .moments
            ask(&state, walk, own, .moments)
        } else {
            own.classes = ClassMetric(state.query.point, l2: walk.l2, inverse: own.diagonal)
            askForSpan(&state, &walk, &own)
        }
    }

    func takeMoments(
        _ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory, _ evaluation: inout Evaluation
    ) {
        own.classes = evaluation.moments.flatMap { ClassMetric(state.query.point, l2: walk.l2, moments: $0) }
        evaluation.moments = nil
        own.metricScale = 1
        if own.classes == nil {
            own.classSamples = 0
            resume(&state, &walk, &own)
        } else {
            askForSpan(&state, &walk, &own)
        }
    }

    /// The span is that of the first direction, or of a start that is not 0.
    private func askForSpan(_ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory) {
        own.metricScale = 1
        own.forgetSteps()
        let outputs = state.query.point.outputCount
        guard outputs * outputs <= Self.mostInSpan else { return resume(&state, &walk, &own) }
        own.setDirection(&walk)
        let shown = state.query.point.with(isAtZero(walk) ? walk.direction : walk.base)
        let features = shown.featureCount
        own.phase = .span
        ask(&state, walk, own, .optimum(in: OutputSpan(of: shown, l2: Array(walk.l2[..<features]))))
    }

    func takeSpan(
        _ state: inout SolverState, _ walk: inout Walk, _ own: inout LBFGSMemory, _ evaluation: inout Evaluation
    ) {
        guard case .optimum(let span) = state.query.extra, let optimum = evaluation.spanOptimum else {
            return resume(&state, &walk, &own)
        }
        evaluation.spanOptimum = nil
        own.classes?.learn(optimum, in: span)
        guard isAtZero(walk) else { return resume(&state, &walk, &own) }
        resume(&state, &walk, &own, along: span.point(at: optimum.coordinates).values)
    }

    private func isAtZero(_ walk: borrowing Walk) -> Bool { walk.base.allSatisfy { $0 == 0 } }

    private func ask(
        _ state: inout SolverState, _ walk: borrowing Walk, _ own: LBFGSMemory, _ extra: Query.Extra
    ) {
        var base = state.query.point
        base.values = walk.base
        state.query = Query(point: base, scope: .sample(own.classSamples), extra: extra)
    }
}
