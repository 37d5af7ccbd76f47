internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension Dataset {
    /// Half the deviance of the model without features, where offsets leave it no closed form: a fit on a feature that is 0, or the
    /// score 0.
    ///
    /// - Parameter saturated: Σ w of the least loss, which is taken off; counts have their own way.
    func nullHalfDeviance(
        _ neuron: some Neuron, hasBias: Bool, saturated: Double, threads: Int?
    ) throws(DescentError) -> Double {
        let nothing = try Matrix<Element>(rows: 1, columns: sampleCount)
        let empty = Dataset(
            source: nothing, targets: targets, classes: classes, weights: weights, offsets: offsets,
            survey: Survey(
                features: [FeatureSummary(mean: 0, standardDeviation: 0, minimum: 0, maximum: 0)],
                targets: survey.targets, totalWeight: survey.totalWeight, classCounts: survey.classCounts,
                firstOutside: survey.firstOutside))
        let sweep = try Sweep(empty, neuron: neuron, hasBias: hasBias, risk: .sum, threads: threads)
        var point = sweep.zero
        if hasBias { point = try Training(empty, neuron: neuron, by: .newton(), threads: threads).fit().parameters }
        if neuron.traits.likelihood == .poisson { return try sweep.halfDevianceOfCounts(at: point) }
        return try sweep.loss(at: point) - saturated
    }
}
