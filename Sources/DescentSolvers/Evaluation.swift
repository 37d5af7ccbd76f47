package import DescentAlgebra

/// What one sweep says about a point: the risk and, where it was asked for, its gradient.
public struct Evaluation: Sendable, Equatable {
    /// The risk: the weighted mean of the loss over all samples, summed over independent outputs; or the sum.
    public package(set) var loss = 0.0
    /// The part of each output; a softmax has its one loss in the first.
    package var losses: [Double]
    /// In the coordinates of the point.
    public package(set) var gradient: Parameters
    /// The Hessian, in the order of the gradient; where it was asked for.
    package var curvature: Matrix<Double>?
    /// R with RᵀR the Hessian, upper; where that was asked for.
    package var triangle: Matrix<Double>?
    /// Its upper triangle in a few digits; where those were asked for and were to be had, else `curvature`.
    package var roughCurvature: Matrix<Float>?
    /// The same, where fits side by side have it in common.
    package var commonMetric: CommonMetric?
    /// The upper triangle of the features' moments; where those were asked for and are to be had.
    package var moments: Matrix<Float>?
    /// The optimum in a span; where that was asked for and there is one.
    package var spanOptimum: SpanOptimum?
    /// Its product with a direction; where that was asked for.
    package var product: Parameters?

    /// Room for the results of sweeps with parameters of this shape.
    public init(shape: Parameters) {
        losses = [Double](repeating: 0, count: shape.outputCount)
        gradient = Parameters(features: shape.featureCount, outputs: shape.outputCount, hasBias: shape.hasBias)
    }
}

/// What of the losses is minimised.
public enum Risk: Sendable, Hashable {
    /// Σ wℓ / Σ w: the same scale whatever the number of samples.
    case mean
    /// Σ wℓ, such as the sum of squared errors.
    case sum
}
