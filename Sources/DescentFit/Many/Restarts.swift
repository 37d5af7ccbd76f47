package import DescentAlgebra
package import DescentSolvers
package import DescentSweep

/// What `Dataset.restart` was asked for.
package struct Restarts: Sendable, Hashable {
    package let count: Int
    package let seed: UInt64
    package let penalty: Penalty
    package let bounds: Bounds
    package let stopping: Stopping

    /// Fails with `illegalOption` for fewer than 2 starts.
    package init(
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
    package func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
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
        return Restarted(starts: fits, failed: failures, reads: reads, seconds: Math.seconds() - began)
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
