internal import DescentAlgebra

/// What a fit at its end says about the data beside the coefficients.
extension Training {
    /// Features beyond which no one looks for dependences: the factor takes the square of their number.
    private static var mostForDependences: Int { 4096 }

    mutating func warn() throws(DescentError) {
        guard batchSweep == nil, let solver = solver as? any LineSearchMethod, state.outcome != .cancelled else {
            return
        }
        if solver.penalty.l2 == 0 { warnings += try dependences() }
        if isPerfect { warnings.append(.perfectFit) }
    }

    /// Constant features are known from the survey. Others that depend on each other are looked for, by a QR of the data, where
    /// something points to them, curvature that vanishes in some direction or two features of the same moments; and where
    /// the solver has no curvature that could, if that costs no more than a Hessian that Newton's method is taken for.
    private mutating func dependences() throws(DescentError) -> [Report.Warning] {
        let data = sweep.data, hasBias = parameters.hasBias
        let coefficients = data.features + (hasBias ? 1 : 0)
        if data.samples < coefficients {
            return [.underdetermined(rank: data.samples, coefficients: coefficients)]
        }
        let isSuspected = state[.isSingular] != 0 || data.hasTwins
        let operations = Double(data.samples) * Double(data.features) * Double(data.features)
        let isCheap = state[.hasCurvature] == 0 && operations <= Automatic.cheapHessian
        guard isSuspected || isCheap, data.features <= Self.mostForDependences else {
            return data.constants(hasBias: hasBias).map(Report.Warning.dependent)
        }
        let (found, reads) = try LeastSquares.dependences(data, hasBias: hasBias, threads: sweep.threads)
        extraReads += reads
        return found.map(Report.Warning.dependent)
    }

    /// Whether the residuals of a squared error are what rounding, or eight digits of the coefficients, leave of the targets.
    private var isPerfect: Bool {
        guard sweep.neuron is Linear || sweep.neuron is ReLU, solver.penalty == .none, sweep.risk == .mean else {
            return false
        }
        let variance = sweep.data.survey.targets.reduce(0) { $0 + $1.standardDeviation * $1.standardDeviation }
        return variance > 0 && state.loss <= 0x1p-46 * variance
    }
}

extension Dataset {
    /// Whether two features that vary have all moments in common.
    fileprivate var hasTwins: Bool {
        let varying = survey.features.filter { !$0.isConstant }
        return Set(varying).count < varying.count
    }

    fileprivate func constants(hasBias: Bool) -> [Dependence] {
        survey.features.indices.compactMap { index in
            let summary = survey.features[index]
            guard summary.isConstant, hasBias || summary.minimum == 0 else { return nil }
            return Dependence(feature: feature(index), features: [], includesBias: summary.minimum != 0)
        }
    }
}
