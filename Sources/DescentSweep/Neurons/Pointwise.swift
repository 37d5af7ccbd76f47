public import DescentAlgebra
internal import CDescentKernels

/// Scores to turn into predictions. Output k of sample j is at `[k * stride + j]` in both.
public struct ScoreTile<Element: Scalar> {
    public let count: Int
    public let outputCount: Int
    public let stride: Int
    public let scores: UnsafePointer<Element>
    public let predictions: UnsafeMutablePointer<Element>

    @inlinable package init(
        count: Int, outputs: Int = 1, stride: Int, scores: UnsafePointer<Element>,
        predictions: UnsafeMutablePointer<Element>
    ) {
        self.count = count
        self.outputCount = outputs
        self.stride = stride
        self.scores = scores
        self.predictions = predictions
    }
}

/// One tile's scores and targets, and the places for what a neuron makes of them.
///
/// A neuron with independent outputs sees one output at a time; a coupled one sees all: output k of sample j is at
/// `[k * stride + j]` of `scores`, `residuals` and `curvatures`, while `targets` and `losses` hold one value per
/// sample. Where the exact value overflows, write an infinity, never NaN.
public struct Pointwise<Element: Scalar> {
    public let count: Int
    public let outputCount: Int
    public let stride: Int
    public let order: Order
    public let scores: UnsafePointer<Element>
    public let targets: UnsafePointer<Element>
    public let losses: UnsafeMutablePointer<Element>
    public let residuals: UnsafeMutablePointer<Element>
    /// Written unless `order` is `residual`. A softmax writes its probabilities, from which the curvature follows.
    public let curvatures: UnsafeMutablePointer<Element>

    @inlinable package init(
        count: Int, outputs: Int = 1, stride: Int, order: Order, scores: UnsafePointer<Element>,
        targets: UnsafePointer<Element>, losses: UnsafeMutablePointer<Element>,
        residuals: UnsafeMutablePointer<Element>, curvatures: UnsafeMutablePointer<Element>
    ) {
        self.count = count
        self.outputCount = outputs
        self.stride = stride
        self.order = order
        self.scores = scores
        self.targets = targets
        self.losses = losses
        self.residuals = residuals
        self.curvatures = curvatures
    }

    /// How many derivatives are asked for.
    public enum Order: Sendable {
        /// Loss and residual.
        case residual
        /// And the second derivative, which may be negative.
        case exactCurvature
        /// And its part that is never negative: all of it for a convex loss, c″(ŷ) a′(z)² for others.
        case gaussNewton

        var kernel: descent_order {
            switch self {
            case .residual: descent_first_order
            case .exactCurvature: descent_exact_curvature
            case .gaussNewton: descent_gauss_newton
            }
        }
    }
}
