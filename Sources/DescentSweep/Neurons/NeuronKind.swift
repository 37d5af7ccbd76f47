/// A neuron in words, as files of models and the command spell it: one word, and for a pair of activation and cost or a scale of
/// squared error the others.
package struct NeuronWords: Hashable, Sendable {
    package let neuron: String
    package let activation: String?
    package let cost: String?
    /// Of Huber's cost, in digits that read back to the same number.
    package let delta: String?

    package init(neuron: String, activation: String? = nil, cost: String? = nil, delta: String? = nil) {
        self.neuron = neuron
        self.activation = activation
        self.cost = cost
        self.delta = delta
    }
}

extension NeuronWords {
    /// Nil for a neuron that is not Descent's own.
    package init?(_ neuron: any Neuron) {
        guard let words = NeuronKind.all.lazy.compactMap({ $0.words(neuron.itself) }).first else { return nil }
        self = words
    }

    /// The neuron of so many outputs; nil where there is none of these words.
    package func neuron(outputs: Int) -> (any Neuron)? {
        NeuronKind.all.first { $0.word == neuron }?.neuron(self, outputs)
    }
}

/// The neurons that Descent brings, each by one line: what files, the command and the tables of the tests know of them.
package struct NeuronKind: Sendable {
    package let word: String
    /// Whether it comes in both scales of squared error.
    package let hasScales: Bool
    /// Some of each kind, for laws that hold of all.
    package let examples: [any Neuron]
    let words: @Sendable (any Neuron) -> NeuronWords?
    package let neuron: @Sendable (NeuronWords, _ outputs: Int) -> (any Neuron)?

    package static let all: [NeuronKind] = [
        only(Logistic()), scaled(Linear.init, \.cost), scaled(ReLU.init, \.cost), scaled(Sigmoid.init, \.cost),
        only(Perceptron()), softmax, only(Poisson()), composed,
    ]

    /// A neuron that is one word.
    private static func only<N: Neuron>(_ neuron: N) -> NeuronKind {
        let own = NeuronWords(neuron: neuron.name)
        return NeuronKind(
            word: neuron.name, hasScales: false, examples: [neuron], words: { $0 is N ? own : nil },
            neuron: { words, _ in words == own ? neuron : nil })
    }

    /// A neuron of one word and a scale of squared error.
    private static func scaled<N: Neuron>(
        _ make: @escaping @Sendable (SquaredError) -> N, _ scale: @escaping @Sendable (N) -> SquaredError
    ) -> NeuronKind {
        let examples = [make(.halfSquared), make(.squared)], word = examples[0].name
        return NeuronKind(
            word: word, hasScales: true, examples: examples,
            words: { ($0 as? N).map { NeuronWords(neuron: word, cost: scale($0).name) } },
            neuron: { words, _ in
                guard let scale = SquaredError.allCases.first(where: { $0.name == words.cost }), words.activation == nil
                else { return nil }
                return make(scale)
            })
    }

    private static var softmax: NeuronKind {
        let own = NeuronWords(neuron: "softmax")
        return NeuronKind(
            word: "softmax", hasScales: false, examples: [2, 3].map { try! Softmax(classes: $0) },
            words: { $0 is Softmax ? own : nil },
            neuron: { words, outputs in words == own ? try? Softmax(classes: outputs) : nil })
    }

    private static var composed: NeuronKind {
        NeuronKind(
            word: "composed", hasScales: false,
            examples: Activation.allCases.flatMap { activation in
                Cost.kinds.compactMap { try? Composed(activation, $0) }
            },
            words: { ($0 as? Composed).map(NeuronWords.init(pair:)) },
            neuron: { words, _ in words.pair })
    }
}

extension NeuronWords {
    fileprivate init(pair: Composed) {
        let activation = pair.activation.name
        if case .huber(let delta) = pair.cost {
            self.init(neuron: "composed", activation: activation, cost: "huber", delta: "\(delta)")
        } else {
            self.init(neuron: "composed", activation: activation, cost: pair.cost.name)
        }
    }

    fileprivate var pair: Composed? {
        let cost: Cost? =
            if cost == "huber" {
                delta.flatMap { Double($0) }.map { .huber(delta: $0) }
            } else if delta != nil { nil } else { Cost.kinds.first { $0.name == self.cost } }
        guard let activation = Activation.allCases.first(where: { $0.name == self.activation }), let cost else {
            return nil
        }
        return try? Composed(activation, cost)
    }
}
