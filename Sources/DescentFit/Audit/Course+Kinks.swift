internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// A closer look at losses of straight pieces (absolute error, hinge): Newton's method on the loss with its corners rounded off, less
/// and less, until what rounding them off can cost is nothing. Where Huber's loss is all but that, Newton's method loses its way
/// among samples that pass from one piece to the next, and begins again from where such a walk has led.
extension Course {
    /// Takes the look, or the next step of it. False where the neuron is another, or a look would cost too much.
    mutating func lookAtKinks() throws(DescentError) -> Bool {
        guard let knee, !trail.hasEased, solver.seeksOptimum, state.query.scope == .all else { return false }
        if let width = trail.width {
            guard let claim = state.claim else { return true }
            if case .limit(.time) = claim {
                try endAtKinks(width)
                outcome = .limit(.time)
                return true
            }
            if width > narrowest { return try look(width: max(width / Self.narrowing, narrowest)) }
            if knee > 0 {
                trail.hasEased = true
                trail.width = nil
                answers.precise = nil
                try lookCloser(.curvature)
            } else {
                try endAtKinks(width)
            }
            return true
        }
        if knee > 0, !isLostBetweenPieces(knee) { return false }
        // A line search finds its way among kinks slowly, and cannot tell when it is there.
        switch state.claim {
        case .satisfied(.gradientNorm), .limit, .diverged: return false
        case nil: guard knee > 0 || state.steps >= Self.stepsBefore else { return false }
        case .satisfied, .stalled: break
        }
        guard isAffordable(.curvature), !isValidated else { return false }
        return try look(width: scale)
    }

    private var knee: Double? { sweep.neuron.traits.corners?.knee }

    /// Whether Newton's method on Huber's loss has taken more steps than it takes where it finds its way, or has stopped.
    private func isLostBetweenPieces(_ knee: Double) -> Bool {
        guard case .newton(let walk) = state.memory, knee < scale else { return false }
        switch state.claim {
        case nil: return state.steps >= Self.stepsBeforeEasing
        case .stalled: return true
        case .satisfied: return walk.isLost
        default: return false
        }
    }

    private static var stepsBefore: Int { 20 }
    private static var stepsBeforeEasing: Int { 30 }
    private static var narrowing: Double { 8 }
    /// How many steps one width gets.
    private static var steps: Int { 40 }

    /// How large the loss of a sample is.
    private var scale: Double {
        let weight = sweep.risk == .mean ? 1 : sweep.data.survey.totalWeight
        let size = sweep.setting(from: sweep.zero, occasion: .allData).lossScale / weight
        return size > 0 ? size : 1
    }

    /// Of Huber's loss narrower than its bow. A sample that is to end at a share s of the bow's slope ends at μ s / √(1 − s²) of the
    /// rounded loss. Only where that lies within the bow does Newton's method begin among the samples that hold the optimum, and on a
    /// Hessian of full rank: for s up to 0.9999. (With μ as wide as the bow, s up to 0.7, one in ten fits of 12 samples stalled.)
    private var narrowest: Double {
        let floor = 0x1p-36 * scale
        return if let knee, knee > 0 { min(knee, max(knee / 64, floor)) } else { floor }
    }

    private mutating func look(width: Double) throws(DescentError) -> Bool {
        guard let neuron = sweep.neuron.traits.corners?.rounded(by: width), isInDoubleAtHand else { return false }
        let rounded = try inDouble(neuron)
        var setting = rounded.setting(from: trail.width == nil ? standing : parameters, occasion: .allData)
        setting.lossScale = sweep.setting(from: sweep.zero, occasion: .allData).lossScale
        trail.width = width
        answers.precise = rounded
        // Curvatures of samples at a corner and elsewhere are as far apart as corners are narrow, which takes digits.
        goOn(by: newton(solver.penalty.l1 == 0 && solver.bounds.isNone, steps: Self.steps), setting)
        return true
    }

    /// The end at the narrowest corners: the loss itself at the point, and what is left of it.
    private mutating func endAtKinks(_ width: Double) throws(DescentError) {
        let remainder = Remainder(state, rounding: Double(Element.ulpOfOne) / 2)
        let weight = sweep.risk == .mean ? 1 : sweep.data.survey.totalWeight
        answers.precise = nil
        let setting = sweep.setting(from: sweep.zero, occasion: .allData)
        let evaluation = try sweep.lossGradient(at: parameters)
        let penalty = state.loss - smoothedLoss
        state.loss = evaluation.loss + penalty
        let isLame = state.memory.walk.map { $0.isSingular || $0.isLost && $0.hasCorners } ?? true
        let left = isLame ? .infinity : (remainder?.decrement ?? .infinity) + width * weight
        let size = max(state.loss.magnitude, setting.lossScale)
        // No loss is below 0.
        let bound = min(left, solver.penalty.isNone ? evaluation.loss : .infinity)
        // At a kink the rounding of a score costs to first order, and as much again where the loss is evaluated.
        let spread = Double(Element.ulpOfOne) / 2 * scoreSize(parameters.values, setting.sizes) * weight
        trail.certificate = Certificate(
            newtonDecrement: bound.isFinite ? bound + 2 * spread : nil, condition: nil, digits: nil)
        // Of weights so large that rounding them costs what a fit can gain, nobody knows what the loss is, unless it is 0.
        let isLostInRounding = spread > setting.lossScale && evaluation.loss > 0x1p-32 * setting.lossScale
        outcome = bound <= 0x1p-32 * size + 4 * spread && !isLostInRounding ? .converged(.precision) : .stalled
        if outcome == .stalled { standWhereItWasBetter() }
    }

    /// Goes back to where the solver itself had come, where that is better.
    private mutating func standWhereItWasBetter() {
        guard let before = trail.first?.state, let walk = before.memory.walk, walk.loss < state.loss else { return }
        state.query.point = parameters.with(walk.base)
        state.loss = walk.loss
        state.gradientNorm = before.gradientNorm
        trail.certificate = .none
    }

    /// Of the last answer, without the penalty.
    private var smoothedLoss: Double { loop.evaluation.loss }
}
