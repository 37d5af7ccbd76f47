internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The gradient at the optimum without the features that a penalty holds: how steep a penalty must be to hold them all.
struct NullGradient<Element: Scalar> {
    /// The gradient at the null model, in the coordinates of the fit.
    let gradient: Parameters
    /// How often X was read for it.
    let reads: Double

    /// - Parameter factors: of the penalty; features of factor 0 are not held.
    init(
        _ context: ManySweep<Element>.Context, _ member: Member, factors: [Double]?
    ) throws(DescentError) {
        try context.requireSuits(member)
        try context.data.requireLearnable(member, context.neuron, context.folds)
        let allAreHeld = factors?.allSatisfy { $0 > 0 } ?? true
        if allAreHeld, let known = Self.known(context) {
            (gradient, reads) = (known, 0)
            return
        }
        var point = context.zero, reads = 0.0
        if !allAreHeld || context.zero.hasBias {
            if allAreHeld, let bias = Self.shares(context) {
                for (output, value) in bias.enumerated() { point.setBias(value, output: output) }
            } else {
                (point, reads) = try Self.fitted(context, member, factors)
            }
        }
        let sweep = try context.sweep(of: context.derived(for: member), threads: context.grant.threads)
        var evaluation = Evaluation(shape: point)
        try sweep.answer(Query(point: point, scope: .all), into: &evaluation)
        gradient = evaluation.gradient
        self.reads = reads + sweep.reads
    }

    /// Where the residual is c (ŷ − y), the best bias makes the mean prediction that of the targets, and the gradient by a weight
    /// is −c cov(x, y).
    private static func known(_ context: ManySweep<Element>.Context) -> Parameters? {
        let data = context.data
        guard let origin = context.neuron.traits.origin, context.zero.hasBias, data.offsets == nil,
            let covariances = data.survey.covariances, let standardisation = context.standardisation,
            !standardisation.isStaged
        else { return nil }
        var gradient = context.zero
        for (index, covariance) in covariances.enumerated() {
            gradient.values[index] = -origin.factor * covariance / standardisation.scale[index]
        }
        return gradient
    }

    /// The best biases of a softmax: logarithms of the classes' shares.
    private static func shares(_ context: ManySweep<Element>.Context) -> [Double]? {
        let data = context.data
        guard context.neuron.traits.likelihood == .multinomial, data.offsets == nil else { return nil }
        var sums = [Double](repeating: 0, count: context.zero.outputCount)
        for sample in 0..<data.sampleCount {
            sums[Int(data.targets[0, sample])] += data.weights.map { Double($0[0, sample]) } ?? 1
        }
        // A class without samples has no best bias; this one is as good.
        return sums.map { Math.logarithm(max($0 / data.survey.totalWeight, 0x1p-100)) }
    }

    /// The optimum of all others where the penalty holds what it can.
    private static func fitted(
        _ context: ManySweep<Element>.Context, _ member: Member, _ factors: [Double]?
    ) throws(DescentError) -> (Parameters, reads: Double) {
        let holding = factors?.map { $0 > 0 ? 0x1p900 : 0 } ?? context.data.survey.features.map { _ in 0x1p900 }
        let lockstep = try Lockstep(context, [member], by: [LBFGS(penalty: try .lasso(1, on: .raw, factors: holding))])
        try lockstep.run()
        let (results, reads) = try lockstep.results()
        return (try results[0].get().parameters, reads)
    }

    /// The largest ratio of a weight's slope to what holds it, among those that are held.
    func largestRatio(to strengths: [Double]) -> Double {
        let weights = gradient.featureCount * gradient.outputCount
        return (0..<weights).filter { strengths[$0] > 0 }.reduce(0) {
            max($0, gradient.values[$1].magnitude / strengths[$1])
        }
    }
}
