package import DescentSolvers
internal import DescentSweep

/// Steps of gradient descent with every value on the way, as `Layer.explain` writes them.
package struct Derivation: Sendable {
    /// η
    package let rate: Double
    package let steps: [Step]
    let neuron: any Neuron

    /// Where the weights were, how they change, and where they are then.
    package struct Step: Sendable {
        package let before: Pass
        /// Δw = −η ∂R/∂w and Δb = −η ∂R/∂b.
        package let change: Parameters
        /// The next step begins with the same pass.
        package let after: Pass
    }

    /// Forward to the loss and backward to the gradient, at one point.
    package struct Pass: Sendable {
        package let parameters: Parameters
        package let samples: [Sample]
        /// R = 1/m Σ ℓ
        package let loss: Double
        /// ∂R/∂w = 1/m Σ ∂ℓ/∂w and ∂R/∂b = 1/m Σ ∂ℓ/∂b.
        package let gradient: Parameters
    }

    /// One sample on its way through the neurons.
    package struct Sample: Sendable {
        /// x, which is ∂z/∂w; ∂z/∂b is 1.
        package let features: [Double]
        package let outputs: [Output]
        /// ℓ, summed over independent outputs.
        package let loss: Double
        /// ∂ℓ/∂w = ∂ℓ/∂z · x and ∂ℓ/∂b = ∂ℓ/∂z.
        package let gradient: Parameters
    }

    /// One neuron's values at one sample.
    package struct Output: Sendable {
        /// y. Of a softmax's outputs, that of the sample's class has 1 and the others 0.
        package let target: Double
        /// z = w·x + b
        package let score: Double
        /// ŷ = a(z)
        package let prediction: Double
        /// ℓ(z, y); of a softmax's outputs, that of the sample's class has all of it and the others 0.
        package let loss: Double
        /// ∂ℓ/∂ŷ: infinite or not a number where ŷ rounds to the end of its range. A softmax's loss depends on ŷ of the
        /// sample's class alone, and this is its derivative by that. `nil` where the loss is one of the score.
        package let lossByPrediction: Double?
        /// ∂ŷ/∂z = a′(z); of a softmax, ∂ŷ/∂z of the sample's class by this score. `nil` for a neuron whose activation
        /// Descent does not know.
        package let outputGradient: Double?
        /// ∂ℓ/∂z in the neuron's own form, which keeps its digits where the product has none.
        package let residual: Double

        /// y − ŷ
        package var error: Double { target - prediction }
        /// ∂ℓ/∂ŷ · ∂ŷ/∂z: the residual, as far as rounding allows.
        package var product: Double? {
            guard let lossByPrediction, let outputGradient else { return nil }
            return lossByPrediction * outputGradient
        }
        /// δ = −∂ℓ/∂z, by which texts write Δw = η δ x.
        package var errorTerm: Double { -residual }
    }
}
