internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Features that the samples cannot tell from combinations of others: they are set apart before anything is said about the rest,
/// and their weights are 0, as in R.
extension Dataset {
    /// Features beyond which no one looks for dependences: the factor takes the square of their number.
    static var mostForDependences: Int { 4096 }

    /// Whether two features that vary have all moments in common.
    var hasTwins: Bool {
        let varying = survey.features.filter { !$0.isConstant }
        return Set(varying).count < varying.count
    }

    /// Features that are constant, as a bias is, or 0 everywhere.
    func constants(hasBias: Bool) -> [Dependence] {
        survey.features.indices.compactMap { index in
            let summary = survey.features[index]
            guard summary.isConstant, hasBias || summary.minimum == 0 else { return nil }
            return Dependence(feature: feature(index), features: [], includesBias: summary.minimum != 0)
        }
    }
}

extension Course {
    /// Whether weights that the samples do not determine have no value of their own: a penalty, or limits, would choose one.
    private var hasAliases: Bool {
        isOfAllData && solver.seeksOptimum && solver.penalty.isNone && solver.bounds.isNone
    }

    /// Sets apart, before the first query, what the survey shows; and what only a factor of the data shows, where the survey points
    /// to it.
    mutating func setApartFromTheStart() throws(DescentError) {
        trail.hasBegun = true
        guard hasAliases, !trail.isTail else { return }
        let data = sweep.data, coefficients = data.featureCount + (parameters.hasBias ? 1 : 0)
        let constants = data.constants(hasBias: parameters.hasBias)
        // A fit that goes on from a saved state knows who was set apart, but no names.
        let wasFactored = state.steps > 0 && Set(places(of: constants)) != Set(loop.apart)
        if wasFactored || data.hasTwins || data.sampleCount < coefficients && isCheapToFactor {
            try setApart()
        } else {
            setApart(constants)
        }
    }

    /// Of the weights of dependent features.
    private func places(of found: [Dependence]) -> [Int] {
        found.flatMap { dependence in
            (0..<sweep.zero.outputCount).map { $0 * sweep.data.featureCount + dependence.feature.index }
        }
    }

    /// Finds out who is to blame for a curvature that was singular where it was first known, and begins again without them. What
    /// is nearly dependent, but not quite, needs more digits than products of the samples have.
    mutating func setApartWhereSingular() throws(DescentError) {
        let walk = state.memory.walk, mayBeFlat = sweep.neuron.smoothness == .once && walk?.isLost == true
        guard hasAliases, !trail.hasLookedForAliases, walk?.isSingular == true || mayBeFlat else { return }
        try setApart()
    }

    /// The same at the end of a solver that has no curvature that could have shown it.
    mutating func setApartAtTheEnd() throws(DescentError) {
        let isBlind = state.memory.walk.map { !$0.hasCurvature } ?? false
        guard hasAliases, !trail.hasLookedForAliases, state.claim != nil, isBlind, isCheapToFactor else { return }
        try setApart()
    }

    /// The same for data that may be separated. Whether a feature was set apart that was not before.
    mutating func setApartWhatSeparates() throws(DescentError) -> Bool {
        guard hasAliases, !trail.hasLookedForAliases, isCheapToFactor else { return false }
        let before = loop.apart
        try setApart()
        return loop.apart != before
    }

    /// Whether a factor of the data costs no more than a Hessian that Newton's method is taken for.
    private var isCheapToFactor: Bool {
        let data = sweep.data
        return Double(data.sampleCount) * Double(data.featureCount) * Double(data.featureCount)
            <= Automatic.cheapHessian
    }

    private mutating func setApart() throws(DescentError) {
        trail.hasLookedForAliases = true
        let data = sweep.data, hasBias = parameters.hasBias
        guard data.featureCount <= Dataset<Element>.mostForDependences else {
            return setApart(data.constants(hasBias: hasBias))
        }
        let (found, condition, reads) = try LeastSquares.dependences(data, hasBias: hasBias, threads: sweep.threads)
        extraReads += reads
        trail.condition = condition
        trail.hasDependences = found.contains { !$0.features.isEmpty }
        let coefficients = data.featureCount + (hasBias ? 1 : 0)
        if data.sampleCount < coefficients {
            setApart(found, warning: [.underdetermined(rank: coefficients - found.count, coefficients: coefficients)])
        } else {
            setApart(found)
        }
        if condition * condition > Remainder.worstCondition { try lookCloserFromTheStart() }
    }

    private mutating func setApart(_ found: [Dependence], warning: [Report.Warning]? = nil) {
        let apart = places(of: found)
        warnings = warning ?? found.map(Report.Warning.dependent)
        guard Set(apart) != Set(loop.apart) else { return }
        restart(without: apart)
    }
}
