internal import Descent
internal import DescentFiles

/// A coefficient and all that is known of it, in one row: nothing has to be looked up in a list beside it.
struct CoefficientRow {
    /// `(bias)`, or the feature's.
    let name: String
    /// What the feature was made of; nil for the bias, and for features of no table.
    let term: String?
    /// The class or output that it belongs to; nil where there is one output.
    let output: String?
    let estimate: Double
    /// Why it is none that the samples determine; nil where nothing speaks against it.
    var standing: Statistics.Coefficient.Standing?
    /// What the samples say of it, by whoever can tell: an error and what follows from it, and an interval.
    var errors: (error: Double, ratio: Double, p: Double)?
    var interval: ClosedRange<Double>?

    static let bias = "(bias)"

    var json: JSON {
        func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
        func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
        var isAliased = false
        if case .aliased? = standing { isAliased = true }
        return .object([
            ("name", .string(name)), ("term", text(term)), ("class", text(output)),
            ("estimate", isAliased ? .null : .number(estimate)), ("standardError", number(errors?.error)),
            ("statistic", number(errors?.ratio)), ("p", number(errors?.p)), ("low", number(interval?.lowerBound)),
            ("high", number(interval?.upperBound)), ("standing", text(standing?.word)),
        ])
    }
}

extension CoefficientRow {
    /// Those of a layer: output after output the bias, if there is one, then the features in their order.
    static func rows<Element: Scalar>(of layer: Layer<Element>, _ names: Names) -> [CoefficientRow] {
        (0..<layer.outputCount).flatMap { output -> [CoefficientRow] in
            let own = layer.outputCount == 1 ? nil : names.output(output, of: layer.neuron)
            let biases = layer.bias.map {
                [CoefficientRow(name: bias, term: nil, output: own, estimate: Double($0[output]))]
            }
            return (biases ?? [])
                + (0..<layer.featureCount).map { feature in
                    CoefficientRow(
                        name: names.feature(feature), term: names.terms?[feature], output: own,
                        estimate: Double(layer.weights[feature, output]))
                }
        }
    }

    /// Adds what a row of statistics says, but for its estimate.
    mutating func add(_ coefficient: Statistics.Coefficient, _ interval: ClosedRange<Double>?) {
        standing = coefficient.standing == .determined ? nil : coefficient.standing
        guard standing == nil else { return }
        errors = (coefficient.standardError, coefficient.ratio, coefficient.pValue)
        self.interval = interval
    }
}

extension Statistics {
    /// Of a softmax: what tells each class from class 0, which alone samples determine, in the order of the rows of a layer.
    func differences(_ names: Names) -> [CoefficientRow] {
        coefficients.indices.map { index in
            let coefficient = coefficients[index], feature = coefficient.feature
            var row = CoefficientRow(
                name: feature.map(names.feature) ?? CoefficientRow.bias,
                term: feature.flatMap { names.terms?[$0] }, output: names.label(coefficient.output),
                estimate: coefficient.estimate)
            row.add(coefficient, try? interval(of: index))
            return row
        }
    }
}

extension Statistics.Coefficient.Standing {
    /// For programs; nil for what samples determine.
    fileprivate var word: String? {
        switch self {
        case .determined: nil
        case .aliased: "aliased"
        case .runsToInfinity(.plus): "plusInfinity"
        case .runsToInfinity(.minus): "minusInfinity"
        case .runsToInfinity(nil): "infinity"
        }
    }
}
