public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

extension Dataset {
    /// What a fit will do, and why: see ``Forecast``. Or what `fits` of several members will: reads are of all of them together, and
    /// memory is all that they take beside the data.
    ///
    ///     print(try data.forecast(neuron: .logistic))
    ///
    /// - Parameters:
    ///   - neuron: what learns.
    ///   - members: of `fits`; `crossValidate` has one for every fold and penalty, `fitOneVsRest` one for every class. Default nil, for
    ///     `fit`.
    ///   - solver: with its penalty and bounds. Default that of `fit` without any.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: what would make the fit impossible before its first read, and `illegalOption` for fewer than one member or more than a
    ///   million.
    public func forecast(
        neuron: some Neuron, members: Int? = nil, by solver: Solver = .automatic(), hasBias: Bool = true,
        threads: Int? = nil
    ) throws(DescentError) -> Forecast {
        guard let members else {
            return try forecastAlone(neuron: neuron, by: solver, hasBias: hasBias, threads: threads)
        }
        guard (1...1_000_000).contains(members) else {
            throw .illegalOption(
                name: "the number of members", value: "\(members)", requirement: "from 1 to 1 000 000")
        }
        let context = try ManySweep<Element>.Context(
            self, neuron: neuron, folds: nil, hasBias: hasBias, standardised: true, threads: threads)
        let setting = context.setting, solver = solver.method
        try solver.validate(for: setting)
        var chosen = solver.chosen(for: setting), reason = "it was asked for"
        if let automatic = solver as? Automatic { (chosen, reason) = automatic.choice(for: setting) }
        let demand = chosen.demand(in: setting, readsPerGradient: 1)
        let memory = context.memory(of: [chosen], members: members)
        var forecast = Forecast(
            neuron: neuron.name, solver: chosen.recipe, reason: reason, features: featureCount, samples: sampleCount,
            outputs: context.zero.outputCount, bytesOfX: bytes, reads: demand.reads,
            basis: demand.basis, memory: memory)
        forecast.fits = members
        return forecast
    }
}

extension ManySweep.Context {
    /// Of so many members by these solvers, one after the other and again.
    func memory(of solvers: [any Solving], members: Int) -> Forecast.Memory {
        let number = MemoryLayout<Double>.stride, count = zero.values.count, setting = self.setting
        let plan = data.plan(
            outputs: zero.outputCount, isStaged: standardisation?.isStaged ?? false, partialCount: count)
        let curved = ManyCurvature<Element>.capacity(neuron, shape: zero, plan: plan, members: members)
        var memory = Forecast.Memory()
        memory.machine = Machine.memory
        for index in solvers.indices {
            let demand = solvers[index].demand(in: setting, readsPerGradient: 1)
            let fits = (members - index + solvers.count - 1) / solvers.count
            memory.solver = Forecast.Memory.sum(
                memory.solver, Forecast.Memory.product(fits, Forecast.Memory.sum(demand.numbers, 2 * count), number))
            let sample = Forecast.Memory.product(demand.sample, plan.features, MemoryLayout<Element>.stride)
            memory.sample = max(memory.sample, sample)
            switch demand.hessian {
            case .none: break
            // In common.
            case .rough(let order, _):
                memory.hessian = Forecast.Memory.product(order, order, MemoryLayout<Float>.stride)
            // Those that a read answers with wait for their members.
            case .ofAllData where curved > 0:
                let partials = OrderedTree.bytes(
                    chunks: plan.chunks, threads: grant.threads,
                    partialCount: curved * ManyCurvature<Element>.numbers(neuron, zero))
                memory.hessian = Forecast.Memory.sum(
                    partials, Forecast.Memory.product(members, count, count, number))
            // One for every thread that asks for it, and the partials behind it.
            case .ofSample, .ofAllData:
                memory.hessian = max(
                    memory.hessian, Forecast.Memory.product(3, min(grant.threads, members), count, count, number))
            }
        }
        let layout = ManyLossGradient<Element>.Layout(
            features: plan.features, width: zero.outputCount, capacity: members)
        memory.partials = OrderedTree.bytes(
            chunks: plan.chunks, threads: grant.threads, partialCount: layout.count)
        return memory
    }
}
