internal import Descent
internal import DescentFiles

/// How good predictions are: what there is to say for the neuron at hand.
struct Judgement<Element: Scalar> {
    let layer: Layer<Element>
    let data: Dataset<Element>
    let names: Names
    let modelled: Modelled
    /// Of the classes; numbers where nobody named them.
    let labels: [String]
    let values: [(name: String, value: Double)]
    /// Where the neuron decides, and the targets are classes.
    private(set) var confusion: ConfusionMatrix?
    /// Of two classes: ŷ of class 1 and whether it was true.
    private(set) var binary: (scores: [Element], probabilities: [Element]?, targets: [Element])?
    let weights: [Double]?
    /// Of numbers and counts: what the predictions leave.
    private(set) var residuals: Residuals?

    init(_ layer: Layer<Element>, on data: Dataset<Element>, _ names: Names, threshold: Double? = nil, threads: Int?)
        throws
    {
        self.layer = layer
        self.data = data
        self.names = names
        modelled = Modelled(layer, of: data, names)
        let count = max(2, layer.outputCount)
        labels = (0..<count).map(names.label)
        let weights = data.weights?.values.map { Double($0) }
        self.weights = weights
        var values = [("loss", try Self.loss(layer, data, threads))]
        let scores = try layer.scores(of: data, threads: threads)
        if data.classes != nil {
            let classes = (0..<data.sampleCount).map { Int(data.targets[0, $0]) }
            let predictions = try layer.predictions(of: scores)
            let confusion = try ConfusionMatrix(
                predictions: try Self.classes(layer, scores, threshold), targets: classes, classes: count,
                weights: weights)
            values += [
                ("accuracy", confusion.accuracy), ("macroF1", confusion.macroF1),
                ("brier", try Metrics.brierScore(probabilities: predictions, classes: classes, weights: weights)),
            ]
            self.confusion = confusion
        } else if layer.outputCount == 1, layer.neuron.decision == .threshold, data.hasBinaryTargets {
            let row = scores.row(0), targets = data.targets.row(0)
            let confusion = try ConfusionMatrix(
                predictions: try Self.classes(layer, scores, threshold), targets: targets.map { $0 == 1 ? 1 : 0 },
                classes: 2,
                weights: weights)
            self.confusion = confusion
            values.append(("accuracy", confusion.accuracy))
            let hasBoth = confusion.targets(of: 0) > 0 && confusion.targets(of: 1) > 0
            if hasBoth { values.append(("auc", try Metrics.auc(scores: row, targets: targets, weights: weights))) }
            for (name, value) in [
                ("precision", confusion.precision(of: 1)), ("recall", confusion.recall(of: 1)),
                ("f1", confusion.f1(of: 1)),
            ] {
                if let value { values.append((name, value)) }
            }
            var probabilities: [Element]?
            if layer.neuron.predictsProbabilities {
                let predictions = try layer.predictions(of: scores).row(0)
                values.append(
                    ("brier", try Metrics.brierScore(probabilities: predictions, targets: targets, weights: weights)))
                probabilities = predictions
            }
            if hasBoth { binary = (row, probabilities, targets) }
        } else if layer.outputCount == 1 {
            let predictions = try layer.predictions(of: scores).row(0)
            let targets = data.targets.row(0)
            values += [
                (
                    "rootMeanSquaredError",
                    try Metrics.rootMeanSquaredError(predictions: predictions, targets: targets, weights: weights)
                ),
                (
                    "meanAbsoluteError",
                    try Metrics.meanAbsoluteError(predictions: predictions, targets: targets, weights: weights)
                ),
            ]
            if data.targets.rows == 1, let kind = Self.residualKind(of: layer) {
                residuals = Residuals(
                    predictions: predictions.map { Double($0) }, targets: targets.map { Double($0) }, weights: weights,
                    kind: kind)
            }
            if !data.survey.targets[0].isConstant {
                values.append(
                    ("r2", try Metrics.rSquared(predictions: predictions, targets: targets, weights: weights)))
            }
        }
        self.values = values
    }

    /// Nil for shares of trials, whose residuals are neither.
    private static func residualKind(of layer: Layer<Element>) -> Residuals.Kind? {
        switch layer.neuron.domain {
        case .nonNegative: .counts
        case .finite: .numbers
        default: nil
        }
    }

    /// By a threshold where there is one, of which the model says that it is between two classes.
    private static func classes(
        _ layer: Layer<Element>, _ scores: Matrix<Element>, _ threshold: Double?
    ) throws -> [Int] {
        guard let threshold else { return try layer.classes(of: scores) }
        let predictions = try layer.predictions(of: scores), least = Element(threshold)
        return predictions.row(predictions.rows - 1).map { $0 >= least ? 1 : 0 }
    }

    private static func loss(_ layer: Layer<Element>, _ data: Dataset<Element>, _ threads: Int?) throws -> Double {
        func loss(_ neuron: some Neuron) throws(DescentError) -> Double {
            try Sweep(data, neuron: neuron, hasBias: layer.bias != nil, threads: threads).loss(at: layer.parameters)
        }
        return try loss(layer.neuron)
    }

    /// What programs get of it.
    var members: [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("neuron", .string(layer.neuron.name)), ("features", .integer(layer.featureCount)),
            ("samples", .integer(data.sampleCount)), ("models", .string(modelled.text)),
            ("target", names.target.map { .string($0) } ?? .null),
            ("class", modelled.label.map { .string($0) } ?? .null),
        ]
        members += values.map { ($0.name, .number($0.value)) }
        if let confusion {
            let rows = confusion.counts.map { JSON.array($0.map { .number($0) }) }
            members += [("classes", .array(labels.map { .string($0) })), ("confusion", .array(rows))]
        }
        return members
    }

    var table: String {
        let width = values.map(\.name.count).max()! + 2
        var lines = [
            "\(layer.neuron.name) on \(data.featureCount) features × \(data.sampleCount) samples",
            "models \(modelled.text.shown)", "",
        ]
        lines += values.map { $0.name.padded(to: width) + $0.value.text(digits: 6) }
        if let confusion, confusion.classes <= 20 {
            lines.append("")
            lines += Self.grid(confusion, labels)
        }
        return lines.joined(separator: "\n")
    }

    /// Rows are what is true, columns what was predicted.
    private static func grid(_ confusion: ConfusionMatrix, _ labels: [String]) -> [String] {
        let names = labels.map { String($0.shown.prefix(12)) }
        let head = names.map(\.count).max()! + 2
        let cells = confusion.counts.map { $0.map { $0.text(digits: 8) } }
        let widths = (0..<confusion.classes).map { column in
            max(names[column].count, cells.map { $0[column].count }.max()!) + 2
        }
        func row(_ name: String, _ words: [String]) -> String {
            name.padded(to: max(head, 6))
                + zip(words, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined()
        }
        return ["rows: true class, columns: predicted", row("", names)] + zip(names, cells).map(row)
    }
}

extension Dataset {
    /// As the survey found.
    var hasBinaryTargets: Bool {
        survey.targets.count == 1 && survey.firstTarget(outside: .binary, isClassData: false) == nil
    }
}

extension ConfusionMatrix {
    /// A row per true class, a column per predicted one.
    var counts: [[Double]] {
        (0..<classes).map { target in (0..<classes).map { self[target: target, prediction: $0] } }
    }
}
