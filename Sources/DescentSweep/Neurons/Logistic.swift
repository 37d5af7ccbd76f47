internal import CDescentKernels
package import DescentAlgebra

/// `.logistic`.
package struct Logistic: Neuron {
    package init() {}
    package var name: String { "logistic" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .unitInterval, Outline(.sigmoid, .crossEntropy), kernel: FusedKernel(Self.kernel), decision: .threshold,
            isConvex: true, likelihood: .binomial, recession: .twoClasses,
            origin: Origin(prediction: 0.5, loss: Math.logarithm(2)))
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.sigmoid(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile) }

    private static let kernel = PointwiseKernel(
        Kernels.double.logistic, Kernels.single.logistic, sums: Kernels.double.logistic_sum, Kernels.single.logistic_sum
    )
}

extension Neuron where Self == BuiltInNeuron {
    /// ŷ = σ(z) with cross-entropy: logistic regression.
    ///
    /// ℓ = softplus(z) − y z = −[y ln ŷ + (1−y) ln(1−ŷ)], ∂ℓ/∂z = ŷ − y, ∂²ℓ/∂z² = ŷ(1−ŷ); y in [0, 1]. Convex. Finite at
    /// every finite score; tiny losses and residuals keep their digits.
    public static var logistic: BuiltInNeuron { BuiltInNeuron(Logistic()) }
}
