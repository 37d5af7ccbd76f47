internal import DescentSolvers
internal import DescentSweep

extension Training {
    /// Reads of X after which the fit has ended in all likelihood: by its limit of steps, or as fits by such a solver do.
    package var mostReads: Double {
        if batches != nil { return Double(solver.stopping.iterations) / Double(course.answers.stepsPerEpoch) }
        let setting = sweep.setting(from: sweep.zero, occasion: .allData)
        return solver.demand(in: setting, readsPerGradient: sweep.plan.readsPerEvaluation).reads.upperBound
    }
}
