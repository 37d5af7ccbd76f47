internal import DescentAlgebra
internal import DescentSweep

extension Metric {
    /// The metric of some samples, of a row that `ScoreReader` has read; the worst there is where a score or prediction is
    /// more than a number can be.
    ///
    /// - Throws: what its `Metrics` throws: `oneClass`, `constantTargets`, `totalWeight`.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func value<Element: Scalar>(
        of row: UnsafeBufferPointer<Element>, at samples: [Int], _ data: Dataset<Element>, _ neuron: any Neuron
    ) throws(DescentError) -> Double {
        let count = data.sampleCount, outputs = row.count / count
        for output in 0..<outputs where samples.contains(where: { !row[output * count + $0].isFinite }) {
            return worst
        }
        let weights = data.weights.map { weights in samples.map { Double(weights[0, $0]) } }
        let targets = samples.map { data.targets[0, $0] }
        switch kind {
        case .loss: preconditionFailure("sweeps compute losses")
        case .accuracy:
            let classes = samples.map { Self.decide(neuron.decision!, row, $0, of: count, outputs: outputs) }
            return try Metrics.accuracy(
                predictions: classes, targets: targets.map { Int($0) }, weights: weights)
        case .own(let own):
            let predictions = try Matrix(
                rows: outputs, columns: samples.count,
                samples.flatMap { sample in (0..<outputs).map { Double(row[$0 * count + sample]) } })
            let value = try own.value(predictions, targets.map { Double($0) }, weights)
            return value.isFinite ? value : worst
        case .brier where outputs > 1:
            let values = samples.flatMap { sample in (0..<outputs).map { row[$0 * count + sample] } }
            let probabilities = try Matrix(rows: outputs, columns: samples.count, values)
            return try Metrics.brierScore(
                probabilities: probabilities, classes: targets.map { Int($0) }, weights: weights)
        case .auc, .brier, .meanSquaredError, .meanAbsoluteError, .rSquared:
            return try value(of: samples.map { row[$0] }, targets, weights)
        }
    }

    private func value<Element: Scalar>(
        of values: [Element], _ targets: [Element], _ weights: [Double]?
    ) throws(DescentError) -> Double {
        switch kind {
        case .auc: return try Metrics.auc(scores: values, targets: targets, weights: weights)
        case .brier: return try Metrics.brierScore(probabilities: values, targets: targets, weights: weights)
        case .meanSquaredError:
            let root = try Metrics.rootMeanSquaredError(predictions: values, targets: targets, weights: weights)
            return root * root
        case .meanAbsoluteError:
            return try Metrics.meanAbsoluteError(predictions: values, targets: targets, weights: weights)
        case .rSquared: return try Metrics.rSquared(predictions: values, targets: targets, weights: weights)
        case .loss, .accuracy, .own: preconditionFailure("not of one value per sample")
        }
    }

    /// As `Layer.classes` does.
    private static func decide<Element: Scalar>(
        _ decision: Decision, _ scores: UnsafeBufferPointer<Element>, _ sample: Int, of samples: Int, outputs: Int
    ) -> Int {
        switch decision {
        case .threshold: scores[sample] >= 0 ? 1 : 0
        case .largest:
            (1..<outputs).reduce(0) { scores[$1 * samples + sample] > scores[$0 * samples + sample] ? $1 : $0 }
        }
    }
}
