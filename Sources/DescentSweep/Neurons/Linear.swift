internal import CDescentKernels
public import DescentAlgebra

/// ŷ = z with squared error: linear regression.
///
/// ℓ = ½(z−y)², ∂ℓ/∂z = z − y, ∂²ℓ/∂z² = 1, all doubled for `squared`; y finite. Convex.
public struct Linear: Neuron {
    /// ½(ŷ−y)², the default, or (ŷ−y)².
    package let cost: SquaredError
    public init(_ cost: SquaredError = .halfSquared) { self.cost = cost }
    public var name: String { "linear" }
    public var traits: NeuronTraits {
        NeuronTraits(
            .finite, Outline(.identity, Cost(cost)), kernel: FusedKernel(Self.kernel, parameter: cost.parameter),
            isConvex: true, likelihood: .normal, origin: Origin(squaredBy: cost.parameter))
    }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.identity(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile, parameter: cost.parameter) }

    private static let kernel = PointwiseKernel(
        Kernels.double.linear, Kernels.single.linear, sums: Kernels.double.linear_sum, Kernels.single.linear_sum)
}

extension Neuron where Self == Linear {
    /// The linear neuron with ½(ŷ−y)².
    public static var linear: Linear { Linear() }
    public static func linear(_ cost: SquaredError) -> Linear { Linear(cost) }
}
