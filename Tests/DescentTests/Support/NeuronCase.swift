import Descent
import TestSupport
import Testing

/// One instance for every law: a neuron with the targets that suit it. A new neuron is one more line in `all`.
struct NeuronCase: Sendable, CustomTestStringConvertible {
    let label: String
    let neuron: any Neuron
    let outputs: Int
    /// Whether the loss has a second derivative everywhere, so that differences of the residual must find it.
    let isSmooth: Bool

    init(_ label: String, _ neuron: some Neuron, outputs: Int = 1, isSmooth: Bool = true) {
        self.label = label
        self.neuron = neuron
        self.isSmooth = isSmooth
        if case .softmax(let classes) = neuron.coupling { self.outputs = classes } else { self.outputs = outputs }
    }

    var testDescription: String { label }
    var isSoftmax: Bool { neuron.coupling != .independent }

    /// A target that the neuron allows, real-valued where it may be.
    func target(using generator: inout SplitMix64) -> Double {
        switch neuron.domain {
        case .unitInterval: Double.random(in: 0...1, using: &generator)
        case .binary: Double(Int.random(in: 0...1, using: &generator))
        case .nonNegative: Double(Int.random(in: 0...5, using: &generator))
        case .finite: Double.random(in: -2...2, using: &generator)
        case .classIndex: Double(Int.random(in: 0..<outputs, using: &generator))
        }
    }

    /// The table of DESIGN's neurons, several outputs included.
    static let classical: [NeuronCase] = [
        NeuronCase("logistic", .logistic),
        NeuronCase("linear", .linear),
        NeuronCase("linear, squared", .linear(.squared)),
        NeuronCase("relu", .relu, isSmooth: false),
        NeuronCase("relu, squared", .relu(.squared), isSmooth: false),
        NeuronCase("sigmoid", .sigmoid),
        NeuronCase("sigmoid, squared", .sigmoid(.squared)),
        NeuronCase("perceptron", .perceptron, isSmooth: false),
        NeuronCase("poisson", .poisson),
        NeuronCase("softmax of 2", try! Softmax(classes: 2)),
        NeuronCase("softmax of 3", try! Softmax(classes: 3)),
        NeuronCase("3 logistic", .logistic, outputs: 3),
        NeuronCase("10 linear", .linear, outputs: 10),
    ]

    /// The pairs that run by the chain rule.
    static let composed: [NeuronCase] = pairs.map { activation, cost in
        NeuronCase(
            "\(activation.name)+\(cost.name)", try! Composed(activation, cost),
            isSmooth: activation != .relu && [.halfSquared, .squared].contains(cost))
    }

    static let pairs: [(Activation, Cost)] = [
        (.identity, .absolute), (.identity, .huber(delta: 0.7)), (.identity, .hinge),
        (.sigmoid, .absolute), (.sigmoid, .huber(delta: 0.3)),
        (.relu, .absolute), (.relu, .huber(delta: 0.7)),
        (.tanh, .halfSquared), (.tanh, .squared), (.tanh, .absolute), (.tanh, .huber(delta: 0.7)), (.tanh, .hinge),
        (.exp, .halfSquared), (.exp, .squared), (.exp, .absolute), (.exp, .huber(delta: 0.7)),
    ]

    static let user = NeuronCase("pseudo-Huber, a user's", PseudoHuber())
    static let all = classical + composed + [user]
}
