internal import CDescentKernels
package import DescentAlgebra

/// `.sigmoid`.
package struct Sigmoid: Neuron {
    /// ½(ŷ−y)², the default, or (ŷ−y)².
    package let cost: SquaredError
    package init(_ cost: SquaredError = .halfSquared) { self.cost = cost }
    package var name: String { "sigmoid" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .finite, Outline(.sigmoid, Cost(cost)), kernel: FusedKernel(Self.kernel, parameter: cost.parameter),
            decision: .threshold)
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.sigmoid(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile, parameter: cost.parameter) }

    private static let kernel = PointwiseKernel(
        Kernels.double.sigmoid, Kernels.single.sigmoid, sums: Kernels.double.sigmoid_sum, Kernels.single.sigmoid_sum)
}

extension Neuron where Self == BuiltInNeuron {
    /// ŷ = σ(z) with squared error.
    ///
    /// ℓ = ½(ŷ−y)², ∂ℓ/∂z = (ŷ−y) ŷ(1−ŷ), ∂²ℓ/∂z² = (ŷ(1−ŷ))² + (ŷ−y) ŷ(1−ŷ)(1−2ŷ), all doubled for `try .composed(.sigmoid, .squared)`; y finite.
    /// The second derivative may be negative: the loss is not convex, and saturates where `logistic` does not.
    public static var sigmoid: BuiltInNeuron { BuiltInNeuron(Sigmoid()) }
    /// As `sigmoid`, with one scale of squared error or the other.
    package static func sigmoid(_ cost: SquaredError) -> BuiltInNeuron { BuiltInNeuron(Sigmoid(cost)) }
}
