internal import CDescentKernels
package import DescentAlgebra

/// `.poisson`.
package struct Poisson: Neuron {
    package init() {}
    package var name: String { "poisson" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .nonNegative, Outline(.exp, .poisson), kernel: FusedKernel(Self.kernel), isConvex: true,
            likelihood: .poisson, recession: .counts, origin: Origin(prediction: 1, loss: 1))
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.exp(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile) }

    private static let kernel = PointwiseKernel(
        Kernels.double.poisson, Kernels.single.poisson, sums: Kernels.double.poisson_sum, Kernels.single.poisson_sum)
}

extension Neuron where Self == BuiltInNeuron {
    /// ŷ = eᶻ with the Poisson likelihood: regression of counts and rates.
    ///
    /// ℓ = eᶻ − y z (without the constant ln y!), ∂ℓ/∂z = ŷ − y, ∂²ℓ/∂z² = ŷ; y ≥ 0. Convex. Where eᶻ is infinite the
    /// evaluation fails with `overflow`.
    public static var poisson: BuiltInNeuron { BuiltInNeuron(Poisson()) }
}
