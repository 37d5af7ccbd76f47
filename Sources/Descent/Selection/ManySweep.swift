internal import DescentAlgebra

/// Evaluates several columns in one read of the data, each at a point of its own.
///
/// All are in the coordinates of one standardisation, that of all data: a change of coordinates, which never changes what
/// is minimised. A column's risk is the mean over its own samples, Σ cw ℓ / Σ cw. A column has the same bits alone and
/// beside any others, and for any number of threads. The memory is that of one point and a few partial gradients per
/// column, and of some rows of a tile per thread; none grows with samples times columns.
final class ManySweep<Element: Scalar> {
    let context: Context
    let plan: Plan
    private let point: ManyPoint<Element>
    private let engine: SweepEngine<ManyLossGradient<Element>>
    private let converted: Buffer<Double>
    /// Where requests are; nil for a point that is not finite.
    private var slots: [Int?] = []

    /// A column, and where it is asked for.
    struct Request {
        let column: Column
        let point: Parameters
    }

    /// - Parameter capacity: the most columns of a sweep.
    /// - Throws: `algebra`.
    init(_ context: Context, capacity: Int) throws(DescentError) {
        let (plan, feed) = try context.cut(), zero = context.zero
        let point = try ManyPoint<Element>(shape: zero, plan: plan, capacity: capacity)
        engine = try SweepEngine(
            ManyLossGradient(context.neuron, at: point, folds: context.folds), over: feed, plan: plan,
            grant: context.grant)
        converted = try Buffer(zero.values.count)
        self.context = context
        self.plan = plan
        self.point = point
    }

    /// How often X was read so far.
    var reads: Double { Double(engine.bytesDelivered) / Double(context.data.bytes) }

    /// Loss and gradient of every request, in their order; nil where a point is not finite or a result is not: whoever
    /// wants to know why asks an ordinary sweep.
    ///
    /// - Throws: `source`, `brokenSource`.
    func evaluate(_ requests: [Request]) throws(DescentError) -> [Evaluation?] {
        let folded = try load(requests)
        point.wantsGradient = true
        return try engine.run { partial in slots.map { $0.flatMap { evaluation(ofSlot: $0, partial, folded) } } }
    }

    /// The mean losses alone, in half the time.
    func losses(_ requests: [Request]) throws(DescentError) -> [Double?] {
        _ = try load(requests)
        point.wantsGradient = false
        return try engine.run { partial in slots.map { $0.flatMap { loss(ofSlot: $0, partial) } } }
    }

    /// Returns what points were folded with.
    private func load(_ requests: [Request]) throws(DescentError) -> Standardisation? {
        precondition(requests.count <= point.capacity, "more columns than there is room for")
        let zero = context.zero, folded = context.folding
        point.clear()
        slots.removeAll(keepingCapacity: true)
        for request in requests {
            precondition(request.point.hasShape(of: zero), "a point of another shape")
            do throws(DescentError) {
                try point.add(request.column, at: request.point, folding: folded)
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
