internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// What answers a fit: all data, or one mini-batch after the other.
struct TrainingAnswers<Element: Scalar> {
    let sweep: Sweep<Element>
    let batches: BatchSweep<Element>?
    /// Of a copy in Double, where a closer look at data in single precision asks for more digits than these have.
    var precise: Sweep<Double>?

    var reads: Double { sweep.reads + (batches?.reads ?? 0) + (precise?.reads ?? 0) }
    /// What a solver is told before it begins.
    var setting: Setting {
        sweep.setting(
            from: sweep.zero, occasion: batches.map { .batches(perEpoch: $0.order.batchesPerEpoch) } ?? .allData)
    }
    var stepsPerEpoch: Int { batches?.order.batchesPerEpoch ?? 1 }
}
