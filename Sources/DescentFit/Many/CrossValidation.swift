package import DescentAlgebra
package import DescentSolvers
package import DescentSweep

/// What `Dataset.crossValidate` was asked for.
public struct CrossValidation: Sendable {
    package let folds: Folds
    package let path: RegularizationPath
    package let metric: Metric
    package let choice: Choice
    package let bounds: Bounds
    package let stopping: Stopping

    /// Which penalty all data are fitted with.
    public enum Choice: Sendable, Hashable, CaseIterable {
        /// The penalty with the best value.
        case best
        /// The strongest of the best one's mixing whose value is within one standard error of the best.
        case simplest
    }

    package init(
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
    package func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
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
        if fit.outcome == .cancelled { throw .cancelled }
        return CrossValidated(
            judgement: found, choice: choice,
            endOfBest: path.end(of: points[best.curve].map(\.penalty), at: best.index),
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
