internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension Dataset {
    /// Of one fit: `forecast(neuron:members:by:hasBias:threads:)` for no members.
    func forecastAlone(
        neuron: some Neuron, by solver: Solver, hasBias: Bool = true, threads: Int? = nil
    ) throws(DescentError) -> Forecast {
        if let automatic = solver.method as? Automatic, automatic.mayBeDirect,
            let linear = LeastSquares.suits(neuron, automatic.penalty, automatic.bounds)
        {
            return try LeastSquares.forecast(
                self, neuron, as: linear, penalty: automatic.penalty, hasBias: hasBias, threads: threads)
        }
        let sweep = try Sweep(self, neuron: neuron, hasBias: hasBias, standardised: true, threads: threads)
        try requireSeveralClasses(for: neuron)
        let setting = sweep.setting(from: sweep.zero, occasion: .allData), solver = solver.method
        try solver.validate(for: setting)
        var chosen = solver.chosen(for: setting), reason = "it was asked for"
        if let automatic = solver as? Automatic { (chosen, reason) = automatic.choice(for: setting) }
        let demand = chosen.demand(in: setting, readsPerGradient: sweep.plan.readsPerEvaluation)
        let memory = sweep.memory(for: demand)
        return Forecast(
            neuron: neuron.name, solver: chosen.recipe, reason: reason, features: featureCount, samples: sampleCount,
            outputs: sweep.plan.outputs, bytesOfX: bytes, reads: demand.reads,
            basis: demand.basis, memory: memory)
    }
}

extension Sweep {
    /// What a fit takes beside the data.
    fileprivate func memory(for demand: Demand) -> Forecast.Memory {
        let count = zero.values.count, number = MemoryLayout<Double>.stride
        var memory = Forecast.Memory()
        memory.machine = Machine.memory
        memory.solver = Forecast.Memory.product(demand.numbers, number)
        switch demand.hessian {
        case .none: break
        case .rough(let order, let samples):
            memory.hessian = Forecast.Memory.product(order, order + samples, MemoryLayout<Float>.stride)
        case .ofSample, .ofAllData: memory.hessian = Forecast.Memory.product(count, count, number)
        }
        if demand.sample > 0 {
            // In runs of 8.
            let copied = max(1, demand.sample / 8) * 8
            memory.sample = Forecast.Memory.product(copied, plan.features, MemoryLayout<Element>.stride)
        }
        let crew = min(threads, plan.chunks), tile = plan.tileSamples * plan.features * MemoryLayout<Element>.stride
        memory.tiles = crew * tile * ((feed.staging == nil ? 0 : 1) + (data.source.needsStaging ? 1 : 0))
        var partialCount = GradientPartial(plan).count, partialPlan = plan
        if demand.hessian == .ofAllData {
            guard
                let gram = try? Gram<Element>(
                    .curvature(neuron, at: point), features: plan.features, standardisation: nil)
            else {
                memory.partials = .max
                return memory
            }
            partialCount += gram.partialCount
            partialPlan = curvaturePlan(gram)
            memory.tiles += min(threads, partialPlan.chunks) * partialPlan.tileSamples * gram.order * number
        }
        memory.partials = OrderedTree.bytes(
            chunks: partialPlan.chunks, threads: threads, partialCount: partialCount)
        return memory
    }
}
