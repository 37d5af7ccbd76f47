internal import CDescentKernels
package import DescentAlgebra

/// `.linear`.
package struct Linear: Neuron {
    /// ½(ŷ−y)², the default, or (ŷ−y)².
    package let cost: SquaredError
    package init(_ cost: SquaredError = .halfSquared) { self.cost = cost }
    package var name: String { "linear" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .finite, Outline(.identity, Cost(cost)), kernel: FusedKernel(Self.kernel, parameter: cost.parameter),
            isConvex: true, likelihood: .normal, origin: Origin(squaredBy: cost.parameter))
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.identity(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile, parameter: cost.parameter) }

    private static let kernel = PointwiseKernel(
        Kernels.double.linear, Kernels.single.linear, sums: Kernels.double.linear_sum, Kernels.single.linear_sum)
}

extension Neuron where Self == BuiltInNeuron {
    /// ŷ = z with squared error: linear regression.
    ///
    /// ℓ = ½(z−y)², ∂ℓ/∂z = z − y, ∂²ℓ/∂z² = 1, all doubled for `try .composed(.identity, .squared)`; y finite. Convex.
    public static var linear: BuiltInNeuron { BuiltInNeuron(Linear()) }
    /// As `linear`, with one scale of squared error or the other.
    package static func linear(_ cost: SquaredError) -> BuiltInNeuron { BuiltInNeuron(Linear(cost)) }
}
