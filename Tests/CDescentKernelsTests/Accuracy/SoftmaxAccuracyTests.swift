import Testing

/// Softmax losses, residuals and probabilities against 60-digit references.
@Suite struct SoftmaxAccuracyTests {
    @Test(arguments: Level.here) func lossResidualsAndProbabilitiesAreWithinFourUlp(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level)
        var loss = Worst(), residual = Worst(), probability = Worst(), curve = Worst()
        for exact in References<T>.softmax {
            let outputs = exact.scores.count
            let found = kernels.softmax(outputs: outputs, exact.scores, [T(exact.target)])
            var alone = T.zeros(outputs)
            kernels.softmaxCurve(1, outputs, 1, exact.scores, &alone)
            let place = "scores \(exact.scores), class \(exact.target)"
            let slack = roundingOfDifferences(exact.scores)
            loss.note(found.losses[0], exact.loss, operand: slack * exact.loss, "loss of \(place)")
            for k in 0..<outputs {
                let p = exact.probabilities[k], r = exact.residuals[k]
                residual.note(found.residuals[k], r, operand: slack * r, "residual \(k) of \(place)")
                probability.note(found.probabilities[k], p, operand: slack * p, "probability \(k) of \(place)")
                curve.note(alone[k], p, operand: slack * p, "curve \(k) of \(place)")
            }
        }
        loss.expect(within: 4)
        residual.expect(within: 4)
        probability.expect(within: 4)
        curve.expect(within: 4)
    }

    /// e^(z − M) inherits the absolute rounding of z − M as a relative one: at least 1, and the size of the largest
    /// difference where that difference is not exact.
    private func roundingOfDifferences<T: Precision>(_ scores: [T]) -> T {
        let largest = scores.max() ?? 0
        return scores.reduce(1) { slack, score in
            let difference = score - largest
            let isExact = difference + largest == score && score - difference == largest
            return isExact || !difference.isFinite ? slack : max(slack, difference.magnitude)
        }
    }
}
