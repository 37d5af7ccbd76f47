internal import Descent
internal import DescentFiles

/// What a model says of samples, as it is written: probabilities or values, classes, or both.
struct Predictions<Element: Scalar> {
    /// Nil where classes alone are wanted.
    private let values: (names: [String], matrix: Matrix<Element>)?
    /// Nil where none are wanted.
    private let classes: [Int]?
    private let labels: [String]?
    /// The name of what is predicted, where predictions are called like that; nil where they are not.
    private let target: String?

    /// Of scores, by settings that the model has been checked for.
    init(_ scores: Matrix<Element>, of model: Model<Element>, _ settings: PredictSettings) throws {
        let layer = model.layer
        labels = model.classes
        target = layer.neuron.decision == nil ? model.predictionNames.first : nil
        let threshold = settings.threshold ?? (settings.wantsClasses ? model.threshold : nil)
        let needsValues = !settings.wantsClasses || threshold != nil
        let predictions = needsValues ? try layer.predictions(of: scores) : nil
        values = settings.wantsClasses ? nil : predictions.map { (model.predictionNames, $0) }
        if let threshold, let predictions, let place = Self.probability(of: layer) {
            // In the precision of the probabilities, so that one that is written as the threshold is not below it.
            let least = Element(threshold)
            classes = (0..<predictions.columns).map { predictions[place, $0] >= least ? 1 : 0 }
        } else {
            classes = settings.wantsClasses ? try layer.classes(of: scores) : nil
        }
    }

    /// - Throws: `run` for a model that has no classes where they are asked for, or not two with a probability.
    static func requireClasses(_ model: Model<Element>, _ settings: PredictSettings) throws(Failure) {
        let layer = model.layer, name = settings.model.shown
        if settings.threshold != nil, probability(of: layer) == nil {
            let found = layer.outputCount == 1 ? "predicts no probability" : "has \(layer.outputCount) outputs"
            throw .run(
                "--threshold is for the probability of one of two classes, but the \(layer.neuron.name) neuron of \(name) \(found)"
            )
        }
        if settings.wantsClasses, layer.neuron.decision == nil {
            throw .run("the \(layer.neuron.name) neuron of \(name) predicts values, not classes")
        }
    }

    /// The output that is the probability of the second of two classes; nil where there is none.
    private static func probability(of layer: Layer<Element>) -> Int? {
        if layer.neuron.coupling != .independent { return layer.outputCount == 2 ? 1 : nil }
        return layer.outputCount == 1 && layer.neuron.predictsProbabilities ? 0 : nil
    }

    /// As numbers alone.
    var numbers: Matrix<Element> {
        get throws {
            if let values { return values.matrix }
            let classes = classes ?? []
            return try Matrix(rows: 1, columns: classes.count, classes.map { Element($0) })
        }
    }

    /// As columns of a table that has others in front.
    ///
    /// - Throws: `run` for a second column of one name, which no reader could tell from the first.
    func columns(beside carried: [CSVPart<Element>]) throws(Failure) -> [CSVPart<Element>] {
        var parts: [CSVPart<Element>] = []
        let others = Set(carried.flatMap(\.names))
        if let values {
            // The target itself may be carried, for those who compare.
            let isTarget = values.names.count == 1 && values.names[0] == target
            let names = isTarget && others.contains(values.names[0]) ? ["predicted \(values.names[0])"] : values.names
            parts.append(.matrix(names, values.matrix))
        }
        if let classes {
            parts.append(labels.map { .labels("class", classes, of: $0) } ?? .integers("class", classes))
        }
        let names = (carried + parts).flatMap(\.names)
        if !carried.isEmpty || parts.count > 1,
            let twice = names.first(where: { name in names.count { $0 == name } > 1 })
        {
            throw .run(
                "two columns would be called \"\(twice.shown)\", one of the input and one of the predictions: rename it, or name"
                    + " others by --carry")
        }
        return parts
    }
}
