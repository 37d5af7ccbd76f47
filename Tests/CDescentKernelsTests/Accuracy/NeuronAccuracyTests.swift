import Testing

/// Losses, residuals and curvatures of the neurons that need exp and log, against 60-digit references.
///
/// A difference of two rounded numbers cannot be nearer to the truth than the rounding of the larger one. Where such a
/// difference may cancel (prediction − target for a target strictly inside the range of predictions, e^z − y z, the two
/// terms of an exact curvature), the yardstick is that operand; everywhere else it is the result itself.
@Suite struct NeuronAccuracyTests {
    @Test(arguments: Level.here) func logisticIsWithinFourUlp(_ level: Level) {
        checkLogistic(Double.self, level)
        checkLogistic(Float.self, level)
    }

    private func checkLogistic<T: Precision>(_: T.Type, _ level: Level) {
        let curves = References<T>.curves, scores = curves.map(\.score)
        for index in curves[0].perTarget.indices {
            let targets = curves.map { $0.perTarget[index].target }
            let found = T.kernels(level).evaluate(.logistic, scores, targets)
            var loss = Worst(), residual = Worst(), curvature = Worst()
            for (j, curve) in curves.enumerated() {
                let exact = curve.perTarget[index], place = "z = \(curve.score), y = \(exact.target)"
                loss.note(found.value[j], exact.logisticLoss, "loss at \(place)")
                let alone = T.kernels(level).sum(.logistic, [curve.score], [exact.target]).loss
                loss.note(T(alone), exact.logisticLoss, "sum of one loss at \(place)")
                residual.note(
                    found.first[j], exact.error, operand: operand(curve, exact.target), "residual at \(place)")
                curvature.note(found.second[j], curve.logistic.first, "curvature at \(place)")
            }
            loss.expect(within: 4)
            residual.expect(within: 4)
            curvature.expect(within: 4)
        }
    }

    @Test(arguments: Level.here) func sigmoidIsWithinFourUlp(_ level: Level) {
        checkSigmoid(Double.self, level)
        checkSigmoid(Float.self, level)
    }

    private func checkSigmoid<T: Precision>(_: T.Type, _ level: Level) {
        let curves = References<T>.curves, scores = curves.map(\.score), kernels = T.kernels(level)
        for index in curves[0].perTarget.indices {
            let targets = curves.map { $0.perTarget[index].target }
            let found = kernels.evaluate(.sigmoid, scores, targets)
            let gaussNewton = kernels.evaluate(.sigmoid, scores, targets, .gaussNewton).second
            var loss = Worst(), residual = Worst(), curvature = Worst(), square = Worst()
            for (j, curve) in curves.enumerated() {
                let exact = curve.perTarget[index], slope = curve.logistic.first
                let place = "z = \(curve.score), y = \(exact.target)"
                let largest = operand(curve, exact.target)
                loss.note(
                    found.value[j], exact.sigmoid.value, operand: largest * exact.error.magnitude, "loss at \(place)")
                residual.note(found.first[j], exact.sigmoid.first, operand: largest * slope, "residual at \(place)")
                let bend = max(largest, exact.error.magnitude) * curve.logistic.second.magnitude
                curvature.note(
                    found.second[j], exact.sigmoid.second, operand: max(bend, curve.sigmoidGaussNewton),
                    "curvature at \(place)")
                square.note(gaussNewton[j], curve.sigmoidGaussNewton, "Gauss-Newton at \(place)")
            }
            loss.expect(within: 4)
            // Products of two factors, s' among them: each brings its own 4 ulp.
            residual.expect(within: 8)
            curvature.expect(within: 8)
            square.expect(within: 8)
        }
    }

    @Test(arguments: Level.here) func poissonIsWithinFourUlp(_ level: Level) {
        checkPoisson(Double.self, level)
        checkPoisson(Float.self, level)
    }

    private func checkPoisson<T: Precision>(_: T.Type, _ level: Level) {
        let curves = References<T>.curves, scores = curves.map(\.score), kernels = T.kernels(level)
        let none = kernels.evaluate(.poisson, scores, T.zeros(scores.count))
        let three = kernels.evaluate(.poisson, scores, [T](repeating: 3, count: scores.count))
        var alone = Worst(), loss = Worst(), residual = Worst()
        for (j, curve) in curves.enumerated() {
            for result in [none.value[j], none.first[j], none.second[j], three.second[j]] {
                alone.note(result, curve.exponential, "y = 0 at z = \(curve.score)")
            }
            loss.note(three.value[j], curve.poissonLoss, operand: 3 * curve.score, "loss at z = \(curve.score)")
            residual.note(three.first[j], curve.poissonResidual, operand: 3, "residual at z = \(curve.score)")
        }
        alone.expect(within: 4)
        loss.expect(within: 4)
        residual.expect(within: 4)
    }

    /// The larger operand of s(z) − y where that may cancel: nothing for the targets 0 and 1.
    private func operand<T: Precision>(_ curve: References<T>.Curve, _ target: T) -> T {
        target > 0 && target < 1 ? max(curve.logistic.value, target) : 0
    }
}
