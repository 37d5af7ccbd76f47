internal import Descent
internal import DescentFiles

extension Model {
    /// What columns of its predictions are called in a file: `P(bought=yes)`, of numbers the target's own name.
    ///
    /// What learned from arrays knows no name of its target, and what older versions wrote none either: `prediction`, and of classes
    /// their labels.
    var predictionNames: [String] {
        let outputs = layer.outputCount
        let plain = outputs == 1 ? ["prediction"] : classes ?? (0..<outputs).map { "prediction \($0)" }
        guard columns != nil || terms != nil, let models else { return plain }
        if layer.neuron.coupling != .independent {
            guard let target = target(models, "P(", " = \(label(0)))") else { return plain }
            return (0..<outputs).map { "P(\(target)=\(label($0)))" }
        }
        guard outputs == 1 else { return plain }
        let isProbability = layer.neuron.predictsProbabilities
        if isProbability, let target = target(models, "P(", " = \(label(1)))") { return ["P(\(target)=\(label(1)))"] }
        if isProbability || layer.neuron.domain == .nonNegative, let target = target(models, "E(", ")") {
            return [target]
        }
        if layer.neuron.decision == .threshold, let target = target(models, "", " = \(label(1))") {
            return ["\(target)=\(label(1))"]
        }
        return [models]
    }

    private func label(_ index: Int) -> String { classes?[index] ?? "\(index)" }

    /// What stands in `models` between two texts, up to the first of the second.
    private func target(_ models: String, _ before: String, _ behind: String) -> String? {
        guard models.hasPrefix(before) else { return nil }
        let rest = models.dropFirst(before.count)
        guard let end = before == "E(" ? rest.lastIndex(of: ")") : rest.firstRange(of: behind)?.lowerBound else {
            return nil
        }
        return end == rest.startIndex ? nil : String(rest[..<end])
    }
}
