/// A softmax's formulas over all scores z and predictions ŷ of one sample; c is the sample's class. Each time first the
/// textbook's, then one that does not overflow and that has no difference of nearly equal numbers.
struct SoftmaxFormulas {
    private let scores: [Node]
    private let predictions: [Node]
    private let targets: [Node]
    private let own: Int
    /// eᶻ relative to the largest: none overflows.
    private let shifted: [Node]
    private let largest: Int

    init(_ outputs: [Derivation.Output]) {
        func leaves(_ name: String, _ value: (Derivation.Output) -> Double) -> [Node] {
            outputs.indices.map { .variable(name + subscripted($0), .init(value(outputs[$0]))) }
        }
        let scores = leaves("z", \.score)
        let largest = outputs.indices.max { outputs[$0].score < outputs[$1].score }!
        self.scores = scores
        self.largest = largest
        predictions = leaves("ŷ", \.prediction)
        targets = leaves("y", \.target)
        own = outputs.firstIndex { $0.target == 1 }!
        shifted = scores.map { exp($0 - scores[largest]) }
    }

    private func total(_ terms: [Node], without index: Int? = nil) -> Node {
        Lines.sum(terms.indices.filter { $0 != index }.map { terms[$0] })
    }

    func prediction(_ k: Int) -> [Node] {
        let powers = scores.map { exp($0) }
        return [powers[k] / total(powers), shifted[k] / total(shifted)]
    }

    var loss: [Node] {
        [-log(predictions[own]), (scores[largest] - scores[own]) + log1p(total(shifted, without: largest))]
    }

    var lossByPrediction: [Node] { [-1 / predictions[own]] }

    /// ∂ŷ_c/∂z_k
    func outputGradient(_ k: Int) -> [Node] {
        k == own
            ? [predictions[k] * (1 - predictions[k]), predictions[k] * total(predictions, without: k)]
            : [-(predictions[own] * predictions[k])]
    }

    func residual(_ k: Int) -> [Node] {
        [predictions[k] - targets[k]] + (k == own ? [-(total(shifted, without: k) / total(shifted))] : [])
    }
}
