internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Samples and targets as plain numbers, and a neuron's way through them, one value after another.
struct ExplainedData {
    let neuron: any Neuron
    private let outline: Outline
    private let samples: [(features: [Double], targets: [Double])]

    init<Element: Scalar>(neuron: any Neuron, X: Matrix<Element>, targets: Matrix<Element>) {
        self.neuron = neuron
        self.outline = neuron.traits.outline
        self.samples = (0..<X.columns).map { j in
            ((0..<X.rows).map { Double(X[$0, j]) }, (0..<targets.rows).map { Double(targets[$0, j]) })
        }
    }

    /// Throws `overflow` where a score, a loss or the gradient is larger than a Double, and `nonFinite` for a loss that is
    /// not a number.
    func pass(at parameters: Parameters) throws(DescentError) -> Derivation.Pass {
        var passed: [Derivation.Sample] = []
        for index in samples.indices { passed.append(try sample(index, at: parameters)) }
        let count = Double(samples.count)
        var gradient = Parameters(
            features: parameters.featureCount, outputs: parameters.outputCount, hasBias: parameters.hasBias)
        for index in gradient.values.indices {
            gradient.values[index] = passed.reduce(0) { $0 + $1.gradient.values[index] } / count
        }
        let loss = passed.reduce(0) { $0 + $1.loss } / count
        guard loss.isFinite else { throw .overflow(.loss, sample: nil) }
        guard gradient.values.allSatisfy(\.isFinite) else { throw .overflow(.gradient, sample: nil) }
        return Derivation.Pass(parameters: parameters, samples: passed, loss: loss, gradient: gradient)
    }

    private func sample(_ index: Int, at point: Parameters) throws(DescentError) -> Derivation.Sample {
        let (x, y) = samples[index]
        var scores: [Double] = []
        for output in 0..<point.outputCount {
            var score = x.indices.reduce(0) { $0 + point[$1, output] * x[$1] }
            if point.hasBias { score += point.bias(output) }
            guard score.isFinite else { throw .overflow(.scores, sample: index) }
            scores.append(score)
        }
        let isSoftmax = neuron.coupling != .independent
        var outputs: [Derivation.Output] = []
        if isSoftmax {
            outputs = try softmax(scores, class: Int(y[0]))
        } else {
            for (score, target) in zip(scores, y) { outputs.append(try single(score, target)) }
        }
        let loss = outputs.reduce(0) { $0 + $1.loss }
        if loss.isNaN { throw .nonFinite(.loss, sample: index, component: 0, value: loss, count: 1) }
        guard loss.isFinite else { throw .overflow(.loss, sample: index) }
        var gradient = Parameters(features: x.count, outputs: scores.count, hasBias: point.hasBias)
        for (output, values) in outputs.enumerated() {
            for feature in x.indices { gradient[feature, output] = values.residual * x[feature] }
            if point.hasBias { gradient.setBias(values.residual, output: output) }
        }
        return Derivation.Sample(features: x, outputs: outputs, loss: loss, gradient: gradient)
    }

    private func single(_ score: Double, _ target: Double) throws(DescentError) -> Derivation.Output {
        let (predictions, loss, residuals) = try evaluate([score], target)
        return Derivation.Output(
            target: target, score: score, prediction: predictions[0], loss: loss,
            lossByPrediction: outline.lossByPrediction(predictions[0], target: target),
            outputGradient: outline.outputGradient(at: score), residual: residuals[0])
    }

    /// ℓ = −ln ŷ_y, ∂ℓ/∂ŷ_y = −1/ŷ_y, ∂ŷ_y/∂z_k = ŷ_y (1[k = y] − ŷ_k), in which 1 − ŷ_y is the sum of the others.
    private func softmax(_ scores: [Double], class target: Int) throws(DescentError) -> [Derivation.Output] {
        let (predictions, loss, residuals) = try evaluate(scores, Double(target))
        let own = predictions[target]
        let others = predictions.indices.reduce(0) { $1 == target ? $0 : $0 + predictions[$1] }
        return scores.indices.map { k in
            Derivation.Output(
                target: k == target ? 1 : 0, score: scores[k], prediction: predictions[k], loss: k == target ? loss : 0,
                lossByPrediction: -1 / own, outputGradient: k == target ? own * others : -own * predictions[k],
                residual: residuals[k])
        }
    }

    /// By the neuron itself, on a tile of one sample.
    private func evaluate(
        _ scores: [Double], _ target: Double
    ) throws(DescentError) -> (predictions: [Double], loss: Double, residuals: [Double]) {
        let count = scores.count, memory = try Buffer<Double>(5 * count + 1)
        func part(_ index: Int) -> UnsafeMutablePointer<Double> { memory.base + index * count }
        func values(_ index: Int) -> [Double] { Array(UnsafeBufferPointer(start: part(index), count: count)) }
        for (k, score) in scores.enumerated() { part(0)[k] = score }
        part(5)[0] = target
        neuron.predict(
            ScoreTile(count: 1, outputs: count, stride: 1, scores: part(0), predictions: part(1)))
        neuron.evaluate(
            Pointwise(
                count: 1, outputs: count, stride: 1, order: .residual, scores: part(0), targets: part(5),
                losses: part(2), residuals: part(3), curvatures: part(4)))
        return (values(1), part(2)[0], values(3))
    }
}
