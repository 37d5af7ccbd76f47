internal import Descent
internal import DescentFiles

extension Model {
    /// Makes sure that a neuron will predict the probability of one of two classes.
    ///
    /// - Parameter words: what needs it.
    /// - Throws: `run`.
    static func requireProbability(
        _ neuron: any Neuron, _ data: Dataset<Element>, _ words: String
    ) throws(Failure) {
        let isThere =
            neuron.coupling == .independent
            ? neuron.predictsProbabilities && data.hasBinaryTargets : data.survey.classCounts?.count == 2
        guard !isThere else { return }
        throw .run(
            "\(words) is for the probability of one of two classes, which the \(neuron.name) neuron has none of here")
    }
}
