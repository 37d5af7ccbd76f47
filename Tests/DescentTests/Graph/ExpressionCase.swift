import Descent
import Testing

/// A neuron's loss written as an expression. The same formula makes an `ExpressionLoss` and, over vectors, a graph.
struct ExpressionCase: Sendable, CustomTestStringConvertible {
    let instance: NeuronCase
    let formula: @Sendable (Node, Node) -> Node

    var testDescription: String { instance.label }

    func loss() throws(DescentError) -> ExpressionLoss {
        try ExpressionLoss("expression", domain: instance.neuron.domain, loss: formula)
    }

    /// Every neuron whose outputs are independent. A softmax is no loss of one score; as a graph of all scores it is in
    /// `GradientCheckTests`.
    static let all: [ExpressionCase] = NeuronCase.all.filter { !$0.isSoftmax }.map { instance in
        ExpressionCase(instance: instance, formula: formula(of: instance.neuron))
    }

    /// Every legal pair of activation and cost, those that have a fused kernel too, by the definitions of both: none is
    /// out of reach of a graph's functions. A step has no pair.
    static let pairs: [ExpressionCase] = Activation.allCases.flatMap { activation in
        [Cost.crossEntropy, .halfSquared, .squared, .absolute, .huber(delta: 0.3), .hinge].compactMap { cost in
            guard let neuron = try? Composed(activation, cost) else { return nil }
            return ExpressionCase(
                instance: NeuronCase("pair \(neuron.name)", neuron), formula: composed(curve(activation), cost))
        }
    }

    private static func formula(of neuron: any Neuron) -> @Sendable (Node, Node) -> Node {
        switch neuron.itself {
        case is Logistic: { z, y in softplus(z) - y * z }
        case let neuron as Linear: composed({ $0 }, neuron.cost == .squared ? .squared : .halfSquared)
        case let neuron as ReLU: composed({ relu($0) }, neuron.cost == .squared ? .squared : .halfSquared)
        case let neuron as Sigmoid: composed({ sigmoid($0) }, neuron.cost == .squared ? .squared : .halfSquared)
        case is Perceptron: { z, y in relu(-(2 * y - 1) * z) }
        case is Poisson: { z, y in exp(z) - y * z }
        case is PseudoHuber: { z, y in sqrt(1 + pow(z - y, 2)) - 1 }
        case let neuron as Composed: composed(curve(neuron.activation), neuron.cost)
        default: fatalError("\(neuron.name) has no expression")
        }
    }

    private static func curve(_ activation: Activation) -> @Sendable (Node) -> Node {
        switch activation {
        case .identity: { $0 }
        case .sigmoid: { sigmoid($0) }
        case .relu: { relu($0) }
        case .tanh: { tanh($0) }
        case .exp: { exp($0) }
        case .step: fatalError("a step has no cost")
        }
    }

    private static func composed(
        _ activation: @escaping @Sendable (Node) -> Node, _ cost: Cost
    ) -> @Sendable (Node, Node) -> Node {
        switch cost {
        case .crossEntropy: { z, y in -(y * log(activation(z)) + (1 - y) * log(1 - activation(z))) }
        case .halfSquared: { z, y in 0.5 * pow(activation(z) - y, 2) }
        case .squared: { z, y in pow(activation(z) - y, 2) }
        case .absolute: { z, y in abs(activation(z) - y) }
        case .huber(let delta):
            { z, y in
                let size = abs(activation(z) - y), near = min(size, delta)
                return near * (size - 0.5 * near)
            }
        case .hinge: { z, y in relu(1 - (2 * y - 1) * activation(z)) }
        }
    }
}
