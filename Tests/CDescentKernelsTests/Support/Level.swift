import CDescentKernels

/// The levels that this machine runs; every suite runs on each of them.
enum Level: UInt32, CaseIterable, Sendable {
    case portable, avx2, avx512

    static var here: [Level] { allCases.filter { $0.rawValue <= descent_fastest_level().rawValue } }

    var code: descent_level { descent_level(rawValue: rawValue) }
}

/// What a pointwise kernel computes beside loss and residual.
enum Order: CaseIterable, Sendable {
    case first, exactCurvature, gaussNewton

    var code: descent_order {
        switch self {
        case .first: descent_first_order
        case .exactCurvature: descent_exact_curvature
        case .gaussNewton: descent_gauss_newton
        }
    }
}

enum Neuron: CaseIterable, Sendable {
    case logistic, linear, relu, sigmoid, perceptron, poisson
}

enum Activation: CaseIterable, Sendable {
    case identity, logisticCurve, rectifier, tangent, exponential, step
}

enum Cost: CaseIterable, Sendable {
    case crossEntropy, halfSquared, absolute, huber, hinge
}

/// An activation and a cost. Cross-entropy asks for predictions between 0 and 1, which only the logistic curve gives.
struct Pair: Sendable {
    let activation: Activation
    let cost: Cost

    static var all: [Pair] {
        Activation.allCases.flatMap { activation in
            Cost.allCases.filter { $0 != .crossEntropy || activation == .logisticCurve }
                .map { Pair(activation: activation, cost: $0) }
        }
    }
}
