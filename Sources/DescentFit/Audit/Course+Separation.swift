internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Whether there is an optimum to be found: asked of the data once there is a `Suspicion`.
///
/// A solver of second order is then stopped; a rule of descent goes on as its user asked, and is suspected at its end.
extension Course {
    mutating func testSeparationOnSuspicion() throws(DescentError) {
        guard !trail.hasTestedSeparation, let kind = recessionKind, isSuspicious(kind) else { return }
        func test() throws(DescentError) -> (Separation, output: Int)? {
            let point = sweep.standardisation?.original(parameters) ?? parameters
            for output in 0..<(kind.isCoupled ? 1 : point.outputCount) {
                let verdict = try Separation.test(
                    sweep.data, neuron: sweep.neuron, output: output, free: free,
                    suspecting: kind.isCoupled ? point : point.of(output), threads: sweep.threads)
                if verdict != .none { return (verdict, output) }
            }
            return nil
        }
        let found = try test()
        // What depends on other features has no direction of its own: the fit begins again without it, and is suspected then.
        if found != nil, try setApartWhatSeparates() { return }
        trail.hasTestedSeparation = true
        guard let (verdict, output) = found else { return }
        if case .undecided(let reason) = verdict {
            trail.isSeparationOpen = true
            return warnings.append(.mayBeSeparated(reason: reason))
        }
        let isAlone = kind.isCoupled || parameters.outputCount == 1, ends = isAlone && solver.seeksOptimum
        if ends, case .complete(let direction) = verdict { try goToInfimum(along: direction, isComplete: true) }
        if case .quasiComplete(let infinity) = verdict {
            if ends { try goToInfimum(along: infinity.direction, isComplete: false) }
            warnings += infinity.coefficients.map {
                // Of independent outputs each is tested alone, as one.
                .runsToInfinity(
                    $0.place.feature(in: sweep.data), output: kind.isCoupled ? $0.output : output, $0.sign)
            }
        }
        outcome = .separated(verdict, output: output)
    }

    /// Of what the data may be separated, where that is the perceptron's aim and not its trouble.
    private var recessionKind: Recession? { Suspicion.kind(sweep.neuron) }

    private var free: FreeWeights {
        FreeWeights(
            features: sweep.data.featureCount, held: solver, apart: Set(loop.apart.map { $0 % sweep.data.featureCount })
        )
    }

    private func isSuspicious(_ kind: Recession) -> Bool {
        if trail.hasDependences, !loop.isUnderWay { return true }
        return suspicion.isRaised(
            kind, state, by: loop.solver, divisor: sweep.risk == .mean ? 1 : sweep.data.survey.totalWeight)
    }

    private func length(_ output: Int, of point: Parameters) -> Double { suspicion.length(output, of: point) }
    private var suspicion: Suspicion {
        Suspicion(
            sweep.data.survey, sweep.standardisation, samples: sweep.data.sampleCount, ulp: Double(Element.ulpOfOne),
            free: free)
    }

    /// So far along the direction that the risk has no slope left in it, and there to the optimum of all that the direction
    /// leaves as it is.
    private mutating func goToInfimum(along direction: Parameters, isComplete: Bool) throws(DescentError) {
        let along = sweep.standardisation?.standardised(direction) ?? direction
        let base = isComplete && solver.bounds.isNone ? sweep.zero : parameters
        let length = (0..<along.outputCount).reduce(0) { max($0, self.length($1, of: along)) }
        let weight = sweep.risk == .mean ? 1 : sweep.data.survey.totalWeight
        var distance = 8.0
        while distance < 0x1p40, length > 0 {
            var point = base
            for i in point.values.indices { point.values[i] += distance / length * along.values[i] }
            guard let evaluation = try? sweep.lossGradient(at: point) else { break }
            state.query.point = point
            state.loss = evaluation.loss
            state.gradientNorm = norm(evaluation.gradient)
            let slope = zip(evaluation.gradient.values, along.values).reduce(0) { $0 + $1.0 * $1.1 } / length
            if slope.magnitude <= 0x1p-44 * weight { break }
            distance *= 8
        }
        if !isComplete { try polish() }
    }

    private mutating func polish() throws(DescentError) {
        let sweep = try Sweep(
            sweep.data, neuron: sweep.neuron, hasBias: parameters.hasBias, risk: sweep.risk,
            standardisation: sweep.standardisation, grant: sweep.grant, cancellation: sweep.cancellation)
        var rest = try Course(
            TrainingAnswers(sweep: sweep, batches: nil),
            by: Automatic(penalty: solver.penalty, bounds: solver.bounds), from: .point(parameters))
        rest.trail.isTail = true
        rest.loop = FitLoop(rest.loop.solver, rest.state, apart: loop.apart)
        while rest.outcome == nil {
            try rest.turn()
            try rest.audit()
        }
        extraReads += rest.reads
        state.query.point = rest.parameters
        state.loss = rest.state.loss
        state.gradientNorm = rest.state.gradientNorm
    }

    private func norm(_ gradient: Parameters) -> Double { DescentSolvers.norm(gradient.values, gradient.values.count) }
}

extension Parameters {
    /// Those of one output alone.
    func of(_ output: Int) -> Parameters {
        var result = Parameters(features: featureCount, hasBias: hasBias)
        for feature in 0..<featureCount { result[feature] = self[feature, output] }
        if hasBias { result.setBias(bias(output)) }
        return result
    }
}
