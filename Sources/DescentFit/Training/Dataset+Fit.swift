public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Fits in one line.
extension Dataset {
    /// The neuron that minimises the risk on this data.
    ///
    ///     let fit = try data.fit(.logistic)
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
    /// - Throws: what makes a fit impossible, as `Training.init` and `Training.step()`; a fit that does not converge ends
    ///   with an outcome that says so.
    public func fit(
        _ neuron: some Neuron, penalty: Penalty = .none, bounds: Bounds = .none, hasBias: Bool = true,
        threads: Int? = nil
    ) throws(DescentError) -> Fit<Element> {
        if let linear = LeastSquares.suits(neuron, penalty, bounds) {
            return try LeastSquares.fit(self, neuron, as: linear, penalty: penalty, hasBias: hasBias, threads: threads)
        }
        return try fit(neuron, by: Automatic(penalty: penalty, bounds: bounds), hasBias: hasBias, threads: threads)
    }

    /// The same by a solver of choice, which names penalty and bounds itself; ``Automatic`` says how the other form chooses.
    public func fit(
        _ neuron: some Neuron, by solver: some Solver, hasBias: Bool = true, threads: Int? = nil
    ) throws(DescentError) -> Fit<Element> {
        try Training(self, neuron: neuron, by: solver, hasBias: hasBias, standardised: true, threads: threads).fit()
    }
}
