extension Fit {
    /// Standard errors and all that follows from them, for a converged fit of the linear, logistic, softmax or Poisson neuron
    /// without penalty.
    ///
    /// Reads the data once for losses and once for the Hessian, of the linear neuron as often as a fit, as its standard
    /// errors come from a QR; and once more for robust errors.
    ///
    /// - Parameters:
    ///   - errors: what standard errors rest on. Default the model.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `noStatistics` with the reason, and what a sweep throws.
    public func statistics(errors: Statistics.Errors = .model, threads: Int? = nil) throws(DescentError) -> Statistics {
        func make(_ neuron: some Neuron) throws(DescentError) -> Statistics {
            try Inference(self, neuron, threads: threads).statistics(errors: errors)
        }
        // Twice the squared error has the same minimum, but not the same likelihood.
        if layer.neuron is Linear { return try make(Linear()) }
        return try make(layer.neuron)
    }

    /// A table of the coefficients and of what the fit is worth, as text; where there are no statistics, the report and why.
    public var summary: String {
        do throws(DescentError) {
            return try statistics().summary
        } catch {
            return "\(report)\n\(error)"
        }
    }
}
