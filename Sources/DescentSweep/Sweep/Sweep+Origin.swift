internal import DescentSolvers

/// Loss and gradient where all parameters are 0, without a read of the data: residuals there are c (ŷ₀ − y), so that by a
/// feature the gradient is c ((ŷ₀ − ȳ) x̄ − cov(x, y)), all of which the survey has found.
extension Sweep {
    /// False, with `evaluation` as it was, at other points, and where the survey does not know all digits.
    func answerAtOrigin(_ point: Parameters, into evaluation: inout Evaluation) -> Bool {
        // Of a feature that is staged, the survey's mean has fewer digits than its distances from a fixed shift.
        guard point.values.allSatisfy({ $0 == 0 }), let origin = neuron.traits.origin,
            let covariances = data.survey.covariances, data.offsets == nil, standardisation?.isStaged != true,
            point.hasShape(of: zero), evaluation.gradient.hasShape(of: zero)
        else { return false }
        let survey = data.survey, target = survey.targets[0]
        let factor = origin.factor * (survey.totalWeight / divisor)
        let loss = origin.loss(mean: target.mean, deviation: target.standardDeviation) * (survey.totalWeight / divisor)
        let residual = origin.prediction - target.mean
        var gradient = zero.values
        for (index, feature) in survey.features.enumerated() {
            let shift = standardisation?.shift[index] ?? 0, scale = standardisation?.scale[index] ?? 1
            gradient[index] = factor * ((residual * (feature.mean - shift) - covariances[index]) / scale)
        }
        if zero.hasBias { gradient[covariances.count] = factor * residual }
        guard loss.isFinite, TileKernels.allFinite(gradient.count, gradient) else { return false }
        evaluation.gradient.values = gradient
        evaluation.losses[0] = loss
        evaluation.loss = loss
        return true
    }
}
