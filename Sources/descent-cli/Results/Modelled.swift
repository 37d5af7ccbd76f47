internal import Descent
internal import DescentFiles

/// What a neuron's predictions are of: `P(bought = yes)`, `E(count)`, or the target itself.
struct Modelled: Sendable {
    /// In one line, with names as they are in files.
    let text: String
    /// The label of the class that a neuron of one output tells from the other; nil where there is none, or several.
    let label: String?

    /// - Parameters:
    ///   - outputs: of the neuron.
    ///   - isShare: whether targets are numbers between two classes, such as shares of trials.
    init(_ neuron: any Neuron, outputs: Int, _ names: Names, isShare: Bool) {
        let target = names.target ?? "y"
        // Of one neuron beside others of the same kind, the targets have a number each.
        let targets = outputs == 1 ? [target] : (0..<outputs).map { "\(target) \($0)" }
        let isClass = neuron.decision == .threshold && !isShare
        label = isClass && outputs == 1 ? names.label(1) : nil
        if neuron.coupling != .independent {
            text = Self.list((0..<outputs).map { "P(\(target) = \(names.label($0)))" })
        } else if neuron.predictsProbabilities {
            text = Self.list(targets.map { isShare ? "E(\($0))" : "P(\($0) = \(names.label(1)))" })
        } else if isClass {
            text = Self.list(targets.map { "\($0) = \(names.label(1))" })
        } else {
            text = Self.list(targets.map { neuron.domain == .nonNegative ? "E(\($0))" : $0 })
        }
    }

    /// Some of many.
    private static func list(_ texts: [String]) -> String {
        let most = 5
        return texts.prefix(most).joined(separator: ", ") + (texts.count > most ? ", … \(texts.count) in all" : "")
    }

    /// For programs, with the column of the targets and the classes.
    func members(_ names: Names) -> [(String, JSON)] {
        [
            ("models", .string(text)), ("target", names.target.map { .string($0) } ?? .null),
            ("class", label.map { .string($0) } ?? .null),
            ("classes", names.classes.map { .array($0.map { .string($0) }) } ?? .null),
        ]
    }
}

extension Modelled {
    /// By a layer, of data that it is about.
    init<Element: Scalar>(_ layer: Layer<Element>, of data: Dataset<Element>, _ names: Names) {
        let isBinary = data.survey.firstTarget(outside: .binary, isClassData: false) == nil
        self.init(layer.neuron, outputs: layer.outputCount, names, isShare: data.classes == nil && !isBinary)
    }
}

extension Neuron {
    /// Whether ŷ is one, of class 1.
    var predictsProbabilities: Bool { traits.outline.activation == .sigmoid }
}
