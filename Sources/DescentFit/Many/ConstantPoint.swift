internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Where members start of which nothing is known: at the best constant score. From 0, the first steps of a class that one
/// sample in ten belongs to are about its bias, and say nothing of the other curvatures.
extension ManySweep.Context {
    /// All weights 0, and the bias of the best prediction that is the same for all samples of the data; 0 where that has no
    /// simple form.
    func constantPoint(for member: Member) -> Parameters {
        guard zero.hasBias, zero.outputCount == 1, data.offsets == nil, let mean = mean(of: member.target),
            let neuron = neuron as? any ConstantCurvature, let score = neuron.score(ofMean: mean), score.isFinite
        else { return zero }
        var point = zero
        point.setBias(score)
        return point
    }

    /// What the curvature at a point is of that at 0, where both are the same for all samples; else nil.
    func curvatureFactor(at point: Parameters) -> Double? {
        guard point.outputCount == 1, data.offsets == nil, point.values.dropLast().allSatisfy({ $0 == 0 }),
            point.hasBias,
            let neuron = neuron as? any ConstantCurvature
        else { return nil }
        return neuron.curvature(atScore: point.bias()) / neuron.curvature(atScore: 0)
    }

    private func mean(of target: Member.Target) -> Double? {
        switch target {
        case .row(let row): data.survey.targets[row].mean
        case .oneClass(let wanted): data.survey.classCounts.map { Double($0[wanted]) / Double(data.sampleCount) }
        case .classes: nil
        }
    }
}

/// A neuron whose curvature is one number where all scores are.
private protocol ConstantCurvature {
    /// Of the best constant prediction.
    func score(ofMean mean: Double) -> Double?
    func curvature(atScore score: Double) -> Double
}

extension Logistic: ConstantCurvature {
    fileprivate func score(ofMean mean: Double) -> Double? {
        mean > 0 && mean < 1 ? Math.logarithm(mean) - Math.logarithm1p(-mean) : nil
    }
    fileprivate func curvature(atScore score: Double) -> Double {
        let small = Math.exponential(-score.magnitude)
        return small / ((1 + small) * (1 + small))
    }
}

extension Poisson: ConstantCurvature {
    fileprivate func score(ofMean mean: Double) -> Double? { mean > 0 ? Math.logarithm(mean) : nil }
    fileprivate func curvature(atScore score: Double) -> Double { Math.exponential(score) }
}
