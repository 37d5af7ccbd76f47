internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Evaluates several members in one read of the data, each at a point of its own: loss and gradient, or the Hessian too.
///
/// All are in the coordinates of one standardisation, that of all data: a change of coordinates, which never changes what
/// is minimised. A member's risk is the mean over its own samples, Σ cw ℓ / Σ cw. A member has the same bits alone and
/// beside any others, and for any number of threads. The memory is that of one point and a few partial gradients per
/// member, and of some rows of a tile per thread; none grows with samples times members.
final class ManySweep<Element: Scalar> {
    let context: Context
    let plan: Plan
    private let feed: TileFeed<Element>
    private let point: ManyPoint<Element>
    private let engine: SweepEngine<ManyLossGradient<Element>>
    private typealias WithCurvature = Both<ManyLossGradient<Element>, ManyCurvature<Element>>
    private var curvatureEngine = EngineSlot<SweepEngine<WithCurvature>>()
    private var engines: [any Delivering]
    /// How many Hessians a read answers with; 0 where members had better ask for theirs alone.
    let curvatures: Int
    private let converted: Buffer<Double>
    /// Where requests are; nil for a point that is not finite.
    private var slots: [Int?] = []

    /// A member, where it is asked for, and whether for the Hessian beside loss and gradient.
    struct Request {
        let member: Member
        let point: Parameters
        var wantsCurvature = false
    }

    /// - Parameter capacity: the most members of a sweep.
    /// - Throws: `algebra`.
    init(_ context: Context, capacity: Int) throws(DescentError) {
        let (plan, feed) = try context.cut(), zero = context.zero
        let point = try ManyPoint<Element>(shape: zero, plan: plan, capacity: capacity)
        engine = try SweepEngine(
            ManyLossGradient(context.neuron, at: point, folds: context.folds), over: feed, plan: plan,
            grant: context.grant)
        engines = [engine]
        curvatures = ManyCurvature<Element>.capacity(context.neuron, shape: zero, plan: plan, members: capacity)
        converted = try Buffer(zero.values.count)
        self.context = context
        self.plan = plan
        self.feed = feed
        self.point = point
    }

    /// How often X was read so far.
    var reads: Double { Double(engines.bytesDelivered) / Double(context.data.bytes) }

    /// What every request asks for, in their order; nil where a point is not finite or a result is not: whoever wants to
    /// know why asks an ordinary sweep. More Hessians than `curvatures` take further reads.
    ///
    /// - Throws: `source`, `brokenSource`, `algebra`.
    func evaluate(_ requests: [Request]) throws(DescentError) -> [Evaluation?] {
        var answers = [Evaluation?](repeating: nil, count: requests.count)
        let curved = requests.indices.filter { requests[$0].wantsCurvature }
        var some = requests.indices.filter { !requests[$0].wantsCurvature } + curved.prefix(curvatures)
        var answered = min(curvatures, curved.count)
        while true {
            for (index, answer) in zip(some, try evaluateAtOnce(some.map { requests[$0] })) { answers[index] = answer }
            guard answered < curved.count else { return answers }
            some = Array(curved[answered...].prefix(curvatures))
            answered += some.count
        }
    }

    private func evaluateAtOnce(_ requests: [Request]) throws(DescentError) -> [Evaluation?] {
        let folded = try load(requests)
        point.wantsGradient = true
        guard requests.contains(where: \.wantsCurvature) else {
            return try engine.run { partial in slots.map { $0.flatMap { evaluation(ofSlot: $0, partial, folded) } } }
        }
        let losses = engine.reduction
        let engine = try curvatureEngine.get(among: &engines) { () throws(DescentError) in
            let both = Both(first: losses, second: try ManyCurvature(context, plan, capacity: curvatures))
            return try SweepEngine(both, over: feed, plan: plan, grant: context.grant)
        }
        let second = engine.reduction.second, first = engine.reduction.first
        // A place for every slot that wants one; those of points that are not finite have none.
        var places: [Int?] = []
        second.places.clear()
        for (request, slot) in zip(requests, slots) {
            guard request.wantsCurvature, slot != nil else { places.append(nil); continue }
            try second.places.add(request.member, at: request.point, folding: folded)
            places.append(second.places.members.count - 1)
        }
        return try engine.run { partial throws(DescentError) -> [Evaluation?] in
            var answers: [Evaluation?] = []
            for (slot, place) in zip(slots, places) {
                var answer = slot.flatMap { evaluation(ofSlot: $0, partial, folded) }
                if let slot, let place, answer != nil {
                    let curvature = try second.curvature(
                        ofPlace: place, partial + first.partialCount, context.zero,
                        divisor: partial[first.layout.weights + slot])
                    if curvature == nil { answer = nil } else { answer?.curvature = curvature }
                }
                answers.append(answer)
            }
            return answers
        }
    }

    /// The mean losses alone, in half the time.
    func losses(_ requests: [Request]) throws(DescentError) -> [Double?] {
        _ = try load(requests)
        point.wantsGradient = false
        return try engine.run { partial in slots.map { $0.flatMap { loss(ofSlot: $0, partial) } } }
    }

    /// Returns what points were folded with.
    private func load(_ requests: [Request]) throws(DescentError) -> Standardisation? {
        precondition(requests.count <= point.capacity, "more members than there is room for")
        let zero = context.zero, folded = context.folding
        point.clear()
        slots.removeAll(keepingCapacity: true)
        for request in requests {
            precondition(request.point.hasShape(of: zero), "a point of another shape")
            do throws(DescentError) {
                try point.add(request.member, at: request.point, folding: folded)
                slots.append(point.slots.count - 1)
            } catch { slots.append(nil) }
        }
        return folded
    }

    private func loss(ofSlot slot: Int, _ partial: UnsafePointer<Double>) -> Double? {
        let loss = partial[slot] / partial[engine.reduction.layout.weights + slot]
        return loss.isFinite ? loss : nil
    }

    private func evaluation(
        ofSlot slot: Int, _ partial: UnsafePointer<Double>, _ folded: Standardisation?
    ) -> Evaluation? {
        let layout = engine.reduction.layout, width = point.width, weights = width * point.features
        guard let loss = loss(ofSlot: slot, partial) else { return nil }
        let total = partial[layout.weights + slot]
        let gradient = converted.base, sums = partial + layout.sums + slot * width
        gradient.update(from: partial + layout.gradient + slot * weights, count: weights)
        folded?.convertGradient(gradient, outputs: width, biasGradient: sums)
        let count = context.zero.values.count
        (gradient + weights).update(from: sums, count: count - weights)
        for index in 0..<count { gradient[index] /= total }
        guard TileKernels.allFinite(count, gradient) else { return nil }
        var evaluation = Evaluation(shape: context.zero)
        evaluation.loss = loss
        evaluation.losses[0] = loss
        evaluation.gradient.values.withUnsafeMutableBufferPointer {
            $0.baseAddress!.update(from: gradient, count: count)
        }
        return evaluation
    }
}
