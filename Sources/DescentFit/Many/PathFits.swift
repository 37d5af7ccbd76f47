public import DescentAlgebra
public import DescentSolvers
package import DescentSweep

/// The fits along a path of penalties.
package struct PathFits<Element: Scalar>: Sendable {
    /// Mixing after mixing, each from the strongest penalty to the weakest; penalties of one's own in their order.
    package let points: [PathPoint<Element>]
    /// Where the points of each mixing are; penalties of one's own are one curve.
    package let curves: [Range<Int>]
    /// How often X was read, for all of them together.
    package let reads: Double
    package let seconds: Double
}

/// The fit of one penalty of a path.
public struct PathPoint<Element: Scalar>: Sendable {
    /// What was added to the risk.
    public let penalty: Penalty
    /// The fit of all samples with it.
    public let fit: MemberFit<Element>
    /// The mean loss, without penalty.
    public let loss: Double
    /// The share of the deviance that the features explain: 1 − (loss − least) / (loss of the best bias − least), where
    /// the least is that of ŷ = y. Of a linear neuron, R². Nil for neurons other than logistic, linear, Poisson and
    /// softmax, and where offsets leave the best bias no closed form.
    public let explained: Double?

    /// Weights that are not 0.
    public var nonzero: Int { fit.layer.weights.values.count { $0 != 0 } }
}

extension RegularizationPath {
    /// Fits every penalty of the path.
    package func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, bounds: Bounds = .none,
        stopping: Stopping = .digits, threads: Int? = nil, progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> PathFits<Element> {
        let began = Math.seconds(), member = Member(try data.wholeTarget(of: neuron))
        let context = try ManySweep<Element>.Context(
            data, neuron: neuron, folds: nil, hasBias: hasBias, standardised: true, threads: threads,
            following: Following(progress, members: 0))
        let (curves, reads) = try self.curves(context, member)
        context.following.expect(members: curves.reduce(0) { $0 + $1.count })
        let run = try PathRun(
            context, member,
            by: curves.map { $0.map { Automatic(penalty: $0, bounds: bounds, stopping: stopping) } },
            sharing: MemberSamples(context))
        try context.following.requireWhole(across: context.data.ranks)
        var fits: [MemberFit<Element>] = []
        for result in run.results { fits.append(try result.get()) }
        let sweep = try ManySweep(context, capacity: fits.count)
        let losses = try sweep.losses(fits.map { .init(member: member, point: $0.parameters) })
        let deviance = NullDeviance(context)
        let points = zip(zip(curves.joined(), fits), losses).map { point, loss in
            PathPoint(
                penalty: point.0, fit: point.1, loss: loss ?? .infinity,
                explained: deviance?.explained(loss ?? .infinity))
        }
        return PathFits(
            points: points, curves: curves.ranges, reads: reads + run.reads + sweep.reads,
            seconds: Math.seconds() - began)
    }
}

extension Array where Element: RandomAccessCollection {
    /// Where the points of each curve lie among all.
    var ranges: [Range<Int>] {
        var end = 0
        return map { curve in
            defer { end += curve.count }
            return end..<end + curve.count
        }
    }
}

/// Mean losses of the best bias, and of ŷ = y.
private struct NullDeviance {
    let null: Double
    let saturated: Double

    init?<Element: Scalar>(_ context: ManySweep<Element>.Context) {
        guard context.neuron.traits.likelihood != nil else { return nil }
        let sums = TargetSums(
            context.data, context.neuron, hasBias: context.zero.hasBias, weights: .repetitions)
        // Sums of ½(ŷ−y)² where losses are (ŷ−y)².
        let scale = (context.neuron.traits.origin?.factor ?? 1) / context.data.survey.totalWeight
        guard let half = sums.nullHalfDeviance, half > 0 else { return nil }
        (null, saturated) = ((half + sums.saturated) * scale, sums.saturated * scale)
    }

    func explained(_ loss: Double) -> Double { (null - loss) / (null - saturated) }
}
