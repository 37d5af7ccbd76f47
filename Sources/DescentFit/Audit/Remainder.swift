internal import DescentAlgebra
internal import DescentSolvers

/// What is left to gain where a walk ended, by the sweep's last answer there, which is at bitwise the point that is returned.
struct Remainder {
    /// δ, what the risk is above its minimum, and φ, what the rounding of the weights alone may cost; their larger one is
    /// certified.
    let decrement: Double
    let floor: Double
    /// What of δ the rounding of the gradient hides.
    let noise: Double
    /// The duality gap of an l1 penalty, to first order; 0 without one.
    let gap: Double
    /// What rounding does to a number of the data.
    private let ulp: Double
    /// Whether δ rests on a curvature that is not the risk's own.
    let isEstimate: Bool
    /// ‖H‖₁‖H⁻¹‖₁ of the parameters that are free; nil without a factor.
    let condition: Double?
    /// The same after scaling, which says whether the products of the samples had digits enough.
    let scaledCondition: Double?
    /// The largest part of the step that was not taken any more, beside the largest parameter.
    let change: Double

    /// - Parameter rounding: of a weight as the layer has it, relative to it.
    init?(_ state: SolverState, rounding: Double) {
        guard let walk = state.memory.walk, !walk.slope.isNaN, state.query.scope == .all else { return nil }
        if case .product = state.query.extra { return nil }
        var ownsFactor = walk.metric.norm > 0, isOwnCurvature = false
        switch state.memory {
        case .newton: isOwnCurvature = true
        case .lbfgs(_, let own): ownsFactor = ownsFactor && own.hasMetric
        default: ownsFactor = false
        }
        isEstimate = !(isOwnCurvature && ownsFactor)
        condition = ownsFactor ? (walk.isSingular ? .infinity : walk.metric.condition(walk.count)) : nil
        scaledCondition =
            ownsFactor && isOwnCurvature && !walk.hasCorners
            ? (walk.isSingular ? .infinity : walk.metric.scaledCondition(walk.count)) : nil
        var left = walk.slope.magnitude / 2
        if case .lbfgs(_, let own) = state.memory, own.hasMetric {
            left = max(left, own.bound(walk))
        }
        decrement = walk.hasCorners ? left * 2 : left
        gap = walk.gap
        ulp = walk.ulp
        let curvature = ownsFactor ? walk.meanCurvature : 1
        let spread = rounding * scoreSize(walk.base, walk.sizes)
        floor = curvature / 2 * spread * spread
        // A gradient is rounded by that of the residuals and of the samples, at random.
        let residual = walk.residualSize
        let inverse = walk.metric.norm > 0 ? (condition ?? 1) / walk.metric.norm : 0
        let largest = walk.sizes.reduce(0, max)
        noise = (walk.ulp * residual * largest) * (walk.ulp * residual * largest) * Double(walk.count) * inverse / 2
        let size = walk.base.reduce(0) { max($0, $1.magnitude) }
        let step = walk.direction.reduce(0) { max($0, $1.magnitude) }
        change = size > 0 ? step / size : 0
    }

    /// Whether an optimum may be claimed: what is left is nothing beside what a fit can gain, or beside what rounding the
    /// weights costs.
    func isNothing(beside loss: Double, _ scale: Double) -> Bool {
        // A loss far above what a constant loses is no measure of what may be left.
        let size = scale > 0 ? scale : loss.magnitude
        let isNothing = decrement + (isOfSinglePrecision ? noise : 0) <= Self.tolerance * size + Self.floors * floor
        // Where the curvature is the risk's own, what a step would gain is known better than by a gap, which is of the first order in
        // the gradient's rounding over l1.
        return isNothing && (!isEstimate || gap <= Self.tolerance * size)
    }

    var isOfSinglePrecision: Bool { ulp > 1e-10 }

    /// Of the risk, or of what the best constant prediction loses where that is more.
    static var tolerance: Double { 1e-10 }
    /// An optimum whose every weight is rounded loses φ on average; steps end a few times above that.
    static var floors: Double { 30 }
    /// Above this scaled condition, products of samples have too few digits for a factor of them: it is made by QR.
    static var worstCondition: Double { 1e12 }
}

extension Walk {
    /// About the root mean square of the residuals.
    var residualSize: Double { (2 * max(loss.magnitude, lossScale)).squareRoot() }

    /// Of the samples' second derivatives, about: what a bias has, or what features have beside their squares.
    fileprivate var meanCurvature: Double {
        func diagonal(_ i: Int) -> Double {
            let size = metric.norm(ofColumn: i, of: count)
            return max(0, size * size - l2[i])
        }
        let weights = sharedOutputs > 0 ? sharedOutputs * features : count / (features + 1) * features
        // Biases come last, if there are any.
        if count > weights, weights % max(features, 1) == 0 { return (weights..<count).map(diagonal).max() ?? 1 }
        let squares = sizes.reduce(0) { $0 + $1 * $1 }
        return squares > 0 ? (0..<count).reduce(0) { $0 + diagonal($1) } / squares : 1
    }
}

extension LBFGSMemory {
    /// ½ gᵀM⁻¹g / θ with M the sampled metric and θ the least of sᵀy / sᵀMs over the last steps: an estimate of what is left
    /// that does not trust the steps' own directions.
    fileprivate func bound(_ walk: Walk) -> Double {
        let least = leastQuotient(walk.metric)
        return walk.metric.decrement(walk.descentGradient) / max(min(least, 1), 0x1p-20)
    }
}
