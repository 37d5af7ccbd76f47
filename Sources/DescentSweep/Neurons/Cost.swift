package import CDescentKernels
package import DescentAlgebra

/// What a prediction ŷ costs where y was right.
@nonexhaustive
public enum Cost: Sendable, Hashable {
    /// −[y ln ŷ + (1−y) ln(1−ŷ)]
    case crossEntropy
    /// ½(ŷ−y)²
    case halfSquared
    /// (ŷ−y)²
    case squared
    /// |ŷ−y|; its derivative at 0 is 0.
    case absolute
    /// ½(ŷ−y)² where |ŷ−y| ≤ δ, else δ(|ŷ−y| − ½δ); δ > 0.
    case huber(delta: Double)
    /// max(0, 1 − (2y−1) ŷ); its derivative at the kink is 0.
    case hinge

    package var name: String {
        switch self {
        case .crossEntropy: "crossEntropy"
        case .halfSquared: "halfSquared"
        case .squared: "squared"
        case .absolute: "absolute"
        case .huber(let delta): "huber(delta: \(delta))"
        case .hinge: "hinge"
        }
    }

    /// The targets that the cost is made for.
    package var domain: TargetDomain {
        switch self {
        case .crossEntropy: .unitInterval
        case .hinge: .binary
        case .halfSquared, .squared, .absolute, .huber: .finite
        }
    }

    /// One of each; Huber's with δ = 1.
    package static let kinds: [Cost] = [.crossEntropy, .halfSquared, .squared, .absolute, .huber(delta: 1), .hinge]

    init(_ scale: SquaredError) { self = scale == .halfSquared ? .halfSquared : .squared }

    /// The number that the kernel takes.
    package var parameter: Double {
        switch self {
        case .squared: 2
        case .huber(let delta): delta
        case .crossEntropy, .halfSquared, .absolute, .hinge: 1
        }
    }

    package var double: descent_cost_f64 {
        let kernels = Kernels.double
        return switch self {
        case .crossEntropy: kernels.cross_entropy
        case .halfSquared, .squared: kernels.half_squared
        case .absolute: kernels.absolute
        case .huber: kernels.huber
        case .hinge: kernels.hinge
        }
    }

    var single: descent_cost_f32 {
        let kernels = Kernels.single
        return switch self {
        case .crossEntropy: kernels.cross_entropy
        case .halfSquared, .squared: kernels.half_squared
        case .absolute: kernels.absolute
        case .huber: kernels.huber
        case .hinge: kernels.hinge
        }
    }
}

/// The two scales of squared error.
package enum SquaredError: Sendable, Hashable, CaseIterable {
    /// ½(ŷ−y)²: the gradient is X(ŷ−y)/m.
    case halfSquared
    /// (ŷ−y)²: the gradient is 2X(ŷ−y)/m, and the mean is the mean squared error.
    case squared

    package var name: String { "\(self)" }
    package var parameter: Double { self == .halfSquared ? 1 : 2 }
}
