import Testing

/// Residual = ∂ℓ/∂z and curvature = ∂²ℓ/∂z², for every neuron and every pair of activation and cost.
@Suite struct DerivativeTests {
    @Test(arguments: Level.here, Neuron.allCases) func neuronsDifferentiateTheirLoss(_ level: Level, _ neuron: Neuron) {
        check(Double.self, step: 0x1p-17, tolerance: 1e-8) { scores, targets in
            Double.kernels(level).evaluate(neuron, scores, targets, parameter: neuron == .poisson ? 1 : 2)
        } where: { z, _, reach in
            Smooth.neuron(neuron, z, reach: reach)
        }
        check(Float.self, step: 0x1p-7, tolerance: 1e-3) { scores, targets in
            Float.kernels(level).evaluate(neuron, scores, targets, parameter: neuron == .poisson ? 1 : 2)
        } where: { z, _, reach in
            Smooth.neuron(neuron, z, reach: reach)
        }
    }

    @Test(arguments: Level.here, Pair.all) func pairsDifferentiateTheirLoss(_ level: Level, _ pair: Pair) {
        check(Double.self, step: 0x1p-17, tolerance: 1e-8) { scores, targets in
            Double.kernels(level).evaluate(pair, scores, targets, parameter: 0.75)
        } where: { z, y, reach in
            Smooth.pair(pair, z, y, parameter: 0.75, reach: reach)
        }
        check(Float.self, step: 0x1p-7, tolerance: 1e-3) { scores, targets in
            Float.kernels(level).evaluate(pair, scores, targets, parameter: 0.75)
        } where: { z, y, reach in
            Smooth.pair(pair, z, y, parameter: 0.75, reach: reach)
        }
    }

    /// (f(z + h) − f(z − h)) / 2h against f′(z), for f = ℓ and f = ∂ℓ/∂z.
    ///
    /// The difference errs by h²f‴/6 from truncation and by about εf/h from rounding: h = ε^⅓ balances them, and
    /// `tolerance` is some times ε^⅔, relative to the size of f and f′ together.
    private func check<T: Precision>(
        _: T.Type, step: T, tolerance: Double, evaluate: ([T], [T]) -> Kernels<T>.Jets,
        where isSmooth: (Double, Double, Double) -> Bool
    ) {
        // Multiples of the step: z ± h are exact.
        let scores = T.numbers(130, in: -4...4, seed: 1).map { ($0 / step).rounded() * step }
        var worst = 0.0, place = "", comparisons = 0
        for target in [0, 1] as [T] {
            let targets = [T](repeating: target, count: scores.count)
            let here = evaluate(scores, targets)
            let after = evaluate(scores.map { $0 + step }, targets),
                before = evaluate(scores.map { $0 - step }, targets)
            for (j, z) in scores.enumerated() where isSmooth(Double(z), Double(target), 2 * Double(step)) {
                for (name, derivative, high, low, size) in [
                    ("residual", here.first[j], after.value[j], before.value[j], here.value[j]),
                    ("curvature", here.second[j], after.first[j], before.first[j], here.first[j]),
                ] {
                    let difference = (Double(high) - Double(low)) / (2 * Double(step))
                    let scale = 1 + Double(size.magnitude) + Double(here.second[j].magnitude)
                    let error = (Double(derivative) - difference).magnitude / scale
                    comparisons += 1
                    if !(error <= worst) {
                        (worst, place) = (error, "\(name) at z = \(z), y = \(target): \(derivative), not \(difference)")
                    }
                }
            }
        }
        #expect(comparisons > 200)
        #expect(worst <= tolerance, "\(place)")
    }
}
