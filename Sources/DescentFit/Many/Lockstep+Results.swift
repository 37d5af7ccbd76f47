internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// How members ended, and what is left to do for one of them alone.
extension Lockstep {
    /// In the order of the members, and how often X was read in all.
    func results() throws(DescentError) -> (results: [Result<MemberFit<Element>, DescentError>], reads: Double) {
        var results: [Result<MemberFit<Element>, DescentError>] = [], extra = 0.0
        for run in runs {
            do throws(DescentError) {
                if let error = run.error { throw error }
                if run.isSuspicious, let (fit, reads) = try finishAlone(run) {
                    extra += reads
                    results.append(.success(fit))
                } else {
                    results.append(.success(try fit(of: run, outcome: run.outcome!, warnings: [])))
                }
            } catch .cancelled {
                results.append(.success(try fit(of: run, outcome: .cancelled, warnings: [])))
            } catch { results.append(.failure(error)) }
        }
        return (results, reads + extra)
    }

    private func fit(
        of run: MemberRun<Element>, outcome: Outcome, warnings: [Report.Warning]
    ) throws(DescentError) -> MemberFit<Element> {
        let state = run.state
        return MemberFit(
            member: run.member, layer: try context.layer(at: state.query.point), parameters: state.query.point,
            outcome: outcome, warnings: warnings, solver: run.solver.recipe, steps: state.steps, risk: state.loss,
            gradientNorm: state.gradientNorm,
            certificate: run.appraisal?.certificate(ulp: Double(Element.ulpOfOne)) ?? .none)
    }

    /// A member that may have no optimum, on data of its own: an ordinary fit goes on from where this one is, and finds out.
    /// A rule of descent that has ended is only told.
    private func finishAlone(
        _ run: MemberRun<Element>
    ) throws(DescentError) -> (fit: MemberFit<Element>, reads: Double)? {
        let context = context, point = run.state.query.point
        if run.solver.seeksOptimum {
            let fit = try context.fitAlone(run.member, by: run.solver, from: .point(point))
            return (MemberFit(run.member, fit, stepsBefore: run.state.steps), fit.report.reads)
        }
        let derived = try context.derived(for: run.member)
        let verdict = try Separation.test(
            derived, neuron: context.neuron, free: FreeWeights(features: derived.featureCount, held: run.solver),
            suspecting: context.standardisation?.original(point) ?? point, threads: context.grant.threads)
        if case .undecided(let reason) = verdict {
            return (
                try fit(of: run, outcome: run.outcome!, warnings: [.mayBeSeparated(reason: reason)]), 0
            )
        }
        guard verdict != .none else { return nil }
        return (try fit(of: run, outcome: .separated(verdict, output: 0), warnings: []), 0)
    }
}
