/// What the loss of a sample is like as a function of its score: what a solver may ask of it, and what a minimum looks like.
public enum Smoothness: Sendable, Hashable {
    /// Twice differentiable everywhere: at a minimum the gradient is 0, and the curvature tells how near that is.
    case twice
    /// Differentiable, but its second derivative jumps, such as Huber's.
    case once
    /// Its derivative jumps, so that at a minimum the gradient need not be 0; between the kinks there may be curvature.
    case kinked(hasCurvature: Bool)
    /// The perceptron's criterion, whose least value is that of no weights at all: only its steps mean anything.
    case mistakes

    /// Whether second derivatives say anything.
    package var hasCurvature: Bool { self != .mistakes && self != .kinked(hasCurvature: false) }
}
