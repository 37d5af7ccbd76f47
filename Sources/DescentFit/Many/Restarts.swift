public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// Several fits of a neuron whose risk has more than one minimum, from as many starts, all side by side: the lowest is
/// kept.
///
///     let restarts = try Restarts(20, seed: 1)
///     let result = try restarts.fit(data, .relu)
///     print(result.best.risk, result.spread.median, result.count(within: 6))
///
/// Start 0 is 0, where `Dataset.fit` begins, so that the best is never above that fit. The others are random, in the
/// coordinates of the fit, which are those of centred features divided by about their standard deviations: weights from the
/// normal distribution of variance 1/features and biases from that of variance 1, so that scores at the start are of the
/// size of 1. The same seed gives the same starts, and start 7 is the same whether there are 8 or 80.
///
/// A unit that is dead where it starts stays there, with the loss that it has: a result like any other.
public struct Restarts: Sendable, Hashable {
    package let count: Int
    package let seed: UInt64
    package let penalty: Penalty
    package let bounds: Bounds
    package let stopping: Stopping

    /// Fails with `illegalOption` for fewer than 2 starts.
    public init(
        _ count: Int, seed: UInt64, penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits
    ) throws(DescentError) {
        guard count >= 2 else {
            throw .illegalOption(name: "the number of starts", value: "\(count)", requirement: "at least 2")
        }
        self.count = count
        self.seed = seed
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    /// Fits from every start.
    ///
    /// - Parameters:
    ///   - data: with one target per sample.
    ///   - neuron: of one output and a risk that is not convex, such as `relu`, `sigmoid` and most of `Composed`.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: see `Dataset.fits`.
    /// - Throws: `cancelled`; `illegalOption` for a convex neuron, of which every start leads to the same minimum; as `Dataset.fits`; and
    ///   where no start has a fit, what the first one's lacks.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) throws(DescentError) -> Restarted<Element> {
        guard !neuron.isConvex else {
            throw .illegalOption(
                name: "restarts of a convex neuron", value: neuron.name,
                requirement: "needless: every start leads to the same minimum; use fit")
        }
        let target = try data.wholeTarget(of: neuron), began = Math.seconds()
        let context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: nil, hasBias: hasBias, standardised: true, threads: threads,
            following: Following(progress, members: count))
        let starts = (0..<count).map { FitStart.point(point($0, like: context.zero)) }
        var fits: [Restarted<Element>.Start] = []
        let (failures, reads) = try context.fit(
            (0..<count).map { _ in Member(target) },
            by: Automatic(penalty: penalty, bounds: bounds, stopping: stopping), from: starts,
            accepting: { $0.risk.isFinite }
        ) { fits.append(Restarted.Start(index: $0, fit: $1)) }
        fits.sort { ($0.fit.risk, $0.index) < ($1.fit.risk, $1.index) }
        return Restarted(fits: fits, failures: failures, reads: reads, seconds: Math.seconds() - began)
    }

    /// The start of a number, by Box and Muller's method.
    func point(_ number: Int, like zero: Parameters) -> Parameters {
        var point = zero
        if number == 0 { return point }
        var generator = CounterGenerator(seed, 0x5354_4152, number, 0)
        // Between 0 and 1, neither included.
        func chance() -> Double { (Double(generator.next() >> 11) + 0.5) * 0x1p-53 }
        let weights = zero.featureCount * zero.outputCount, size = 1 / Double(zero.featureCount).squareRoot()
        for index in point.values.indices {
            let length = (-2 * Math.logarithm(chance())).squareRoot()
            point.values[index] = length * Math.cosineOfHalfTurns(2 * chance()) * (index < weights ? size : 1)
        }
        return point
    }
}
