public import DescentAlgebra
public import DescentSolvers

/// What is known of a neuron beside its two functions. What is not said is not assumed: every default claims the least.
public struct NeuronTraits: Sendable {
    /// The targets that make sense; data with others is refused before any work.
    package let domain: TargetDomain
    /// Whether outputs share one loss.
    package let coupling: Coupling
    /// How scores become classes; nil for a neuron that does not classify.
    package let decision: Decision?
    /// Whether ℓ is convex in z, so that every minimum of the risk is the lowest.
    package let isConvex: Bool
    /// Whether ℓ has derivatives everywhere; the audit of a fit goes by it, so a loss with kinks must say so.
    package let smoothness: Smoothness

    // What follows is said only by neurons that Descent brings: the code that goes by it is tested with them alone.

    /// Of what distribution −ℓ is the log likelihood, which statistics go by.
    package private(set) var likelihood: Likelihood?
    /// In which directions the loss falls for ever, if there are any.
    package private(set) var recession: Recession?
    /// Loss and residual where all scores are 0, as far as moments of the data tell them.
    package private(set) var origin: Origin?
    /// Where the loss turns from one straight piece to the next.
    package private(set) var corners: Corners?
    /// The kernel that makes residuals and their sum of losses in one pass.
    package private(set) var kernel: FusedKernel?
    package private(set) var outline: Outline

    /// - Parameters:
    ///   - domain: the targets that make sense.
    ///   - classes: of a softmax over so many, which has a class index as target and one loss per sample, with the curvature
    ///     diag(ŷ) − ŷŷᵀ. Default: one output, or several side by side, each with its own target and loss.
    ///   - decides: whether scores become classes: 1 where z ≥ 0, else 0; of a softmax that of the largest score, the first of equals.
    ///     Default false.
    ///   - isConvex: whether ℓ is convex in z. Default false.
    ///   - smoothness: default: two derivatives everywhere.
    public init(
        _ domain: TargetDomain, classes: Int? = nil, decides: Bool = false, isConvex: Bool = false,
        smoothness: Smoothness = .twice
    ) {
        self.init(
            domain, .own, coupling: classes.map { .softmax(classes: $0) } ?? .independent,
            decision: !decides ? nil : classes == nil ? .threshold : .largest, isConvex: isConvex,
            smoothness: smoothness)
    }

    /// Whether least squares are its fit.
    package var isLinear: Bool { likelihood == .normal }

    /// One of Descent's own.
    package init(
        _ domain: TargetDomain, _ outline: Outline, kernel: FusedKernel? = nil, coupling: Coupling = .independent,
        decision: Decision? = nil, isConvex: Bool = false, smoothness: Smoothness = .twice,
        likelihood: Likelihood? = nil, recession: Recession? = nil, origin: Origin? = nil, corners: Corners? = nil
    ) {
        self.domain = domain
        self.coupling = coupling
        self.decision = decision
        self.isConvex = isConvex
        self.smoothness = smoothness
        self.outline = outline
        self.kernel = kernel
        self.likelihood = likelihood
        self.recession = recession
        self.origin = origin
        self.corners = corners
    }
}

/// Distributions whose log likelihood is a neuron's −ℓ, but for what does not depend on the score.
package enum Likelihood: Sendable, Hashable {
    /// Of a variance that the samples tell.
    case normal
    /// The likelihood of shares of trials.
    case binomial
    case multinomial
    case poisson
}

/// What a neuron of one output, whose residual is c (ŷ − y) with a constant c, makes of data where its scores are all 0: sums of
/// losses and residuals there follow from moments of the data.
package struct Origin: Sendable {
    /// ŷ at z = 0.
    let prediction: Double
    /// c
    package let factor: Double
    private let constant: Double

    /// - Parameter loss: the mean loss there, whatever the targets.
    init(prediction: Double, loss: Double) {
        (self.prediction, factor, constant) = (prediction, 1, loss)
    }

    /// The origin of c/2 (z − y)².
    init(squaredBy factor: Double) { (prediction, self.factor, constant) = (0, factor, .nan) }

    /// The mean loss at z = 0, of targets with this mean and standard deviation.
    func loss(mean: Double, deviation: Double) -> Double {
        constant.isNaN ? factor / 2 * (mean * mean + deviation * deviation) : constant
    }
}

/// The corners of a convex loss of straight pieces, and how to round them off.
package struct Corners: Sendable {
    /// max(0, 1 − (2y−1) z); else |z − y|.
    let isHinge: Bool
    /// How steep straight pieces are.
    var factor = 1.0
    /// The width at which the loss itself turns from one piece to the next: 0 for a corner.
    package var knee = 0.0

    /// A neuron of nearly the same loss, with second derivatives everywhere.
    package func rounded(by width: Double) -> SmoothedKinks {
        SmoothedKinks(isHinge: isHinge, width: width, factor: factor)
    }
}
