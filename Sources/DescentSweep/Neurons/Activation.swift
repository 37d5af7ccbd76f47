package import CDescentKernels
internal import DescentAlgebra

/// A function a(z) from score to prediction.
@nonexhaustive
public enum Activation: Sendable, CaseIterable {
    /// z
    case identity
    /// σ(z) = 1/(1+e⁻ᶻ)
    case sigmoid
    /// max(0, z); its derivative at 0 is 0.
    case relu
    /// tanh z
    case tanh
    /// eᶻ
    case exp
    /// 1 where z ≥ 0, else 0; flat.
    case step

    package var name: String { "\(self)" }

    /// a(z) of a tile.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func callAsFunction<Element>(_ tile: ScoreTile<Element>) {
        for output in 0..<tile.outputCount {
            let scores = tile.scores + output * tile.stride, predictions = tile.predictions + output * tile.stride
            if Element.self == Double.self {
                double(tile.count, scores.cast(), predictions.cast(), nil, nil)
            } else {
                single(tile.count, scores.cast(), predictions.cast(), nil, nil)
            }
        }
    }

    package var double: descent_activation_f64 {
        let kernels = Kernels.double
        return switch self {
        case .identity: kernels.identity
        case .sigmoid: kernels.logistic_curve
        case .relu: kernels.rectifier
        case .tanh: kernels.tangent
        case .exp: kernels.exponential
        case .step: kernels.step
        }
    }

    var single: descent_activation_f32 {
        let kernels = Kernels.single
        return switch self {
        case .identity: kernels.identity
        case .sigmoid: kernels.logistic_curve
        case .relu: kernels.rectifier
        case .tanh: kernels.tangent
        case .exp: kernels.exponential
        case .step: kernels.step
        }
    }
}
