public import DescentAlgebra
internal import CDescentKernels

/// Scores to turn into predictions, of all outputs in one call. Output k of sample j is at `[k * stride + j]` in both.
public struct ScoreTile<Element: Scalar> {
    /// Samples.
    public let count: Int
    /// Outputs; of a softmax, all of its classes.
    public let outputCount: Int
    /// Values from an output's first to the next one's.
    public let stride: Int
    /// z, to be read.
    public let scores: UnsafePointer<Element>
    /// ŷ, to be written. It may be the memory of `scores`, so a score is to be read before its prediction is written.
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
    /// Samples.
    public let count: Int
    /// Outputs that are seen at once: 1, or all of a coupled neuron.
    public let outputCount: Int
    /// Values from an output's first to the next one's.
    public let stride: Int
    /// Which derivatives are to be written.
    public let order: Order
    /// z, to be read.
    public let scores: UnsafePointer<Element>
    /// y, to be read: one per sample, of a softmax the index of the class.
    public let targets: UnsafePointer<Element>
    /// ℓ, to be written: one per sample.
    public let losses: UnsafeMutablePointer<Element>
    /// ∂ℓ/∂z, to be written: one per sample and output.
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
