public import DescentAlgebra

/// Which of several penalties predicts samples best that were not learnt from: every penalty is fitted without one fold
/// after the other and judged by that fold, all side by side.
///
///     let folds = try Folds(5, samples: data.samples, seed: 1)
///     let validation = try CrossValidation(folds: folds, path: RegularizationPath(count: 20))
///     let result = try validation.fit(data, .logistic)
///     print(result.best.penalty, result.best.value, result.fit.layer)
///
/// The penalties are those for all data, for every fold; so a fold's fits need not begin with all weights at 0.
public struct CrossValidation: Sendable {
    public let folds: Folds
    public let path: RegularizationPath
    public let metric: Metric
    public let bounds: Bounds
    public let stopping: Stopping

    /// - Parameters:
    ///   - folds: which fold each sample is in.
    ///   - path: the penalties; `RegularizationPath(try Penalty.grid(l2: 1e-5...1, count: 10))` for one's own.
    ///   - metric: by which they are judged. Default the neuron's loss.
    ///   - bounds: of the weights. Default none.
    ///   - stopping: when each fit ends.
    public init(
        folds: Folds, path: RegularizationPath, metric: Metric = .loss, bounds: Bounds = .none,
        stopping: Stopping = .digits
    ) {
        self.folds = folds
        self.path = path
        self.metric = metric
        self.bounds = bounds
        self.stopping = stopping
    }

    /// Fits and judges every penalty, and fits all data with the best.
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
        let context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: folds, hasBias: hasBias, standardised: true, threads: threads,
            following: Following(progress, columns: 0))
        let (curves, readsBefore) = try path.curves(context, Column(target))
        let penalties = curves.flatMap { $0 }, solvers = penalties.map(solver)
        context.following.expect(columns: penalties.count * (folds.count + 1))
        // Every penalty on all data, from where its folds' fits have not far to go.
        let samples = ColumnSamples(context)
        let all = try PathRun(context, Column(target), by: curves.map { $0.map(solver) }, sharing: samples)
        // A fold's penalties side by side: they count the same samples, which a tile derives once.
        let columns = (0..<folds.count).flatMap { fold in
            penalties.map { _ in Column(target, counts: .allBut(fold: fold)) }
        }
        let lockstep = try Lockstep(
            context, columns, by: (0..<folds.count).flatMap { _ in solvers },
            from: (0..<folds.count).flatMap { _ in all.starts }, sharing: samples)
        try lockstep.run()
        try context.following.requireWhole()
        let ended = try lockstep.results()
        var fits: [ColumnFit<Element>] = []
        for result in ended.results { fits.append(try result.get()) }
        // Penalty by penalty, the fits of its folds.
        let foldFits = penalties.indices.map { index in
            (0..<folds.count).map { fits[$0 * penalties.count + index] }
        }
        let heldOut = foldFits.map { fits in
            fits.map {
                ManySweep<Element>.Request(
                    column: Column($0.column.target, counts: $0.column.counts.heldOut!), point: $0.parameters)
            }
        }
        let judgement = try judge(heldOut, lockstep), weights = data.weights(of: folds)
        let points = penalties.indices.map { index in
            Point(penalties[index], judgement.values[index], weights, metric, foldFits[index].map(\.outcome))
        }
        let best = points.indices.reduce(0) { metric.isBetter(points[$1].value, than: points[$0].value) ? $1 : $0 }
        let outOfFold = try predictions(heldOut[best], context)
        let fit = try Training(
            data, neuron: neuron, by: solvers[best], from: all.ends[best], hasBias: hasBias, standardised: true,
            threads: threads
        ).fit()
        return CrossValidated(
            points: points, curves: curves.ranges, bestIndex: best, metric: metric, fit: fit, outOfFold: outOfFold,
            reads: readsBefore + all.reads + ended.reads + judgement.reads + 1 + fit.report.reads,
            seconds: Math.seconds() - began)
    }

    private func solver(_ penalty: Penalty) -> Automatic {
        Automatic(penalty: penalty, bounds: bounds, stopping: stopping)
    }

    /// The metric of every penalty's folds, and how often X was read for it.
    private func judge<Element: Scalar>(
        _ heldOut: [[ManySweep<Element>.Request]], _ lockstep: Lockstep<Element>
    ) throws(DescentError) -> (values: [[Double]], reads: Double) {
        guard let output = metric.output else {
            var losses = try lockstep.losses(heldOut.flatMap { $0 })[...]
            let values = heldOut.map { requests in
                defer { losses = losses.dropFirst(requests.count) }
                return losses.prefix(requests.count).map { $0 ?? .infinity }
            }
            return (values, 1)
        }
        let context = lockstep.context, metric = self.metric
        let members = Dictionary(grouping: 0..<folds.samples) { folds[$0] }
        let weights = context.data.weights(of: folds), count = folds.count
        var reader = ScoreReader<Element>(context, output), values: [[Double]] = []
        let results = try reader.map(heldOut) { _, row throws(DescentError) -> [Double] in
            var values: [Double] = []
            // A fold whose samples all have weight 0 says nothing.
            for fold in 0..<count {
                values.append(
                    weights[fold] > 0
                        ? try metric.value(of: row, at: members[fold]!, context.data, context.neuron) : .nan)
            }
            return values
        }
        for result in results { values.append(try result.get()) }
        return (values, reader.reads)
    }

    /// ŷ of every sample by the fit that has not seen it.
    private func predictions<Element: Scalar>(
        _ heldOut: [ManySweep<Element>.Request], _ context: ManySweep<Element>.Context
    ) throws(DescentError) -> Matrix<Element> {
        var reader = ScoreReader<Element>(context, .predictions)
        let rows = try reader.map([heldOut]) { _, row in Array(row) }
        let values = try rows[0].get()
        return try algebra { () throws(AlgebraError) in
            try Matrix(rows: context.zero.outputs, columns: context.data.samples, layout: .featureMajor, values)
        }
    }
}

extension Dataset {
    /// The sum of each fold's weights.
    func weights(of folds: Folds) -> [Double] {
        var sums = [Double](repeating: 0, count: folds.count)
        for sample in 0..<samples { sums[folds[sample]] += weights.map { Double($0[0, sample]) } ?? 1 }
        return sums
    }
}
