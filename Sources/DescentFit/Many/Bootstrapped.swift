public import DescentAlgebra
public import DescentSolvers
internal import DescentSweep

/// What bootstrap replicates say of a fit.
public struct Bootstrapped<Element: Scalar>: Sendable {
    package let bootstrap: Bootstrap
    /// The fit of all data.
    public let fit: Fit<Element>
    /// Of every replicate that has an optimum, as its layer has them, on the original features.
    public let coefficients: [Parameters]
    /// Which replicates these are.
    package let replicates: [Int]
    package let failed: [MemberFailure]
    /// How often X was read, by all fits together.
    package let reads: Double
    package let seconds: Double

    /// Why the other replicates have none, by their numbers: `singleClass` for one that has drawn one class only, `noStatistics` for one
    /// that has not converged. Where there are many, intervals are those of the data that can be fitted.
    public var failures: [Int: DescentError] { failed.errors }

    /// A feature's weight in every replicate, or with nil the bias; that is 0 where there is none. Traps for one that is not there.
    public func values(of feature: Int?, output: Int = 0) -> ReplicateValues {
        ReplicateValues(coefficients.map { own in feature.map { own[$0, output] } ?? own.bias(output) }, of: replicates)
    }

    /// The ends of all coefficients' percentile intervals.
    ///
    /// - Throws: as `ReplicateValues.interval(level:)`.
    public func intervals(level: Double = 0.95) throws(DescentError) -> (lower: Parameters, upper: Parameters) {
        var (lower, upper) = (fit.layer.parameters, fit.layer.parameters)
        for index in lower.values.indices {
            let interval = try values(at: index).interval(level: level)
            lower.values[index] = interval.lowerBound
            upper.values[index] = interval.upperBound
        }
        return (lower, upper)
    }

    /// Of all coefficients: the standard deviations of the replicates'.
    public var standardErrors: Parameters {
        var result = fit.layer.parameters
        for index in result.values.indices { result.values[index] = values(at: index).standardError }
        return result
    }

    private func values(at index: Int) -> ReplicateValues {
        ReplicateValues(coefficients.map { $0.values[index] }, of: replicates)
    }

    /// How well every replicate's fit predicts the samples that it has not drawn, about 37 of 100, each as often as its own
    /// weight has it. A replicate of which that is no number, such as the AUC of one class, has none.
    ///
    /// What is estimated so is a fit from fewer distinct samples than all, 63 of 100: a loss is somewhat large. The loss takes
    /// one read of X for every group of replicates that were fitted side by side, others one for as many replicates as 32 MB
    /// hold the scores of.
    ///
    /// - Parameters:
    ///   - metric: default the neuron's loss.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: as a sweep, and `illegalOption` for a metric that does not suit the neuron.
    public func outOfBag(_ metric: Metric = .loss, threads: Int? = nil) throws(DescentError) -> ReplicateValues {
        func values(_ neuron: some Neuron) throws(DescentError) -> [Double] {
            try metric.requireSuits(fit.data, neuron)
            let target = try fit.data.wholeTarget(of: neuron)
            let context = try ManySweep<Element>.Context(
                fit.data, neuron: neuron, folds: nil, hasBias: fit.layer.bias != nil, standardised: true,
                threads: threads)
            let requests = replicates.indices.map { place in
                ManySweep<Element>.Request(
                    member: Member(target, counts: .outOfBag(seed: bootstrap.seed, replicate: replicates[place])),
                    point: context.standardisation?.standardised(coefficients[place]) ?? coefficients[place])
            }
            guard let output = metric.output else { return try losses(requests, context) }
            let data = fit.data, numbers = replicates, seed = bootstrap.seed
            var reader = ScoreReader<Element>(context, output)
            return try reader.map(requests.map { [$0] }) { index, row throws(DescentError) -> Double in
                let undrawn = try Buffer<Element>(data.sampleCount)
                BootstrapCounts(seed: seed, replicate: numbers[index]).fillUndrawn(
                    0..<data.sampleCount, into: undrawn.base)
                let samples = (0..<data.sampleCount).filter { undrawn[$0] != 0 }
                return try metric.value(of: row, at: samples, data, neuron)
            }.map { (try? $0.get()) ?? .nan }
        }
        return ReplicateValues(try values(fit.layer.neuron), of: replicates)
    }

    private func losses(
        _ requests: [ManySweep<Element>.Request], _ context: ManySweep<Element>.Context
    ) throws(DescentError) -> [Double] {
        let most = context.membersAtOnce, sweep = try ManySweep(context, capacity: min(most, requests.count))
        var losses: [Double] = []
        for some in requests.indices.pieces(of: most) {
            losses += try sweep.losses(Array(requests[some])).map { $0 ?? .nan }
        }
        return losses
    }
}
