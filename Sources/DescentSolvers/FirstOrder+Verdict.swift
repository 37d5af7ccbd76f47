extension FirstOrder {
    /// Whether the answer that the state holds ends the fit; a step follows where it does not.
    func verdict(_ state: SolverState, _ own: inout DescentMemory) -> Claim? {
        if state.steps == 0 { own.firstLoss = state.loss }
        let first = own.firstLoss
        switch state.occasion {
        case .stream: return nil
        case .batches(let count):
            if hasGrown(state, from: first) { return .diverged(rate: state.rate) }
            return hasSettled(state, &own, stepsPerEpoch: count) ? .satisfied(.lossChange) : nil
        case .allData:
            if hasGrown(state, from: first) { return .diverged(rate: state.rate) }
            if state.gradientNorm == 0 || state.gradientNorm <= stopping.gradientNorm ?? 0 {
                return .satisfied(.gradientNorm)
            }
            // Before anything is noted of this answer: a fit that resumes with a higher limit asks for it again.
            if state.steps >= stopping.iterations { return .limit(.iterations) }
            if schedule.isOver(at: state.steps) { return .limit(.schedule) }
            return hasSettled(state, &own, stepsPerEpoch: 1) ? .satisfied(.lossChange) : nil
        }
    }

    private func hasGrown(_ state: SolverState, from first: Double) -> Bool {
        !(state.loss - first <= Self.largestGrowth * (1 + first.magnitude)) || !state.gradientNorm.isFinite
    }

    /// Compares the mean loss of an epoch with that of the one before.
    private func hasSettled(_ state: SolverState, _ own: inout DescentMemory, stepsPerEpoch: Int) -> Bool {
        own.epochLoss += state.loss
        guard (state.steps + 1) % stepsPerEpoch == 0 else { return false }
        let mean = own.epochLoss / Double(stepsPerEpoch), last = own.lastLoss
        own.lastLoss = mean
        own.epochLoss = 0
        guard let tolerance = stopping.lossChange else { return false }
        return (mean - last).magnitude <= tolerance * max(1, mean.magnitude)
    }
}
