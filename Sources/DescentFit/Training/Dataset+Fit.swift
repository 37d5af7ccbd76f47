public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Fits in one line.
extension Dataset {
    /// The neuron that minimises the risk on this data.
    ///
    ///     let fit = try data.fit(neuron: .logistic)
    ///     print(fit.layer.weights.values, fit.outcome)
    ///
    /// In the coordinates of centred and scaled features, so that scales do not matter; the layer predicts on the original
    /// ones, and so does every penalty count. The linear neuron without an l1 penalty needs no descent: its weights come
    /// from a QR, refined to the last digits that the data hold, and a feature that depends on others gets the weight 0
    /// and a warning in the report.
    ///
    /// - Parameters:
    ///   - neuron: what learns.
    ///   - penalty: see `Penalty`. Default none.
    ///   - bounds: limits of the weights. Default none.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: hears of every step.
    /// - Throws: what makes a fit impossible, as `Training.init` and `Training.step()`; a fit that does not converge ends
    ///   with an outcome that says so.
    public func fit(
        neuron: some Neuron, penalty: Penalty = .none, bounds: Bounds = .none, hasBias: Bool = true,
        threads: Int? = nil, progress: (FitProgress) -> Void = { _ in }
    ) throws(DescentError) -> Fit<Element> {
        try fit(
            neuron: neuron, by: .automatic(penalty: penalty, bounds: bounds), hasBias: hasBias, threads: threads,
            progress: progress)
    }

    /// The same by a solver of choice, which names penalty and bounds itself; `Solver.automatic` says how the other form chooses.
    public func fit(
        neuron: some Neuron, by solver: Solver, hasBias: Bool = true, threads: Int? = nil,
        progress: (FitProgress) -> Void = { _ in }
    ) throws(DescentError) -> Fit<Element> {
        try Training(self, neuron: neuron, by: solver, hasBias: hasBias, standardised: true, threads: threads)
            .fit(progress: progress)
    }

    /// `fit`, off the tasks' pool. Cancelling the task ends it before its next tile is read, or after the factorisation that is under
    /// way, with the outcome `cancelled` and the parameters of the last whole step.
    public func fit(
        neuron: some Neuron, penalty: Penalty = .none, bounds: Bounds = .none, hasBias: Bool = true,
        threads: Int? = nil, progress: (@Sendable (FitProgress) -> Void)? = nil, checkpoint: Checkpoint? = nil
    ) async throws(DescentError) -> Fit<Element> {
        try await fit(
            neuron: neuron, by: .automatic(penalty: penalty, bounds: bounds), hasBias: hasBias, threads: threads,
            progress: progress, checkpoint: checkpoint)
    }

    /// `fit` by a solver of choice, off the tasks' pool and cancelled as the other.
    public func fit(
        neuron: some Neuron, by solver: Solver, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (FitProgress) -> Void)? = nil, checkpoint: Checkpoint? = nil
    ) async throws(DescentError) -> Fit<Element> {
        try await offThePool { () throws(DescentError) in
            try Training(self, neuron: neuron, by: solver, hasBias: hasBias, standardised: true, threads: threads)
                .fit(progress: { progress?($0) }, checkpoint: checkpoint)
        }
    }
}
