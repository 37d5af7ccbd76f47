import TestSupport
import Testing

import Descent
@testable import DescentSweep

/// One instance for every law: a neuron with the targets that suit it. Those that Descent brings come from its own list of them.
struct NeuronCase: Sendable, CustomTestStringConvertible {
    let label: String
    let neuron: any Neuron
    let outputs: Int

    init(_ label: String, _ neuron: some Neuron, outputs: Int = 1) {
        self.label = label
        self.neuron = neuron.itself
        if case .softmax(let classes) = neuron.coupling { self.outputs = classes } else { self.outputs = outputs }
    }

    private init(builtIn neuron: any Neuron) {
        let label: String =
            switch neuron.coupling {
            case .softmax(let classes): "softmax of \(classes)"
            case .independent:
                neuron.traits.outline.criterion == .cost(.squared) && !(neuron is Composed)
                    ? "\(neuron.name), squared" : neuron.name
            }
        func make(_ neuron: some Neuron) -> NeuronCase { NeuronCase(label, neuron) }
        self = make(neuron)
    }

    var testDescription: String { label }
    /// Whether the loss has a second derivative everywhere, so that differences of the residual must find it.
    var isSmooth: Bool { neuron.smoothness == .twice }
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

    /// Those that Descent brings, and several outputs of some.
    static let classical =
        builtIn.filter { !($0.neuron is Composed) } + [
            NeuronCase("3 logistic", .logistic, outputs: 3),
            NeuronCase("10 linear", .linear, outputs: 10),
        ]

    /// The pairs that run by the chain rule.
    static let composed = builtIn.filter { $0.neuron is Composed && $0.neuron.traits.kernel == nil }

    private static let builtIn: [NeuronCase] = NeuronKind.all.flatMap(\.examples).map(NeuronCase.init(builtIn:))

    static let user = NeuronCase("pseudo-Huber, a user's", PseudoHuber())
    static let all = classical + composed + [user]
}
