public import DescentAlgebra

/// A neuron: what it makes of a score z, and what a prediction costs.
///
/// Descent's own neurons and a user's conform to this same protocol and run in the same sweep. A conforming type
/// works on a tile of many scores per call, never on one. For speed in a user's module, mark both functions
/// `@specialized(where Element == Double)`: unspecialised generic loops are about twenty times slower.
public protocol Neuron: Sendable {
    /// One word, for messages and models.
    var name: String { get }

    /// The targets that make sense; data with others is refused before any work.
    var domain: TargetDomain { get }

    /// Whether outputs share one loss. The default is `independent`: one output, or several side by side.
    var coupling: Coupling { get }

    /// How scores become classes, for neurons that classify. The default is `nil`.
    var decision: Decision? { get }

    /// Whether ℓ is convex in z, so that every minimum of the risk is the lowest. The default is false: nothing is claimed.
    var isConvex: Bool { get }

    /// Whether ℓ has derivatives everywhere. The default is that it has two.
    var smoothness: Smoothness { get }

    /// Predictions ŷ = a(z), into `tile.predictions`.
    func predict<Element: Scalar>(_ tile: ScoreTile<Element>)

    /// Losses ℓ(z, y), residuals ∂ℓ/∂z and, where `tile.order` asks, curvatures ∂²ℓ/∂z².
    func evaluate<Element: Scalar>(_ tile: Pointwise<Element>)
}

extension Neuron {
    public var coupling: Coupling { .independent }
    public var decision: Decision? { nil }
    public var isConvex: Bool { false }
    public var smoothness: Smoothness { .twice }
}

/// Whether a neuron's outputs share one loss per sample.
public enum Coupling: Sendable, Hashable {
    /// Each output has its own target and loss.
    case independent
    /// Softmax over this many classes: one class index as target, one loss, curvature diag(ŷ) − ŷŷᵀ.
    case softmax(classes: Int)
}

/// How a score becomes a class.
public enum Decision: Sendable, Hashable {
    /// Class 1 where z ≥ 0, else 0.
    case threshold
    /// The output with the largest score; the first of equals.
    case largest
}

/// The targets that a neuron can learn from.
public enum TargetDomain: Sendable, Hashable, CaseIterable {
    /// Any finite number.
    case finite
    /// 0 to 1, both included.
    case unitInterval
    /// 0 or more.
    case nonNegative
    /// Exactly 0 or 1.
    case binary
    /// A whole number from 0 to below the number of classes.
    case classIndex

    var requirement: String {
        switch self {
        case .finite: "a finite number"
        case .unitInterval: "a number from 0 to 1"
        case .nonNegative: "a number from 0 upwards"
        case .binary: "0 or 1"
        case .classIndex: "a class index (use Dataset(_:classes:of:))"
        }
    }
}
