public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Many fits of the same data, all side by side: whatever they ask of all data is answered by one read.
extension Dataset {
    /// Fits every penalty of a path.
    ///
    ///     let path = try RegularizationPath(
    ///         count: 50, mixing: [0.5, 1], on: .deviations)
    ///     for point in try data.fits(neuron: .logistic, along: path) {
    ///         print(point.penalty.strength, point.nonzero, point.loss)
    ///     }
    ///
    /// - Parameters:
    ///   - neuron: what learns, from one target per sample, or from classes for a softmax.
    ///   - path: the penalties.
    ///   - bounds: of the weights. Default none; λ_max is computed without them.
    ///   - stopping: when each fit ends.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: hears after every read where the fits are.
    /// - Returns: mixing after mixing, each from the strongest penalty to the weakest; penalties of one's own in their order.
    /// - Throws: `cancelled`; as `RegularizationPath.penalties` and `fits`; and what makes any of the fits impossible.
    public func fits(
        neuron: some Neuron, along path: RegularizationPath, bounds: Bounds = .none, stopping: Stopping = .digits,
        hasBias: Bool = true, threads: Int? = nil, progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> [PathPoint<Element>] {
        try path.fit(
            self, neuron, hasBias: hasBias, bounds: bounds, stopping: stopping, threads: threads, progress: progress
        ).points
    }

    /// Which of several penalties predicts samples best that were not learnt from: every penalty is fitted without one fold
    /// after the other and judged by that fold, all side by side; then all data are fitted with the chosen one.
    ///
    ///     let folds = try Folds(5, samples: data.sampleCount, seed: 1)
    ///     let path = try RegularizationPath(count: 20, on: .deviations)
    ///     let found = try data.crossValidate(
    ///         neuron: .logistic, folds: folds, along: path)
    ///     print(found.best.penalty, found.best.value, found.fit.layer)
    ///
    /// The penalties are those for all data, for every fold; so a fold's fits need not begin with all weights at 0. Penalties on
    /// deviations go by those of the samples that a fit learns from, each fold's own. Where the best penalty is at an end of a
    /// computed path, the path is extended once, by half of its penalties in the same steps; where it still is, the result says so.
    ///
    /// - Parameters:
    ///   - neuron: what learns, from one target per sample, or from classes for a softmax.
    ///   - folds: which fold each sample is in.
    ///   - path: the penalties; `RegularizationPath(try Penalty.grid(l2: 1e-5...1, on: .deviations, count: 10))` for one's own.
    ///   - metric: by which they are judged. Default the neuron's loss.
    ///   - choice: of the penalty that all data are fitted with. Default the best.
    ///   - bounds: of the weights. Default none.
    ///   - stopping: when each fit ends.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: of every penalty's fits, of all data and of all but each fold, after every read.
    /// - Throws: `cancelled`; as `fits` and `RegularizationPath.penalties`; `illegalOption` for a metric that does not suit the
    ///   neuron; and what makes any fold's fit or metric impossible, such as `singleClass` where all but one fold are of one
    ///   class, and `oneClass` where a fold is: stratify then.
    public func crossValidate(
        neuron: some Neuron, folds: Folds, along path: RegularizationPath, metric: Metric = .loss,
        choosing choice: CrossValidation.Choice = .best, bounds: Bounds = .none, stopping: Stopping = .digits,
        hasBias: Bool = true, threads: Int? = nil, progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> CrossValidated<Element> {
        let validation = CrossValidation(
            folds: folds, path: path, metric: metric, choosing: choice, bounds: bounds, stopping: stopping)
        return try validation.fit(self, neuron, hasBias: hasBias, threads: threads, progress: progress)
    }

    /// How far a fit's coefficients and its loss would move with other samples of the same kind: the fit again on as many
    /// replicates of the data, all side by side.
    ///
    ///     let result = try data.bootstrap(neuron: .logistic, replicates: 200, seed: 1)
    ///     print(
    ///         result.fit.layer, try result.values(of: 0).interval(),
    ///         try result.outOfBag().interval())
    ///
    /// A replicate counts every sample as often as Poisson's distribution of mean 1 has it, which is drawing with replacement
    /// without a number to keep per sample; the same seed gives the same replicates on every machine, and replicate 7 is the same
    /// whether there are 8 or 800.
    ///
    /// - Parameters:
    ///   - neuron: what learns, from one target per sample, or from classes for a softmax.
    ///   - replicates: at least 2; 200 tell standard errors to 5 % of themselves, percentiles need some 1000 to be as certain.
    ///   - seed: which replicates.
    ///   - penalty: of all data's fit and each replicate's. Default none.
    ///   - bounds: the same. Default none.
    ///   - stopping: the same.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: of the replicates, after every read.
    /// - Throws: `illegalOption` for fewer replicates; as `fits`; `cancelled`; `noStatistics` where the fit of all data does not
    ///   converge; and where no replicate has a fit, what the first one's lacks.
    public func bootstrap(
        neuron: some Neuron, replicates: Int, seed: UInt64, penalty: Penalty = .none, bounds: Bounds = .none,
        stopping: Stopping = .digits, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> Bootstrapped<Element> {
        try Bootstrap(replicates: replicates, seed: seed, penalty: penalty, bounds: bounds, stopping: stopping)
            .fit(self, neuron, hasBias: hasBias, threads: threads, progress: progress)
    }

    /// Several fits of a neuron whose risk has more than one minimum, from as many starts, all side by side: the lowest is
    /// kept.
    ///
    ///     let result = try data.restart(neuron: .relu, starts: 20, seed: 1)
    ///     print(result.best.risk, result.count(within: 6))
    ///
    /// Start 0 is 0, where `fit` begins, so that the best is never above that fit. The others are random, in the coordinates of
    /// the fit, which are those of centred features divided by about their standard deviations: weights from the normal
    /// distribution of variance 1/features and biases from that of variance 1, so that scores at the start are of the size of 1.
    /// The same seed gives the same starts, and start 7 is the same whether there are 8 or 80.
    ///
    /// A unit that is dead where it starts stays there, with the loss that it has: a result like any other.
    ///
    /// - Parameters:
    ///   - neuron: of one output and a risk that is not convex, such as `relu`, `sigmoid` and most that are `composed`.
    ///   - starts: at least 2.
    ///   - seed: which starts.
    ///   - penalty: of each. Default none.
    ///   - bounds: the same. Default none.
    ///   - stopping: the same.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: hears after every read where the fits are.
    /// - Throws: `illegalOption` for fewer starts, and for a convex neuron, of which every start leads to the same minimum;
    ///   `cancelled`; as `fits`; and where no start has a fit, what the first one's lacks.
    public func restart(
        neuron: some Neuron, starts: Int, seed: UInt64, penalty: Penalty = .none, bounds: Bounds = .none,
        stopping: Stopping = .digits, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> Restarted<Element> {
        try Restarts(starts, seed: seed, penalty: penalty, bounds: bounds, stopping: stopping)
            .fit(self, neuron, hasBias: hasBias, threads: threads, progress: progress)
    }
}
