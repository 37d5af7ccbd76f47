public import DescentAlgebra

/// Which of several penalties predicts samples best that were not learnt from: every penalty is fitted without one fold
/// after the other and judged by that fold, all side by side.
///
///     let folds = try Folds(5, samples: data.samples, seed: 1)
///     let validation = try CrossValidation(folds: folds, penalties: try Penalty.grid(l2: 1e-5...1, count: 10))
///     let result = try validation.fit(data, .logistic)
///     print(result.best.penalty, result.best.loss, result.fit.layer)
public struct CrossValidation: Sendable {
    public let folds: Folds
    public let penalties: [Penalty]
    public let bounds: Bounds
    public let stopping: Stopping

    /// Fails with `illegalOption` without penalties.
    public init(
        folds: Folds, penalties: [Penalty], bounds: Bounds = .none, stopping: Stopping = .digits
    ) throws(DescentError) {
        guard !penalties.isEmpty else {
            throw .illegalOption(name: "the number of penalties", value: "0", requirement: "at least 1")
        }
        self.folds = folds
        self.penalties = penalties
        self.bounds = bounds
        self.stopping = stopping
    }

    /// What folds say of a penalty.
    public struct Point: Sendable {
        public let penalty: Penalty
        /// Of each fold's samples, the mean loss of the fit that has not seen them, without penalty; infinite where it is
        /// larger than a number can be.
        public let foldLosses: [Double]
        /// Their mean, each fold counted by its weight: the mean loss of all samples.
        public let loss: Double
        /// Of that mean: √(Σ W (ℓ − loss)² / Σ W / (k − 1)), W the weights of the k folds.
        public let standardError: Double
        /// How the folds' fits ended.
        public let outcomes: [Outcome]
    }

    /// Fits and judges every penalty, and fits all data with the best.
    ///
    /// - Parameters:
    ///   - data: with one target per sample, or in classes for a softmax.
    ///   - neuron: what learns.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: as `Dataset.fits`; and what makes any fold's fit impossible, such as `singleClass` where all but one fold
    ///   are of one class: stratify then.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil
    ) throws(DescentError) -> CrossValidated<Element> {
        let isCoupled = neuron.coupling != .independent
        guard isCoupled || data.targets.rows == 1 else {
            throw .mismatch(.targets, .outputs, expected: 1, found: data.targets.rows)
        }
        let began = Math.seconds()
        let target: Column.Target = isCoupled ? .classes : .row(0), solvers = penalties.map(solver)
        let context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: folds, hasBias: hasBias, standardised: true, threads: threads)
        // Every penalty on all data, from where its folds' fits have not far to go.
        let samples = ColumnSamples(context)
        let path = try PathRun(context, Column(target), by: solvers, sharing: samples), starts = path.starts
        // A fold's penalties side by side: they count the same samples, which a tile derives once.
        let columns = (0..<folds.count).flatMap { fold in
            penalties.map { _ in Column(target, counts: .allBut(fold: fold)) }
        }
        let lockstep = try Lockstep(
            context, columns, by: (0..<folds.count).flatMap { _ in solvers },
            from: (0..<folds.count).flatMap { _ in starts }, sharing: samples)
        try lockstep.run()
        let ended = try lockstep.results()
        var fits: [ColumnFit<Element>] = []
        for result in ended.results { fits.append(try result.get()) }
        let losses = try lockstep.losses(
            fits.map {
                .init(column: Column($0.column.target, counts: $0.column.counts.heldOut!), point: $0.parameters)
            })
        let weights = data.weights(of: folds)
        let points = penalties.indices.map { index in
            let places = (0..<folds.count).map { $0 * penalties.count + index }
            return Point(
                penalties[index], places.map { losses[$0] ?? .infinity }, weights, places.map { fits[$0].outcome })
        }
        let best = points.indices.min { points[$0].loss < points[$1].loss }!
        let fit = try Training(
            data, neuron: neuron, by: solver(penalties[best]), from: path.ends[best], hasBias: hasBias,
            standardised: true,
            threads: threads
        ).fit()
        return CrossValidated(
            points: points, bestIndex: best, fit: fit, reads: path.reads + ended.reads + 1 + fit.report.reads,
            seconds: Math.seconds() - began)
    }

    private func solver(_ penalty: Penalty) -> Automatic {
        Automatic(penalty: penalty, bounds: bounds, stopping: stopping)
    }
}

extension CrossValidation.Point {
    init(_ penalty: Penalty, _ losses: [Double], _ weights: [Double], _ outcomes: [Outcome]) {
        self.penalty = penalty
        self.outcomes = outcomes
        foldLosses = losses
        // A fold whose samples all have weight 0 says nothing.
        let heard = losses.indices.filter { weights[$0] > 0 }, total = heard.reduce(0) { $0 + weights[$1] }
        let mean = heard.reduce(0) { $0 + weights[$1] / total * losses[$1] }
        loss = mean
        let squares = heard.reduce(0) { $0 + weights[$1] / total * (losses[$1] - mean) * (losses[$1] - mean) }
        standardError = mean.isFinite ? (squares / Double(max(1, heard.count - 1))).squareRoot() : .infinity
    }
}

/// What cross-validation has found.
public struct CrossValidated<Element: Scalar>: Sendable {
    /// In the order of the penalties: the curve to plot.
    public let points: [CrossValidation.Point]
    /// Of the smallest loss; the first of equals.
    public let bestIndex: Int
    /// Of all data with the best penalty.
    public let fit: Fit<Element>
    /// Of X, by all fits together, the judgement and the last fit included.
    public let reads: Double
    public let seconds: Double

    public var best: CrossValidation.Point { points[bestIndex] }

    /// The strongest penalty, by l1 + l2, whose loss is within one standard error of the best: the simplest model that the
    /// folds cannot tell from the best.
    public var simplest: CrossValidation.Point {
        func strength(_ point: CrossValidation.Point) -> Double { point.penalty.l1 + point.penalty.l2 }
        let limit = best.loss + best.standardError
        return points.filter { $0.loss <= limit }.max { strength($0) < strength($1) } ?? best
    }
}

extension Penalty {
    /// Penalties in a geometric sequence, from the strongest to the weakest.
    ///
    ///     try Penalty.grid(l2: 1e-5...1, count: 10)
    ///
    /// - Throws: `illegalOption` for strengths that are not positive and finite, or fewer than 2.
    public static func grid(
        l1: ClosedRange<Double>? = nil, l2: ClosedRange<Double>? = nil, count: Int
    ) throws(DescentError) -> [Penalty] {
        guard count >= 2 else {
            throw .illegalOption(name: "the number of penalties", value: "\(count)", requirement: "at least 2")
        }
        for range in [l1, l2] {
            guard let range, !(range.lowerBound > 0 && range.upperBound.isFinite) else { continue }
            throw .illegalOption(
                name: "a range of penalties", value: "\(range)", requirement: "of positive, finite numbers")
        }
        func strength(_ range: ClosedRange<Double>?, _ index: Int) -> Double {
            guard let range else { return 0 }
            let share = Double(index) / Double(count - 1)
            return Math.exponential(
                (1 - share) * Math.logarithm(range.upperBound) + share * Math.logarithm(range.lowerBound))
        }
        var penalties: [Penalty] = []
        for index in 0..<count { penalties.append(try Penalty(l1: strength(l1, index), l2: strength(l2, index))) }
        return penalties
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
