internal import Descent

/// A neuron's words in a model's file: a key for each.
extension NeuronWords {
    /// - Throws: `unsavable` for a neuron that is not Descent's own.
    init(of neuron: any Neuron) throws(FileError) {
        guard let words = NeuronWords(neuron) else { throw .unsavable(neuron: neuron.name) }
        self = words
    }

    var pairs: [(key: String, value: String)] {
        [("neuron", neuron), ("activation", activation), ("cost", cost), ("delta", delta)].compactMap { key, value in
            value.map { (key, $0) }
        }
    }
}
