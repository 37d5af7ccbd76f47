internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension LeastSquares {
    /// What `fit` with the same arguments will do.
    static func forecast<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, as linear: Linear, penalty: Penalty, hasBias: Bool,
        threads: Int?
    ) throws(DescentError) -> Forecast {
        if let factors = penalty.factors, factors.count != data.featureCount {
            throw .mismatch(.penalty, .features, expected: data.featureCount, found: factors.count)
        }
        let factors = penalty.l2 == 0 ? nil : factors(of: penalty, data.survey)
        let problem = try LeastSquaresProblem(
            data, neuron: linear, hasBias: hasBias, ridge: penalty.l2, factors: factors, threads: threads)
        let memory = problem.isDual ? problem.dualMemory : problem.memory
        // The factor, corrections until none is left, and the loss at the end; from the side of the samples, a copy of data that do
        // not lie as they are used comes before.
        let isCopied = problem.isDual && data.source.needsStaging
        let reads = problem.isDual ? (isCopied ? 4.0 : 3.0)...(isCopied ? 10 : 9) : 3.0...problem.mostReads
        let shape = "n = \(data.featureCount), K = \(data.targets.rows) and m = \(data.sampleCount)"
        let reason =
            problem.isDual
            ? "an l2 penalty alone on a linear neuron of \(shape), at most half as many samples as features, is solved "
                + "directly, by QR of the samples"
            : "without an l1 penalty and bounds a linear neuron of \(shape) is solved directly, by QR"
        return Forecast(
            neuron: neuron.name, solver: recipe(penalty), reason: reason, features: data.featureCount,
            samples: data.sampleCount,
            outputs: data.targets.rows, bytesOfX: data.bytes, reads: reads,
            basis: "one for the triangle, one a correction until the last digit, one for the loss"
                + (problem.isDual
                    ? isCopied ? ", and one for a copy" : "" : "; more where features nearly depend on others"),
            memory: memory)
    }
}

extension LeastSquaresProblem {
    fileprivate var mostReads: Double { targetsInFactor > 0 ? 8 : 10 }

    fileprivate var memory: Forecast.Memory {
        let order = columns + targetsInFactor, number = MemoryLayout<Double>.stride
        var memory = Forecast.Memory()
        memory.machine = Machine.memory
        // A triangle, the same without dependent columns, and its inverse.
        memory.solver = Forecast.Memory.product(3, order, order, number)
        if let reduction = try? factorReduction {
            let plan = plan(reduction, minimumSamples: Self.factorSamples(reduction))
            memory.partials = OrderedTree.bytes(
                chunks: plan.chunks, threads: grant.threads, partialCount: reduction.partialCount)
            memory.tiles = min(grant.threads, plan.chunks) * reduction.blockSamples * order * number
        } else {
            memory.partials = .max
        }
        return memory
    }

    /// From the side of the samples nothing is as large as the square of the features.
    fileprivate var dualMemory: Forecast.Memory {
        let order = data.sampleCount, number = MemoryLayout<Double>.stride
        var memory = Forecast.Memory()
        memory.machine = Machine.memory
        // The triangle and the identity below it; per feature four numbers, and per weight a pair.
        memory.solver = Forecast.Memory.sum(
            Forecast.Memory.product(2, order, order, number),
            Forecast.Memory.product(4 + 2 * data.targets.rows, data.featureCount, number))
        guard let reflections = try? Reflections(order: order) else {
            memory.partials = .max
            return memory
        }
        let plan = DualProblem.plan(data, reflections.partialCount), crew = min(grant.threads, plan.chunks)
        memory.partials = OrderedTree.bytes(
            chunks: plan.chunks, threads: grant.threads, partialCount: reflections.partialCount)
        memory.tiles = Forecast.Memory.sum(
            Forecast.Memory.product(crew, reflections.blockRows, order, number),
            data.source.needsStaging ? data.bytes : 0)
        return memory
    }
}
