public import DescentAlgebra
package import DescentSolvers

/// A neuron: what it makes of a score z, and what a prediction costs.
///
/// Descent's own neurons and a user's conform to this same protocol and run in the same sweep. A conforming type
/// works on a tile of many scores per call, never on one. For speed in a user's module, mark both functions
/// `@specialized(where Element == Double)`: unspecialised generic loops are about twenty times slower.
public protocol Neuron: Sendable {
    /// One word, for messages and models.
    var name: String { get }

    /// What is known of it beside its two functions.
    var traits: NeuronTraits { get }

    /// Predictions ŷ = a(z), into `tile.predictions`.
    func predict<Element: Scalar>(_ tile: ScoreTile<Element>)

    /// Losses ℓ(z, y), residuals ∂ℓ/∂z and, where `tile.order` asks, curvatures ∂²ℓ/∂z².
    func evaluate<Element: Scalar>(_ tile: Pointwise<Element>)
}

extension Neuron {
    package var domain: TargetDomain { traits.domain }
    package var coupling: Coupling { traits.coupling }
    package var decision: Decision? { traits.decision }
    package var isConvex: Bool { traits.isConvex }
    package var smoothness: Smoothness { traits.smoothness }
}

/// Whether a neuron's outputs share one loss per sample.
package enum Coupling: Sendable, Hashable {
    /// Each output has its own target and loss.
    case independent
    /// Softmax over this many classes: one class index as target, one loss, curvature diag(ŷ) − ŷŷᵀ.
    case softmax(classes: Int)
}

/// How a score becomes a class.
package enum Decision: Sendable, Hashable {
    /// Class 1 where z ≥ 0, else 0.
    case threshold
    /// The output with the largest score; the first of equals.
    case largest
}
