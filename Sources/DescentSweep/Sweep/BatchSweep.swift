package import DescentAlgebra
package import DescentSolvers

/// A sweep over one mini-batch after the other: loss and gradient of the samples that a `BatchOrder` selects.
///
/// They estimate those of all data without bias: a mean divides by the batch's share of the total weight.
package final class BatchSweep<Element: Scalar>: Answering {
    private let sweep: Sweep<Element>
    private let selection: BatchSelection
    private let engine: SweepEngine<LossGradient<Element>>
    /// For the last batch of an epoch, where that is smaller.
    private let lastEngine: SweepEngine<LossGradient<Element>>?

    package var order: BatchOrder { selection.order }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package init(_ sweep: Sweep<Element>, _ batches: Batches) throws(DescentError) {
        let order = try BatchOrder(batches, samples: sweep.data.sampleCount)
        let selection = try BatchSelection(order)
        var feed = sweep.feed
        feed.selection = selection
        func makeEngine(_ samples: Int) throws(DescentError) -> SweepEngine<LossGradient<Element>> {
            let plan = Plan(
                of: Element.self, features: sweep.data.featureCount, samples: samples, outputs: sweep.plan.outputs,
                layout: .sampleMajor, isStaged: sweep.plan.isStaged,
                partialBytes: sweep.zero.values.count * MemoryLayout<Double>.stride,
                chunkBytes: Plan.batchChunkBytes(
                    samples * sweep.data.featureCount * MemoryLayout<Element>.stride))
            return try SweepEngine(
                LossGradient(sweep.neuron, at: sweep.point, plan: plan, wantsGradient: true), over: feed, plan: plan,
                grant: sweep.grant)
        }
        self.sweep = sweep
        self.selection = selection
        engine = try makeEngine(batches.size)
        let last = order.count(ofBatch: order.batchesPerEpoch - 1)
        lastEngine = last == batches.size ? nil : try makeEngine(last)
    }

    /// How often X was read so far.
    package var reads: Double {
        let bytes = engine.bytesDelivered + (lastEngine?.bytesDelivered ?? 0)
        return sweep.reads(ofBytes: bytes)
    }

    /// The batch that is a step's turn.
    package func answer(_ query: Query, step: Int, into evaluation: inout Evaluation) throws(DescentError) {
        let (epoch, batch) = step.quotientAndRemainder(dividingBy: order.batchesPerEpoch)
        try lossGradient(at: query.point, epoch: epoch, batch: batch, into: &evaluation)
    }

    /// Loss and gradient of one batch. Throws as `Sweep.lossGradient(at:)`; samples in errors are those of the data.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func lossGradient(
        at parameters: Parameters, epoch: Int, batch: Int, into evaluation: inout Evaluation
    ) throws(DescentError) {
        try sweep.load(parameters, into: sweep.point)
        selection.select(epoch: epoch, batch: batch)
        let isLast = batch == order.batchesPerEpoch - 1
        let engine = isLast ? lastEngine ?? engine : engine
        let divisor = sweep.divisor * Double(selection.samples) / Double(order.samples)
        let overflow: DescentError.Quantity?
        do {
            overflow = try engine.run { partial in sweep.answer(partial, divisor: divisor, into: &evaluation) }
        } catch { throw try inData(error) }
        if let overflow { throw .overflow(overflow, sample: nil) }
    }

    private func inData(_ error: DescentError) throws(DescentError) -> DescentError {
        switch error {
        case .overflow(let quantity, let position?):
            return .overflow(quantity, sample: try sample(at: position))
        case .nonFinite(let quantity, let position, let component, let value, let count):
            return .nonFinite(
                quantity, sample: try sample(at: position), component: component, value: value, count: count)
        default: return error
        }
    }

    private func sample(at position: Int) throws(DescentError) -> Int {
        var sample = position
        try selection.forEachRun(in: position..<position + 1) { run, _ in sample = run.lowerBound }
        return sample
    }
}
