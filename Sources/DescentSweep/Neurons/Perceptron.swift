internal import CDescentKernels
package import DescentAlgebra
internal import DescentSolvers

/// `.perceptron`.
package struct Perceptron: Neuron {
    package init() {}
    package var name: String { "perceptron" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .binary, Outline(.step, .perceptron), kernel: FusedKernel(Self.kernel), decision: .threshold,
            isConvex: true,
            smoothness: .mistakes, recession: .twoClasses)
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.step(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile) }

    private static let kernel = PointwiseKernel(
        Kernels.double.perceptron, Kernels.single.perceptron, sums: Kernels.double.perceptron_sum,
        Kernels.single.perceptron_sum)
}

extension Neuron where Self == BuiltInNeuron {
    /// ŷ = 1 where z ≥ 0, else 0, with the perceptron criterion.
    ///
    /// ℓ = max(0, −(2y−1) z), ∂ℓ/∂z = ŷ − y: the classical update. Curvature 0; y is 0 or 1. Convex, not strictly.
    public static var perceptron: BuiltInNeuron { BuiltInNeuron(Perceptron()) }
}
