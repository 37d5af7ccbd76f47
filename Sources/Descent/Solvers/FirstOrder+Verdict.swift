extension FirstOrder {
    /// Whether the answer that the state holds ends the fit; a step follows where it does not.
    func verdict(_ state: inout SolverState) -> Outcome? {
        if state.steps == 0 { state.numbers[Number.firstLoss] = state.loss }
        let first = state.numbers[Number.firstLoss]
        switch state.occasion {
        case .stream: return nil
        case .batches(let count):
            if hasGrown(state, from: first) { return .diverged(.init(rate: state.rate)) }
            return hasSettled(&state, stepsPerEpoch: count) ? .converged(.lossChange) : nil
        case .allData:
            if hasGrown(state, from: first) { return .diverged(.init(rate: state.rate)) }
            if state.gradientNorm == 0 || state.gradientNorm <= stopping.gradientNorm ?? 0 {
                return .converged(.gradientNorm)
            }
            // Before anything is noted of this answer: a fit that resumes with a higher limit asks for it again.
            if state.steps >= stopping.iterations { return .limit(.iterations) }
            return hasSettled(&state, stepsPerEpoch: 1) ? .converged(.lossChange) : nil
        }
    }

    private func hasGrown(_ state: SolverState, from first: Double) -> Bool {
        !(state.loss - first <= Self.largestGrowth * (1 + first.magnitude)) || !state.gradientNorm.isFinite
    }

    /// Compares the mean loss of an epoch with that of the one before.
    private func hasSettled(_ state: inout SolverState, stepsPerEpoch: Int) -> Bool {
        state.numbers[Number.epochLoss] += state.loss
        guard (state.steps + 1) % stepsPerEpoch == 0 else { return false }
        let mean = state.numbers[Number.epochLoss] / Double(stepsPerEpoch), last = state.numbers[Number.lastLoss]
        state.numbers[Number.lastLoss] = mean
        state.numbers[Number.epochLoss] = 0
        guard let tolerance = stopping.lossChange else { return false }
        return (mean - last).magnitude <= tolerance * max(1, mean.magnitude)
    }

    /// Back to the last point that had an answer.
    public func retreat(_ state: inout SolverState) {
        let count = state.query.point.values.count, before = rule.numbersPerParameter * count
        state.query.point.values = Array(state.memory[before..<before + count])
        state.outcome = .diverged(.init(rate: state.rate))
    }
}
