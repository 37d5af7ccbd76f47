internal import DescentAlgebra

extension Certificate {
    /// Of a least-squares fit, whose corrections end below the last place, unless it did not converge.
    init(of solution: LeastSquares.Solution) {
        newtonDecrement = nil
        condition = solution.condition * solution.condition
        digits = solution.isConverged ? -Math.decimalLogarithm(.ulpOfOne) : nil
    }

    /// Of a solver's state at the end.
    init(of state: SolverState, by solver: any Solver) {
        // Without an optimum nothing can be said of how near it is.
        if case .separated = state.outcome {
            self = .none
            return
        }
        guard let method = solver as? any LineSearchMethod, let end = WalkEnd(state, of: method) else {
            self = .none
            return
        }
        newtonDecrement = end.decrement
        condition = end.condition
        digits = end.digits(condition: condition ?? 1)
    }
}

/// What a certificate is made of in the state of a walk that has ended.
private struct WalkEnd {
    private let state: SolverState
    private let hasFactor: Bool
    private let count: Int

    /// Nil where the last answer was not about all data, or no step has been worked out from it.
    init?(_ state: SolverState, of method: any LineSearchMethod) {
        guard !state[.slope].isNaN, state.query.scope == .all else { return nil }
        if case .product = state.query.extra { return nil }
        self.state = state
        count = state.query.point.values.count
        hasFactor = method is Newton || state.hasMetric
    }

    /// −½ gᵀd with the step d = −H⁻¹g.
    var decrement: Double { state[.slope].magnitude / 2 }

    var condition: Double? {
        let norm = state[.curvatureNorm]
        guard hasFactor, norm > 0 else { return nil }
        if isSingular { return .infinity }
        if state[.condition] > 0 { return state[.condition] }
        return state.metric.withUnsafeBufferPointer { metric in
            // Only read.
            MetricFactor(UnsafeMutablePointer(mutating: metric.baseAddress!), count).condition(norm: norm)
        }
    }

    func digits(condition: Double) -> Double? {
        switch state.outcome {
        case .converged, .localMinimum: break
        default: return nil
        }
        // A fit that ends at a better point of validation data knows no step from there.
        let base = region(Walk.baseRegion), isLost = state[.isLost] != 0
        guard !isSingular, !isLost, state.query.point.values.elementsEqual(base) else { return nil }
        let size = largest(base), step = largest(region(Walk.directionRegion))
        let rounding = condition.squareRoot() * state[.ulp]
        let error = max(size > 0 ? step / size : 0, rounding)
        return max(0, -Math.decimalLogarithm(error))
    }

    private var isSingular: Bool { state[.isSingular] != 0 }

    private func region(_ place: Int) -> ArraySlice<Double> { state.memory[place * count..<(place + 1) * count] }

    private func largest(_ values: ArraySlice<Double>) -> Double { values.reduce(0) { max($0, $1.magnitude) } }
}

extension Dataset {
    /// Bytes of X.
    var bytes: Int { features * samples * MemoryLayout<Element>.stride }
}
