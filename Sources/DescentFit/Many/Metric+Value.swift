public import DescentAlgebra
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
        case .brier where outputs > 1, .logLoss where outputs > 1:
            let values = samples.flatMap { sample in (0..<outputs).map { row[$0 * count + sample] } }
            let probabilities = try Matrix(rows: outputs, columns: samples.count, values)
            return try value(of: probabilities, classes: targets.map { Int($0) }, weights: weights)
        case .auc, .brier, .logLoss, .meanSquaredError, .meanAbsoluteError, .rSquared:
            return try value(of: samples.map { row[$0] }, targets: targets, weights: weights)
        }
    }

    /// The metric of predictions, one per sample.
    ///
    /// - Parameters:
    ///   - values: what was predicted: of class 1 the probability, of `auc` any number whose order counts, such as a score. `accuracy`
    ///     takes ½ and above for class 1; for classes that are decided otherwise see ``ConfusionMatrix``.
    ///   - targets: 0 or 1 of `accuracy` and `auc`, from 0 to 1 of `brier` and `logLoss`, else any.
    ///   - weights: at least 0, not all 0. Default 1.
    /// - Throws: `empty` without samples, `mismatch` for counts that differ, `nonFinite` for a value that is no finite number,
    ///   `negativeWeight`, and `totalWeight` where no sample counts; `illegalValue` for a target or a probability outside of what
    ///   is said above; `oneClass` for the AUC of one class, `constantTargets` for the R² of equal targets; `illegalOption` for
    ///   `loss`, which is a neuron's; and what a custom metric throws.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func value<Element: Scalar>(
        of values: [Element], targets: [Element], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        switch kind {
        case .loss: throw illegal("predictions", "one that asks for no neuron, such as logLoss or meanSquaredError")
        case .accuracy:
            try Metrics.requireFinite(values, .predictions)
            try Metrics.requireLabels(targets)
            return try Metrics.accuracy(
                predictions: values.map { $0 >= 0.5 ? 1 : 0 }, targets: targets.map { Int($0) }, weights: weights)
        case .own(let own):
            try Metrics.requireCount(values.count, of: .predictions, targets.count)
            let predictions = try Matrix(rows: 1, columns: values.count, values.map { Double($0) })
            return try own.value(predictions, targets.map { Double($0) }, weights)
        case .auc: return try Metrics.auc(scores: values, targets: targets, weights: weights)
        case .brier: return try Metrics.brierScore(probabilities: values, targets: targets, weights: weights)
        case .logLoss: return try Metrics.logLoss(probabilities: values, targets: targets, weights: weights)
        case .meanSquaredError:
            let root = try Metrics.rootMeanSquaredError(predictions: values, targets: targets, weights: weights)
            return root * root
        case .meanAbsoluteError:
            return try Metrics.meanAbsoluteError(predictions: values, targets: targets, weights: weights)
        case .rSquared: return try Metrics.rSquared(predictions: values, targets: targets, weights: weights)
        }
    }

    /// The metric of predictions of several classes: `accuracy`, `brier`, `logLoss` or a custom one.
    ///
    /// - Parameters:
    ///   - predictions: classes × samples, as `predict` gives them: probabilities, or of `accuracy` any numbers of which the largest of
    ///     a sample decides, the first of equals. Columns are not checked to sum to 1.
    ///   - classes: one index in `0 ..< predictions.rows` per sample.
    ///   - weights: at least 0, not all 0. Default 1.
    /// - Throws: as for one prediction per sample, `classIndex`, and `illegalOption` for another metric.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func value<Element: Scalar>(
        of predictions: Matrix<Element>, classes: [Int], weights: [Double]? = nil
    ) throws(DescentError) -> Double {
        switch kind {
        case .accuracy:
            try Metrics.requireClasses(classes, of: predictions)
            let count = predictions.rows, values = predictions.values
            try Metrics.requireFinite(values, .predictions)
            let decided = classes.indices.map { sample in
                (1..<count).reduce(0) { values[sample * count + $1] > values[sample * count + $0] ? $1 : $0 }
            }
            return try Metrics.accuracy(predictions: decided, targets: classes, weights: weights)
        case .brier: return try Metrics.brierScore(probabilities: predictions, classes: classes, weights: weights)
        case .logLoss: return try Metrics.logLoss(probabilities: predictions, classes: classes, weights: weights)
        case .own(let own):
            try Metrics.requireClasses(classes, of: predictions)
            let values = try Matrix(
                rows: predictions.rows, columns: predictions.columns, predictions.values.map { Double($0) })
            return try own.value(values, classes.map { Double($0) }, weights)
        case .loss, .auc, .meanSquaredError, .meanAbsoluteError, .rSquared:
            throw illegal("predictions in classes", "accuracy, brier, logLoss or a custom one")
        }
    }

    private func illegal(_ what: String, _ requirement: String) -> DescentError {
        .illegalOption(name: "the metric of \(what)", value: name, requirement: requirement)
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
