public import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension Training {
    /// Goes on to the end. `progress` hears of every step.
    ///
    /// Takes the training with it; a loop over `step()` that needs what a fit returns asks for `result()`.
    ///
    /// - Throws: as `step()`.
    public consuming func fit(_ progress: (FitProgress) -> Void = { _ in }) throws(DescentError) -> Fit<Element> {
        while let step = try step() { progress(step) }
        return try result()!
    }

    /// What the fit has come to; nil while it goes on.
    public borrowing func result() throws(DescentError) -> Fit<Element>? {
        guard let outcome else { return nil }
        let report = Report(
            outcome: outcome, warnings: course.warnings, neuron: sweep.neuron.name, solver: solver.recipe,
            batches: batches, plan: sweep.plan, threads: sweep.threads, steps: course.steps, epochs: epochs,
            reads: reads, bytesRead: Int((reads * Double(sweep.data.bytes)).rounded()), risk: state.loss,
            gradientNorm: state.gradientNorm,
            validationLoss: validation.flatMap { $0.best == nil ? nil : $0.bestLoss }, seconds: seconds,
            certificate: course.trail.certificate)
        return Fit(
            layer: try layer(), parameters: parameters, standardisation: sweep.standardisation, report: report,
            saved: saved, data: sweep.data, penalty: solver.penalty,
            evidence: course.evidence)
    }
}
