import Descent

/// Loss and gradient by the sweep: both products tile by tile.
final class GradientCase<Element: Scalar>: Case {
    private let workload: Workload<Element>
    private let point: Parameters
    private var evaluation: Evaluation
    private var evaluations = 0
    private let readsBefore: Double

    init(_ workload: Workload<Element>) {
        self.workload = workload
        point = workload.layer.parameters
        evaluation = Evaluation(shape: workload.sweep.zero)
        readsBefore = workload.sweep.reads
    }

    func evaluate() throws {
        try workload.sweep.lossGradient(at: point, into: &evaluation)
        evaluations += 1
    }

    func answer() throws -> Answer {
        let reads = (workload.sweep.reads - readsBefore) / Double(evaluations)
        guard reads == 1 else {
            throw BenchError.wrongAnswer("a gradient read X \(reads) times; it must read it once")
        }
        let difference = try agreement()
        let text =
            "loss " + format(evaluation.loss, "%.6f") + " |g| " + format(norm(evaluation.gradient.values), "%.6f")
            + " off " + format(difference, "%.0e")
        return Answer(text: text, reads: reads)
    }

    /// The largest difference between a component here and in the gradient by two whole-matrix products.
    ///
    /// Both are means over m samples of products below 1. The rounding errors of a sum of m such terms walk at random,
    /// about √m ulp in all, and each residual brings those of its score, √n; eight times that is never reached unless
    /// something is wrong.
    private func agreement() throws -> Double {
        let other = try workload.layer.gradient(workload.X, workload.y)
        let whole = (other.weights.values + other.bias).map { Double($0) }
        let differences = zip(whole, evaluation.gradient.values).map { abs($0 - $1) }
        let roundings = Double(workload.X.columns).squareRoot() + Double(workload.X.rows).squareRoot()
        let tolerance = 8 * Double(Element.ulpOfOne) * roundings
        for (index, difference) in differences.enumerated() where !(difference <= tolerance) {
            throw BenchError.wrongAnswer(
                "component \(index) of the gradient is \(evaluation.gradient.values[index]) by the sweep, "
                    + "but \(whole[index]) by whole-matrix products (tolerance \(tolerance))")
        }
        return differences.max() ?? 0
    }
}
