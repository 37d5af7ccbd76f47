internal import CDescentKernels
package import DescentAlgebra
internal import DescentSolvers

/// `.relu`.
package struct ReLU: Neuron {
    /// ½(ŷ−y)², the default, or (ŷ−y)².
    package let cost: SquaredError
    package init(_ cost: SquaredError = .halfSquared) { self.cost = cost }
    package var name: String { "relu" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .finite, Outline(.relu, Cost(cost)), kernel: FusedKernel(Self.kernel, parameter: cost.parameter),
            smoothness: .kinked(hasCurvature: true))
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.relu(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile, parameter: cost.parameter) }

    private static let kernel = PointwiseKernel(
        Kernels.double.relu, Kernels.single.relu, sums: Kernels.double.relu_sum, Kernels.single.relu_sum)
}

extension Neuron where Self == BuiltInNeuron {
    /// ŷ = max(0, z) with squared error.
    ///
    /// ℓ = ½(ŷ−y)², ∂ℓ/∂z = (ŷ−y)·1[z>0], ∂²ℓ/∂z² = 1[z>0], all doubled for `try .composed(.relu, .squared)`; y finite. Nothing flows back at
    /// z ≤ 0, and dead samples count in the mean. Not convex.
    public static var relu: BuiltInNeuron { BuiltInNeuron(ReLU()) }
    /// As `relu`, with one scale of squared error or the other.
    package static func relu(_ cost: SquaredError) -> BuiltInNeuron { BuiltInNeuron(ReLU(cost)) }
}
