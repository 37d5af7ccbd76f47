package import DescentAlgebra
package import DescentSolvers
package import DescentSweep

/// What `Dataset.bootstrap` was asked for.
package struct Bootstrap: Sendable, Hashable {
    package let replicates: Int
    package let seed: UInt64
    package let penalty: Penalty
    package let bounds: Bounds
    package let stopping: Stopping

    /// Fails with `illegalOption` for fewer than 2 replicates.
    package init(
        replicates: Int, seed: UInt64, penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits
    ) throws(DescentError) {
        guard replicates >= 2 else {
            throw .illegalOption(name: "the number of replicates", value: "\(replicates)", requirement: "at least 2")
        }
        self.replicates = replicates
        self.seed = seed
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    /// Fits all data, and then every replicate from there.
    package func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> Bootstrapped<Element> {
        let target = try data.wholeTarget(of: neuron), began = Math.seconds()
        let context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: nil, hasBias: hasBias, standardised: true, threads: threads,
            following: Following(progress, members: replicates))
        let fit = try data.fit(neuron: neuron, by: Solver(automatic), hasBias: hasBias, threads: threads)
        if fit.outcome == .cancelled { throw .cancelled }
        guard fit.outcome.isAtMinimum else { throw .noStatistics(because: .notConverged("\(fit.outcome)")) }
        let (solver, start) = way(from: fit, context)
        let members = (0..<replicates).map { Member(target, counts: .bootstrap(seed: seed, replicate: $0)) }
        var coefficients: [Parameters] = [], numbers: [Int] = []
        let (failures, reads) = try context.fit(
            members, by: solver, from: [start], accepting: { $0.outcome.isAtMinimum }
        ) { replicate, own in
            coefficients.append(own.layer.parameters)
            numbers.append(replicate)
        }
        return Bootstrapped(
            bootstrap: self, fit: fit, coefficients: coefficients, replicates: numbers, failed: failures,
            reads: reads + fit.report.reads, seconds: Math.seconds() - began)
    }

    private var automatic: Automatic { Automatic(penalty: penalty, bounds: bounds, stopping: stopping) }

    /// By which solver replicates are fitted, and where they begin.
    ///
    /// Where the curvature that all data have at their optimum can be had in common, a replicate's differs from it by some
    /// √(parameters/samples), and as much is left of its error with every sweep. That beats Newton's method, which would ask
    /// every replicate for a Hessian of its own. Elsewhere the solver of all data goes on with what it knows.
    private func way<Element: Scalar>(
        from fit: Fit<Element>, _ context: ManySweep<Element>.Context
    ) -> (solver: any Solving, start: FitStart) {
        let point = context.coordinates(of: fit), common = LBFGS(penalty: penalty, bounds: bounds, stopping: stopping)
        if common.sharedSampleSize(context.setting) > 0 { return (common, .nearby(point)) }
        return (automatic, fit.saved.map { .end(of: $0.state) } ?? .nearby(point))
    }
}

extension Outcome {
    var isAtMinimum: Bool {
        switch self {
        case .converged, .localMinimum: true
        default: false
        }
    }
}

extension ManySweep.Context {
    /// Where a fit of these data is in the coordinates of members.
    func coordinates(of fit: Fit<Element>) -> Parameters {
        if fit.standardisation == standardisation { return fit.parameters }
        let point = fit.standardisation?.original(fit.parameters) ?? fit.parameters
        return standardisation?.standardised(point) ?? point
    }
}
