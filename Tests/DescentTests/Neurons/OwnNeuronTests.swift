import Descent
import TestSupport
import Testing

/// A neuron of somebody's own that keeps its word, and one that does not.
@Suite struct OwnNeuronTests {
    /// The Poisson neuron again, by the functions that Descent has for both precisions.
    private struct Counts: Neuron {
        let name = "counts"
        let traits = NeuronTraits(.nonNegative, isConvex: true)

        func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {
            for j in 0..<tile.count { tile.predictions[j] = exp(tile.scores[j]) }
        }

        func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
            for j in 0..<tile.count {
                let rate = exp(tile.scores[j])
                tile.losses[j] = rate - tile.targets[j] * log(rate)
                tile.residuals[j] = rate - tile.targets[j]
                if tile.order != .residual { tile.curvatures[j] = rate }
            }
        }
    }

    /// ¼ z⁴ − ½ z² is not convex between its minima, and this says the curvature as it is.
    private struct DoubleWell: Neuron {
        let name = "doubleWell"
        let traits = NeuronTraits(.finite)

        func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {
            for j in 0..<tile.count { tile.predictions[j] = tile.scores[j] }
        }

        func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
            for j in 0..<tile.count {
                let z = tile.scores[j] - tile.targets[j]
                tile.losses[j] = z * z * (z * z / 4 - 1 / 2)
                tile.residuals[j] = z * (z * z - 1)
                if tile.order != .residual { tile.curvatures[j] = 3 * z * z - 1 }
            }
        }
    }

    @Test func functionsForBothPrecisions() throws {
        func check<T: Scalar>(_ type: T.Type) throws {
            let data = try Problem<T>(NeuronCase("poisson", .poisson), .init(samples: 300)).dataset()
            let own = try data.fit(neuron: Counts()), known = try data.fit(neuron: .poisson)
            #expect(own.outcome == known.outcome)
            for (a, b) in zip(own.layer.parameters.values, known.layer.parameters.values) {
                #expect(abs(a - b) <= 1e3 * Double(T.ulpOfOne) * max(1, abs(b)))
            }
            #expect(exp(T(0)) == 1 && log(T(0)) == -.infinity && log(T(-1)).isNaN && exp(T(1000)) == .infinity)
        }
        try check(Double.self)
        try check(Float.self)
    }

    /// It is the neuron that is told about, not the data's scale.
    @Test func negativeCurvatureIsNamed() throws {
        let data = try Problem<Double>(NeuronCase("linear", .linear), .init(samples: 300)).dataset()
        let error = #expect(throws: DescentError.self) { try data.fit(neuron: DoubleWell(), by: .newton()) }
        guard case .illegalValue(_, _, let output, let value, let requirement) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(output == 0 && value < 0 && requirement.contains("max(0, ∂²ℓ/∂z²)"))
        // A solver that asks for no curvature takes it.
        #expect(
            try Training(data, neuron: DoubleWell(), by: .firstOrder(.gradientDescent(rate: 0.01))).fit().outcome
                != .stalled)
    }
}
