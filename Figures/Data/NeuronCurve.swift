import Descent

/// What a neuron makes of many scores: predictions, losses and their derivatives, by its own kernels.
struct NeuronCurve {
    let outputs: [Derivation.Output]

    /// A neuron of weight 1 without bias, so that a sample is its own score.
    init(_ neuron: some Neuron, scores: [Double], target: Double) throws {
        let layer = try Layer(neuron: neuron, weights: [1.0], bias: nil)
        let X = try Matrix(rows: 1, columns: scores.count, scores)
        let derivation = try layer.derivation(X, targets: scores.map { _ in target }, rate: 1)
        outputs = derivation.steps[0].before.samples.map { $0.outputs[0] }
    }

    func points(
        _ x: (Derivation.Output) -> Double, _ y: (Derivation.Output) -> Double
    ) -> [(x: Double, y: Double)] {
        outputs.map { (x($0), y($0)) }
    }

    /// From one end of a range to the other in equal steps. The ends and, of an odd number, the middle are exact.
    static func scores(_ range: ClosedRange<Double>, count: Int = 121) -> [Double] {
        (0..<count).map { index in
            let share = Double(index) / Double(count - 1)
            return range.lowerBound * (1 - share) + range.upperBound * share
        }
    }
}
