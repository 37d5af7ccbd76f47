internal import DescentSolvers
internal import DescentSweep

/// What a solver's claim is worth, by what its state holds of the last answer: one of many fits and a fit alone are judged by the
/// same rules.
struct Appraisal {
    private let claim: Claim
    private let state: SolverState
    private let isConvex: Bool
    private let smoothness: Smoothness
    private let hasCorners: Bool
    private let isWellConditioned: Bool
    let remainder: Remainder?

    /// - Parameter rounding: of a weight as the layer has it, relative to it.
    /// - Parameter condition: of the features, where somebody has looked.
    init(
        _ claim: Claim, _ state: SolverState, of neuron: any Neuron, by solver: any Solving, rounding: Double,
        condition: Double? = nil
    ) {
        isWellConditioned = condition.map { $0 * $0 <= Remainder.worstCondition } ?? false
        self.claim = claim
        self.state = state
        isConvex = neuron.isConvex
        smoothness = neuron.smoothness
        hasCorners = solver.penalty.l1 != 0 || !solver.bounds.isNone
        remainder = neuron.smoothness == .kinked(hasCurvature: false) ? nil : Remainder(state, rounding: rounding)
    }

    private var isNothingLeft: Bool {
        guard let remainder, let walk = state.memory.walk else { return false }
        // Where even the triangle has lost a direction, nothing is known of what it holds; unless the loss may be straight there, and has
        // no slope.
        if walk.isTriangle, walk.isLost, !isFlat(walk) { return false }
        return remainder.isNothing(beside: state.loss, walk.lossScale)
    }

    /// Whether the slope is no more than the rounding of residuals.
    private func isFlat(_ walk: Walk) -> Bool {
        guard smoothness == .once, isWellConditioned else { return false }
        let residual = walk.residualSize
        return zip(walk.gradient, walk.sizes).allSatisfy { $0.magnitude <= 64 * walk.ulp * residual * max($1, 1) }
    }

    /// Whether the curvature was lost, or never there, or has too few digits for a factor of it.
    private var isLame: Bool {
        guard let walk = state.memory.walk else { return false }
        return walk.isSingular || walk.isLost || remainder?.scaledCondition ?? 0 > Remainder.worstCondition
    }

    /// How Newton's method would have to look at the same point before anything can be said; nil where what is known suffices.
    var look: Query.Extra? {
        guard smoothness.hasCurvature else { return nil }
        switch claim {
        case .satisfied(.gradientNorm), .limit, .diverged: return nil
        case .satisfied, .stalled: break
        }
        switch state.memory {
        case .newton(let walk):
            if hasCorners {
                // Nothing but the penalty's corners holds a shift that all classes have in common, which takes digits.
                let isOpen = !isNothingLeft || walk.sharedOutputs > 0
                return isOpen && remainder?.isOfSinglePrecision == true ? .curvature : nil
            }
            if walk.isTriangle { return nil }
            // Where the curvature is not the risk's own, steps end before nothing is left, and another factor of it changes nothing.
            if isLame || isConvex && !isNothingLeft { return .triangle }
            return !isNothingLeft && remainder?.isOfSinglePrecision == true ? .curvature : nil
        case .lbfgs(let walk, let own):
            // A duality gap needs no curvature, and an estimate by that of a sample is taken for what it is.
            let isTold = own.hasMetric || walk.l1.contains { $0 > 0 }
            return isTold && isNothingLeft && !isLame ? nil : .curvature
        case .newtonCG: return .curvature
        case .descent, .taken: return nil
        }
    }

    /// How the fit has ended, where no look is taken and the risk is convex, or no more is to be had about a minimum.
    var outcome: Outcome {
        switch claim {
        case .limit(let limit): return .limit(limit)
        case .diverged(let rate): return .diverged(rate: rate, bound: nil)
        case .satisfied(.lossChange): return .settled
        case .stalled:
            guard isConvex, let remainder, !remainder.isEstimate, isNothingLeft else { return .stalled }
            return .converged(.precision)
        case .satisfied(let criterion):
            // A loss with kinks and no curvature has its optimum at a kink, where no gradient tells.
            let isKinked = smoothness == .kinked(hasCurvature: false)
            guard isConvex else {
                let isFlat = state.gradientNorm == 0 || criterion == .gradientNorm || !isKinked && isNothingLeft
                return isFlat ? .localMinimum(criterion) : .stalled
            }
            if criterion == .gradientNorm || smoothness == .mistakes { return .converged(criterion) }
            if isKinked { return state.gradientNorm == 0 ? .converged(criterion) : .stalled }
            return isNothingLeft ? .converged(criterion) : .stalled
        }
    }

    /// - Parameter ulp: of the data's numbers.
    func certificate(ulp: Double) -> Certificate { remainder.map { Certificate($0, claim, state, ulp: ulp) } ?? .none }
}
