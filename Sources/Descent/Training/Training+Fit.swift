extension Training {
    /// Goes on to the end. `progress` hears of every step.
    ///
    /// - Throws: as `step()`.
    public consuming func fit(_ progress: (Progress) -> Void = { _ in }) throws(DescentError) -> Fit<Element> {
        while let step = try step() { progress(step) }
        return try result()
    }

    /// What the fit has come to; before its end, with the outcome `cancelled`.
    consuming func result() throws(DescentError) -> Fit<Element> {
        if state.outcome == nil { end(.cancelled) }
        let report = Report(
            outcome: state.outcome!, warnings: warnings, neuron: sweep.neuron.name, solver: solver.recipe,
            batches: batches, plan: sweep.plan, threads: sweep.threads, steps: state.steps, epochs: epochs,
            reads: reads, loss: state.loss, gradientNorm: state.gradientNorm,
            validationLoss: validation.flatMap { $0.best == nil ? nil : $0.bestLoss }, seconds: seconds)
        return Fit(layer: try layer(), parameters: parameters, report: report, state: encodedState)
    }
}
