internal import CDescentKernels

/// What a neuron's loss is made of: an activation, and a loss of the prediction or of the score.
struct Outline {
    /// `nil` for a softmax, and for a neuron that is not Descent's own.
    let activation: Activation?
    let criterion: Criterion

    enum Criterion {
        /// A function of ŷ and y.
        case cost(Cost)
        /// ŷ − y ln ŷ
        case poisson
        /// max(0, −(2y−1) z), which no function of the step's ŷ is.
        case perceptron
        case softmax
        /// Whatever the neuron computes.
        case own
    }

    init(_ neuron: any Neuron) {
        (activation, criterion) =
            switch neuron {
            case is Logistic: (.sigmoid, .cost(.crossEntropy))
            case let neuron as Linear: (.identity, .cost(Cost(neuron.cost)))
            case let neuron as ReLU: (.relu, .cost(Cost(neuron.cost)))
            case let neuron as Sigmoid: (.sigmoid, .cost(Cost(neuron.cost)))
            case is Poisson: (.exp, .poisson)
            case is Perceptron: (.step, .perceptron)
            case is Softmax: (nil, .softmax)
            case let neuron as Composed: (neuron.activation, .cost(neuron.cost))
            case let neuron as ExpressionLoss: (neuron.activation, .own)
            default: (nil, .own)
            }
    }

    /// a′(z)
    func outputGradient(at score: Double) -> Double? {
        guard let activation else { return nil }
        var score = score, prediction = 0.0, slope = 0.0, bend = 0.0
        activation.double(1, &score, &prediction, &slope, &bend)
        return slope
    }

    /// ∂ℓ/∂ŷ
    func lossByPrediction(_ prediction: Double, target: Double) -> Double? {
        switch criterion {
        case .cost(let cost):
            var prediction = prediction, target = target, loss = 0.0, slope = 0.0, bend = 0.0
            cost.double(1, &prediction, &target, cost.parameter, &loss, &slope, &bend)
            return slope
        case .poisson: return 1 - target / prediction
        case .perceptron, .softmax, .own: return nil
        }
    }
}

extension Cost {
    fileprivate init(_ scale: SquaredError) { self = scale == .halfSquared ? .halfSquared : .squared }
}
