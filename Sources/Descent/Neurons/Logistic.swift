internal import CDescentKernels
public import DescentAlgebra

/// ŷ = σ(z) with cross-entropy: logistic regression.
///
/// ℓ = softplus(z) − y z = −[y ln ŷ + (1−y) ln(1−ŷ)], ∂ℓ/∂z = ŷ − y, ∂²ℓ/∂z² = ŷ(1−ŷ); y in [0, 1]. Convex. Finite at
/// every finite score; tiny losses and residuals keep their digits.
public struct Logistic: Neuron {
    public init() {}
    public var name: String { "logistic" }
    public var domain: TargetDomain { .unitInterval }
    public var isConvex: Bool { true }
    public var decision: Decision? { .threshold }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.sigmoid(tile) }
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { Self.kernel(tile) }
}

extension Logistic: FusedNeuron {
    static let kernel = PointwiseKernel(
        Kernels.double.logistic, Kernels.single.logistic, sums: Kernels.double.logistic_sum, Kernels.single.logistic_sum
    )
}

extension Logistic: CanonicalNeuron {
    var originPrediction: Double { 0.5 }
    func originLoss(_ targets: Survey.Summary) -> Double { Math.logarithm(2) }
}

extension Neuron where Self == Logistic {
    public static var logistic: Logistic { Logistic() }
}
