public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Which of several penalties predicts samples best that were not learnt from: every penalty is fitted without one fold
/// after the other and judged by that fold, all side by side.
///
///     let folds = try Folds(5, samples: data.sampleCount, seed: 1)
///     let validation = try CrossValidation(folds: folds, path: RegularizationPath(count: 20, on: .deviations))
///     let result = try validation.fit(data, .logistic)
///     print(result.best.penalty, result.best.value, result.fit.layer)
///
/// The penalties are those for all data, for every fold; so a fold's fits need not begin with all weights at 0. Penalties on
/// deviations go by those of the samples that a fit learns from, each fold's own. Where the best penalty is at an end of a computed
/// path, the path is extended once, by half of its penalties in the same steps; where it still is, the result says so.
public struct CrossValidation: Sendable {
    package let folds: Folds
    package let path: RegularizationPath
    package let metric: Metric
    package let choice: Choice
    package let bounds: Bounds
    package let stopping: Stopping

    /// Which penalty all data are fitted with.
    public enum Choice: String, Sendable, Hashable, CaseIterable {
        /// The penalty with the best value.
        case best
        /// The strongest of the best one's mixing whose value is within one standard error of the best.
        case simplest
    }

    /// - Parameters:
    ///   - folds: which fold each sample is in.
    ///   - path: the penalties; `RegularizationPath(try Penalty.grid(l2: 1e-5...1, on: .deviations, count: 10))` for one's own.
    ///   - metric: by which they are judged. Default the neuron's loss.
    ///   - choice: of the penalty that all data are fitted with. Default the best.
    ///   - bounds: of the weights. Default none.
    ///   - stopping: when each fit ends.
    public init(
        folds: Folds, path: RegularizationPath, metric: Metric = .loss, choosing choice: Choice = .best,
        bounds: Bounds = .none, stopping: Stopping = .digits
    ) {
        self.folds = folds
        self.path = path
        self.metric = metric
        self.choice = choice
        self.bounds = bounds
        self.stopping = stopping
    }

    /// Fits and judges every penalty, and fits all data with the chosen one.
    ///
    /// - Parameters:
    ///   - data: with one target per sample, or in classes for a softmax.
    ///   - neuron: what learns.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: of every penalty's fits, of all data and of all but each fold; see `Dataset.fits`.
    /// - Throws: `cancelled`; as `Dataset.fits` and `RegularizationPath.penalties`; `illegalOption` for a metric that does not suit the
    ///   neuron; and what makes any fold's fit or metric impossible, such as `singleClass` where all but one fold are of one
    ///   class, and `oneClass` where a fold is: stratify then.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) throws(DescentError) -> CrossValidated<Element> {
        let began = Math.seconds(), target = try data.wholeTarget(of: neuron)
        try metric.requireSuits(data, neuron)
        var context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: folds, hasBias: hasBias, standardised: true, threads: threads,
            following: Following(progress, members: 0))
        let curves = try path.curves(context, Member(target)), each = folds.count + 1
        context.following.expect(members: curves.curves.joined().count * each)
        // Deviations of every fold, for all runs.
        let folded = (0..<folds.count).map { Member(target, counts: .allBut(fold: $0)) }
        let measured = try context.measured(for: folded, by: curves.curves.joined().map(solver))
        context = measured.context
        var (candidates, reads) = try candidates(curves.curves, target, context)
        reads += curves.reads + measured.reads
        var best = place(ofBestOf: candidates)
        let own = candidates[best.curve]
        if let further = try path.further(own.map(\.point.penalty), at: best.index) {
            context.following.expect(members: (candidates.joined().count + further.penalties.count) * each)
            let added = try self.candidates([further.penalties], target, context)
            reads += added.reads
            candidates[best.curve] =
                further.end == .weakest ? own + added.candidates[0] : added.candidates[0] + own
            best = place(ofBestOf: candidates)
        }
        let points = candidates.map { $0.map(\.point) }
        let found = Judgement(points: points, best: best, metric: metric)
        let chosen = candidates.flatMap { $0 }[choice == .best ? found.bestIndex : found.simplestIndex]
        let outOfFold = try predictions(chosen.heldOut, context)
        let fit = try Training(
            data, neuron: neuron, by: solver(chosen.point.penalty), from: chosen.end, hasBias: hasBias,
            standardised: true, threads: threads
        ).fit()
        return CrossValidated(
            judgement: found, choice: choice,
            bestIsAtEnd: path.end(of: points[best.curve].map(\.penalty), at: best.index),
            fit: fit, outOfFold: outOfFold, reads: reads + 1 + fit.report.reads, seconds: Math.seconds() - began)
    }

    private func place<Element: Scalar>(ofBestOf candidates: [[Candidate<Element>]]) -> (curve: Int, index: Int) {
        var best = (curve: 0, index: 0)
        for (curve, own) in candidates.enumerated() {
            for (index, candidate) in own.enumerated()
            where metric.isBetter(candidate.point.value, than: candidates[best.curve][best.index].point.value) {
                best = (curve, index)
            }
        }
        return best
    }
}

extension Dataset {
    /// The sum of each fold's weights.
    func weights(of folds: Folds) -> [Double] {
        var sums = [Double](repeating: 0, count: folds.count)
        for sample in 0..<sampleCount { sums[folds[sample]] += weights.map { Double($0[0, sample]) } ?? 1 }
        return sums
    }
}
