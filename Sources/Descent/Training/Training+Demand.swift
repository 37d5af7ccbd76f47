extension Training {
    /// Reads of X after which the fit has ended in all likelihood: by its limit of steps, or as fits by such a solver do.
    package var mostReads: Double {
        if let batchSweep, let descent = solver as? FirstOrder {
            return Double(descent.stopping.iterations) / Double(batchSweep.order.batchesPerEpoch)
        }
        let setting = sweep.setting(from: sweep.zero, occasion: .allData)
        return Demand(of: solver, in: setting, readsPerGradient: sweep.plan.readsPerEvaluation).reads.upperBound
    }
}
