public import DescentAlgebra
internal import DescentSweep

extension Fit {
    /// Standard errors and all that follows from them, for a converged fit of the linear, logistic, softmax or Poisson neuron
    /// without penalty.
    ///
    /// Features that depend on others cost only their own row. So do coefficients that run to infinity where classes, or zeros
    /// of counts, are separated in part: those that stay finite have the errors of the samples that nothing separates.
    ///
    /// Reads the data once for losses and once for the Hessian, of the linear neuron as often as a fit, as its standard
    /// errors come from a QR; once more for robust errors, and of the Poisson neuron for its deviance.
    ///
    /// - Parameters:
    ///   - errors: what standard errors rest on. Default the model.
    ///   - weights: what the sample weights are. Default repetitions: n = Σ w observations. As precisions, n is the number of
    ///     samples with a weight above 0, and the linear neuron's variance Σ w r² / (n − p).
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `noStatistics` with the reason, and what a sweep throws.
    public func statistics(
        errors: Statistics.Errors = .model, weights: Statistics.WeightMeaning = .repetitions, threads: Int? = nil
    ) throws(DescentError) -> Statistics {
        // Twice the squared error has the same minimum, but not the same likelihood.
        let neuron: any Neuron = layer.neuron.traits.isLinear ? Linear() : layer.neuron
        return try Inference(self, neuron, weights: weights, threads: threads).statistics(errors: errors)
    }

    /// The same off the tasks' pool. Cancelling the task ends it before the next tile, or after the factorisation that is under way, by
    /// throwing `cancelled`.
    public func statistics(
        errors: Statistics.Errors = .model, weights: Statistics.WeightMeaning = .repetitions, threads: Int? = nil
    ) async throws(DescentError) -> Statistics {
        try await data.offThePool { () throws(DescentError) in
            try statistics(errors: errors, weights: weights, threads: threads)
        }
    }

    /// A table of the coefficients and of what the fit is worth, weights taken as repetitions, as text; where there are no statistics, the report and why.
    public var summary: String {
        do throws(DescentError) {
            return try statistics().description
        } catch {
            return "\(report)\n\(error)"
        }
    }
}
