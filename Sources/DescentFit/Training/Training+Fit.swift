public import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension Training {
    /// Goes on to the end. `progress` hears of every step, `checkpoint` saves states on the way.
    ///
    /// Takes the training with it; after a loop over `step()` it takes no more steps, and says what these have come to.
    ///
    /// - Throws: as `step()`, and `unsaved`.
    public consuming func fit(
        progress: (FitProgress) -> Void = { _ in }, checkpoint: Checkpoint? = nil
    ) throws(DescentError) -> Fit<Element> {
        while let step = try step() {
            progress(step)
            if let checkpoint, canGoOn, step.step % checkpoint.steps == 0 { try save(by: checkpoint) }
        }
        return try result()!
    }

    private func save(by checkpoint: Checkpoint) throws(DescentError) {
        do { try checkpoint.save(encodedState) } catch { throw .unsaved(step: course.steps, underlying: error) }
    }

    /// What the fit has come to; nil while it goes on.
    package borrowing func result() throws(DescentError) -> Fit<Element>? {
        guard let outcome else { return nil }
        if let solved { return solved }
        let report = Report(
            outcome: outcome, warnings: course.warnings, neuron: sweep.neuron.name, solver: recipe,
            batches: batches, plan: sweep.plan, threads: sweep.threads, steps: course.steps, epochs: epochs,
            reads: reads, bytesRead: Int((reads * Double(sweep.data.bytes)).rounded()), risk: state.loss,
            gradientNorm: state.gradientNorm,
            validationLoss: validation.flatMap { $0.best == nil ? nil : $0.bestLoss }, seconds: seconds,
            certificate: course.trail.certificate)
        return Fit(
            layer: try layer(), parameters: parameters, standardisation: sweep.standardisation, report: report,
            saved: direct == nil ? saved : nil, data: sweep.data, penalty: solver.penalty,
            evidence: course.evidence)
    }
}
