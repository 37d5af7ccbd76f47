import Testing

import Descent
@testable import DescentSweep

/// The list of neurons: words lead to them and back.
@Suite struct BuiltInNeuronTests {
    @Test(arguments: NeuronKind.all.map(\.word))
    func wordsLeadBack(_ word: String) throws {
        let entry = try #require(NeuronKind.all.first { $0.word == word })
        for neuron in entry.examples {
            let words = try #require(NeuronWords(neuron)), outputs: Int
            if case .softmax(let classes) = neuron.coupling { outputs = classes } else { outputs = 1 }
            let again = try #require(words.neuron(outputs: outputs))
            #expect(words.neuron == word && again.name == neuron.name && NeuronWords(again) == words)
            #expect(again.traits.outline == neuron.traits.outline)
        }
    }

    @Test func everyWordIsThereOnce() {
        let words = NeuronKind.all.map(\.word)
        #expect(Set(words).count == words.count)
    }

    @Test func otherWordsAreNone() {
        for words in [
            NeuronWords(neuron: "own"), NeuronWords(neuron: "linear"), NeuronWords(neuron: "linear", cost: "hinge"),
            NeuronWords(neuron: "logistic", cost: "squared"), NeuronWords(neuron: "logistic", delta: "1"),
            NeuronWords(neuron: "composed", activation: "tanh"),
            NeuronWords(neuron: "composed", activation: "tanh", cost: "huber"),
            NeuronWords(neuron: "composed", activation: "tanh", cost: "squared", delta: "1"),
            NeuronWords(neuron: "composed", activation: "step", cost: "squared"),
        ] {
            #expect(words.neuron(outputs: 2) == nil, "\(words)")
        }
        #expect(Softmax.self == type(of: NeuronWords(neuron: "softmax").neuron(outputs: 2)!))
        #expect(NeuronWords(neuron: "softmax").neuron(outputs: 1) == nil)
        #expect(NeuronWords(PseudoHuber()) == nil)
    }
}
