internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Answers from all data, or from one mini-batch after the other.
struct TrainingAnswers<Element: Scalar>: Answering {
    let sweep: Sweep<Element>
    let batches: BatchSweep<Element>?
    /// Of a copy in Double, where a closer look at data in single precision asks for more digits than these have.
    var precise: Sweep<Double>?

    func answer(_ query: Query, step: Int, into evaluation: inout Evaluation) throws(DescentError) {
        if let precise { return try precise.answer(query, into: &evaluation) }
        guard let batches else { return try sweep.answer(query, into: &evaluation) }
        let (epoch, batch) = step.quotientAndRemainder(dividingBy: batches.order.batchesPerEpoch)
        try batches.lossGradient(at: query.point, epoch: epoch, batch: batch, into: &evaluation)
    }

    var reads: Double { sweep.reads + (batches?.reads ?? 0) + (precise?.reads ?? 0) }
    var stepsPerEpoch: Int { batches?.order.batchesPerEpoch ?? 1 }
}
