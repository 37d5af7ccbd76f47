internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The last look at the data, which alone decides how a fit ended.
///
/// In this order: what the samples cannot tell apart is set apart (`Aliases`); data that are separated have no optimum; then what
/// is left to gain at the point that is returned, by the sweep's own answer there. Where the solver has no curvature of its own to
/// tell by, or one of too few digits, Newton's method looks at the same point; and where it finds something left, it goes on.
extension Course {
    /// Looks at where the loop is after a turn. Leaves an outcome where this is the end.
    mutating func audit() throws(DescentError) {
        if looksAround {
            try setApartWhereSingular()
            try setApartAtTheEnd()
            try testSeparationOnSuspicion()
            if outcome == nil, try lookAtKinks() { return }
        }
        if outcome == nil, loop.isUnderWay, isWorthNewton { return try lookCloser(.curvature) }
        guard outcome == nil, let claim = state.claim else { return }
        let appraisal = Appraisal(
            claim, state, of: sweep.neuron, by: loop.solver, rounding: Double(Element.ulpOfOne) / 2,
            condition: trail.condition)
        if looksAround, !isValidated, trail.looks < AuditTrail.mostLooks, let look = appraisal.look,
            isAffordable(look), isOfUse(look)
        {
            return try lookCloser(look)
        }
        if isOfAllData { trail.certificate = appraisal.certificate(ulp: Double(Element.ulpOfOne)) }
        outcome = appraisal.outcome
        // Where there may be no optimum, nobody vouches for one.
        if trail.isSeparationOpen, case .converged = outcome { outcome = .stalled }
        guard isOfAllData, !sweep.neuron.isConvex else { return }
        nameDeadUnits()
        if case .localMinimum(let criterion) = outcome { outcome = try judgeMinimum(criterion) }
    }

    /// Whether the fit is one of all data that is not only a part of another: mini-batches and streams are never read again.
    private var looksAround: Bool { isOfAllData && !trail.isTail }

    /// Whether a look shows more than was seen: of Newton's method by Hessians only in more digits.
    private func isOfUse(_ look: Query.Extra) -> Bool {
        guard case .newton = state.memory, look == .curvature else { return true }
        return answers.precise == nil && isWidenable
    }

    /// Whether a Hessian is a small part of what the fit has cost, or costs nothing that anybody would notice; or is the only way
    /// to an answer.
    func isAffordable(_ look: Query.Extra) -> Bool {
        let count = sweep.zero.values.count, samples = Double(sweep.data.sampleCount)
        guard count <= LBFGS.largestMetric else { return false }
        let operations = Double(count) * Double(count) * samples
        if look == .triangle { return operations <= Automatic.cheapHessian }
        return operations <= Self.unnoticedOperations || operations <= 2 * reads * Double(count) * samples
            || state.memory.walk?.isSingular == true && operations <= Automatic.cheapAtCorners
    }

    /// Whether a method without the risk's own curvature has read the data so often that Newton's would have been done.
    private var isWorthNewton: Bool {
        guard looksAround, !isValidated, trail.first == nil, solver.seeksOptimum,
            sweep.neuron.isConvex, sweep.neuron.smoothness.hasCurvature, reads > Self.readsBeforeNewton,
            state.query.scope == .all, state.memory.walk?.isExact == false
        else { return false }
        if case .lbfgs(_, let own) = state.memory, own.hasMetric { return false }
        if case .product = state.query.extra { return false }
        return isAffordable(.curvature)
    }

    private static var readsBeforeNewton: Double { 150 }

    /// What takes a few milliseconds, which nobody notices.
    private static var unnoticedOperations: Double { 2e8 }

    /// Where products of the samples have too few digits whatever the solver, Newton's method by triangles takes its place at once.
    mutating func lookCloserFromTheStart() throws(DescentError) {
        guard sweep.neuron.smoothness.hasCurvature, !isValidated, isAffordable(.triangle) else { return }
        try lookCloser(.triangle)
    }

    mutating func lookCloser(_ look: Query.Extra) throws(DescentError) {
        let left = max(2, solver.stopping.iterations - steps)
        trail.looks += 1
        // In double precision where the data are of single precision and few.
        if isWidenable, answers.precise == nil { answers.precise = try inDouble(sweep.neuron) }
        var setting = sweep.setting(from: standing, occasion: .allData)
        if answers.precise != nil { setting.ulp = .ulpOfOne }
        goOn(by: newton(look == .triangle, steps: left), setting)
    }

    /// Where the walk stands, and not where it tries to go.
    var standing: Parameters {
        parameters.with(state.memory.walk.flatMap { $0.firstLoss.isNaN ? nil : $0.base } ?? parameters.values)
    }

    /// Newton's method for the same risk.
    func newton(_ usesTriangle: Bool, steps: Int) -> Newton {
        var newton = Newton(
            penalty: solver.penalty, bounds: solver.bounds, stopping: solver.stopping.closer(left: steps))
        newton.usesTriangle = usesTriangle
        return newton
    }

    /// Lets it take the place of the solver that there is.
    mutating func goOn(by newton: Newton, _ setting: Setting) {
        trail.taken = steps
        trail.first = trail.first ?? loop
        loop = FitLoop(newton, newton.start(setting), apart: loop.apart)
    }

    /// A sweep of the same data in Double, by the same neuron or one that stands for it.
    func inDouble(_ neuron: some Neuron) throws(DescentError) -> Sweep<Double> {
        let data = if let same = sweep.data as? Dataset<Double> { same } else { try sweep.data.widened() }
        return try Sweep<Double>(
            data, neuron: neuron, hasBias: parameters.hasBias, risk: sweep.risk, standardisation: sweep.standardisation,
            grant: sweep.grant, cancellation: sweep.cancellation)
    }

    private var isWidenable: Bool { Element.self == Float.self && isInDoubleAtHand }

    /// Whether the data are of Double, or few enough for a copy: 32 MB of X.
    var isInDoubleAtHand: Bool {
        Element.self == Double.self || sweep.data.featureCount * sweep.data.sampleCount <= 4 << 20
    }
}
