internal import DescentSweep

/// What is computed of one score, as formulas over z, ŷ and y: first as the textbook has it, then in forms that keep
/// their digits where ŷ has rounded to the end of its range.
struct Formulas {
    let outline: Outline
    let z: Node
    let prediction: Node
    let y: Node

    init(_ outline: Outline, _ output: Derivation.Output, subscript index: String) {
        self.outline = outline
        z = .variable("z" + index, .init(output.score))
        prediction = .variable("ŷ" + index, .init(output.prediction))
        y = .variable("y" + index, .init(output.target))
    }

    private static func number(_ value: Double) -> Node { .constant(.init(value)) }
    private var error: Node { prediction - y }
    private var side: Node { 2 * y - 1 }

    /// ŷ
    var predictions: [Node] {
        switch outline.activation {
        case .identity: [z]
        case .sigmoid: [1 / (1 + exp(-z)), exp(z)]  // e^z is σ(z) where e^−z overflows
        case .relu: [max(0, z)]
        case .tanh: [tanh(z)]
        case .exp: [exp(z)]
        case .step: [Node(.atLeast, [z, Self.number(0)])]
        case nil: []
        }
    }

    /// ∂ŷ/∂z
    var outputGradients: [Node] {
        switch outline.activation {
        case .identity: [Self.number(1)]
        case .sigmoid: [prediction * (1 - prediction), slope(of: z)]
        case .relu: [Node(.positive, [z])]
        case .tanh: [1 - pow(prediction, 2), 4 * slope(of: 2 * z)]
        case .exp: [prediction]
        case .step: [Self.number(0)]
        case nil: []
        }
    }

    /// σ′ without a difference.
    private func slope(of z: Node) -> Node { exp(-abs(z)) / pow(1 + exp(-abs(z)), 2) }

    /// ℓ
    var losses: [Node] {
        switch outline.criterion {
        case .cost(.crossEntropy):
            let likelihood = -(y * log(prediction) + (1 - y) * log(1 - prediction))
            return [likelihood, max(0, z) - y * z + log1p(exp(-abs(z)))]
        case .cost(.halfSquared): return [0.5 * pow(error, 2)]
        case .cost(.squared): return [pow(error, 2)]
        case .cost(.absolute): return [abs(error)]
        case .cost(.huber(let delta)):
            return isNear(delta) ? [0.5 * pow(error, 2)] : [delta * (abs(error) - 0.5 * delta)]
        case .cost(.hinge): return [max(0, 1 - side * prediction)]
        case .poisson: return [prediction - y * log(prediction), exp(z) - y * z]
        case .perceptron: return [max(0, -(side * z))]
        case .softmax, .own: return []
        }
    }

    /// ∂ℓ/∂ŷ
    var lossesByPrediction: [Node] {
        switch outline.criterion {
        case .cost(.crossEntropy): return [(1 - y) / (1 - prediction) - y / prediction]
        case .cost(.halfSquared): return [error]
        case .cost(.squared): return [2 * error]
        case .cost(.absolute): return [Node(.sign, [error])]
        case .cost(.huber(let delta)): return [isNear(delta) ? error : delta * Node(.sign, [error])]
        case .cost(.hinge): return [-(side * Node(.positive, [1 - side * prediction]))]
        case .poisson: return [1 - y / prediction]
        case .perceptron, .softmax, .own: return []
        }
    }

    /// ∂ℓ/∂z after what cancels has cancelled; empty where nothing does.
    var residuals: [Node] {
        switch (outline.activation, outline.criterion) {
        case (.sigmoid, .cost(.crossEntropy)): [error, sigmoidError]
        case (.sigmoid, .cost(.halfSquared)): [error * outputGradients[0], sigmoidError * outputGradients[1]]
        case (.sigmoid, .cost(.squared)): [2 * error * outputGradients[0], 2 * sigmoidError * outputGradients[1]]
        case (.exp, .poisson), (_, .perceptron): [error]
        default: []
        }
    }

    /// σ(z) − y where σ(z) has rounded to 1: its distance from 1 is 1/(1 + eᶻ).
    private var sigmoidError: Node { (1 - y) - 1 / (1 + exp(z)) }

    private func isNear(_ delta: Double) -> Bool {
        guard let error = try? error.value.number else { return false }
        return error.magnitude <= delta
    }
}
