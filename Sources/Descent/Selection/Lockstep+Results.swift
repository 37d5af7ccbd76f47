internal import DescentAlgebra

/// How columns ended, and what is left to do for one of them alone.
extension Lockstep {
    /// In the order of the columns, and how often X was read in all.
    func results() throws(DescentError) -> (results: [Result<ColumnFit<Element>, DescentError>], reads: Double) {
        var results: [Result<ColumnFit<Element>, DescentError>] = [], extra = 0.0
        for run in runs {
            do throws(DescentError) {
                if let error = run.error { throw error }
                if run.isSuspicious, let (fit, reads) = try finishAlone(run) {
                    extra += reads
                    results.append(.success(fit))
                } else {
                    results.append(.success(try fit(of: run, outcome: run.outcome!, warnings: [])))
                }
            } catch { results.append(.failure(error)) }
        }
        return (results, reads + extra)
    }

    private func fit(
        of run: ColumnRun<Element>, outcome: Outcome, warnings: [Report.Warning]
    ) throws(DescentError) -> ColumnFit<Element> {
        let state = run.state
        return ColumnFit(
            column: run.column, layer: try context.layer(at: state.query.point), parameters: state.query.point,
            outcome: outcome, warnings: warnings, solver: run.solver.recipe, steps: state.steps, loss: state.loss,
            gradientNorm: state.gradientNorm,
            certificate: run.appraisal?.certificate(ulp: Double(Element.ulpOfOne)) ?? .none)
    }

    /// A column that may have no optimum, on data of its own: an ordinary fit goes on from where this one is, and finds out.
    /// A rule of descent that has ended is only told.
    private func finishAlone(
        _ run: ColumnRun<Element>
    ) throws(DescentError) -> (fit: ColumnFit<Element>, reads: Double)? {
        let context = context, point = run.state.query.point
        if run.solver.seeksOptimum {
            let fit = try context.fitAlone(run.column, by: run.solver, from: .point(point))
            return (ColumnFit(run.column, fit, stepsBefore: run.state.steps), fit.report.reads)
        }
        let derived = try context.derived(for: run.column)
        func test(_ neuron: some Neuron) throws(DescentError) -> Separation {
            try Separation.test(
                derived, neuron: neuron, free: FreeWeights(features: derived.features, held: run.solver),
                suspecting: context.standardisation?.original(point) ?? point, threads: context.grant.threads)
        }
        let verdict = try test(context.neuron)
        if case .undecided(let obstacle) = verdict {
            return (
                try fit(of: run, outcome: run.outcome!, warnings: [.mayBeSeparated(obstacle)]), 0
            )
        }
        guard verdict != .none else { return nil }
        return (try fit(of: run, outcome: .separated(verdict, output: 0), warnings: []), 0)
    }
}
