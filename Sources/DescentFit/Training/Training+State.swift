public import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// A fit's state as bytes, for checkpoints: see `SavedState`.
extension Training {
    /// Everything that changes during the fit, the place in the shuffle included: with the same data and options, a fit
    /// that resumes from here ends with the same bits as one that was never interrupted.
    ///
    /// Empty for a direct method, which has no way to go.
    public var encodedState: [UInt8] { direct == nil ? saved.encoded : [] }

    /// Whether a fit that goes on from the state as it is now ends as this one would have: not where there is none, and not at an end. A
    /// descent that its limit ended may go on with a higher one; a line search would ask for its last point again.
    package var canGoOn: Bool {
        guard direct == nil else { return false }
        guard let outcome else { return true }
        if case .limit = outcome { return solver is FirstOrder }
        return false
    }

    /// What `encodedState` encodes.
    var saved: SavedState {
        // Whoever goes on from here looks closer again where it must.
        let first = course.trail.first ?? course.loop
        var state = first.state
        if let beforeEnd { state.query.point = beforeEnd.point }
        let validation = beforeEnd?.validation ?? validation
        return SavedState(
            fingerprint: fingerprint, data: digest, apart: first.apart, state: state, seconds: seconds,
            best: validation?.best?.values ?? [], bestLoss: validation?.bestLoss ?? .infinity,
            checksSince: validation?.checksSince ?? 0)
    }

    /// Goes on from a state that `encodedState` gave; limits may differ, everything that decides steps must not.
    ///
    /// - Throws: `unusableState`, with this fit as it was, for what is no state of such a fit, or holds a value that none has; and
    ///   what reading the validation data throws, where the state is of a fit that
    ///   has reached its limit and the limit is not higher now. All ranks make this call together.
    public mutating func resume(from bytes: [UInt8]) throws(DescentError) {
        if direct != nil {
            throw .unusableState(
                reason: "least squares go on from nowhere: name the solver that the state is of, such as .newton()")
        }
        var reader = try StateReader(bytes), next = saved
        next.state = course.begun
        try next.code(with: &reader)
        try reader.expectEnd()
        validation?.best = next.best.isEmpty ? nil : next.state.query.point.with(next.best)
        validation?.bestLoss = next.bestLoss
        validation?.checksSince = next.checksSince
        restart(next.state, apart: next.apart, seconds: next.seconds)
        // With batches the step that reaches the limit is the last, and this one was taken; with all data an answer comes first.
        guard batches != nil, let rule = solver as? FirstOrder else { return }
        if state.steps >= solver.stopping.iterations {
            try endByLimit(.iterations)
        } else if rule.schedule.isOver(at: state.steps) {
            try endByLimit(.schedule)
        }
    }

    /// Of everything that decides where steps lead, but for the data's numbers.
    private var fingerprint: UInt64 {
        let words =
            "\(solver.recipe)|\(batches.map { "\($0)" } ?? "all")|\(sweep.neuron)|\(sweep.risk)|\(Element.self)|"
            + "\(sweep.plan)|\(sweep.standardisation != nil)|\(sweep.zero.hasBias)|\(validation != nil)"
        return StateWriter.fingerprint(of: words)
    }
}
