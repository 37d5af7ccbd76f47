internal import DescentAlgebra

extension Layer: CustomStringConvertible {
    /// What it is, and its first weights and biases: `logistic of 2 features: weights 0.5 -1.25, bias 0.1`, and a line for each of
    /// several outputs.
    public var description: String {
        let outputs = outputCount == 1 ? "" : ", \(outputCount) outputs"
        let head = "\(neuron.name) of \(featureCount) feature\(featureCount == 1 ? "" : "s")\(outputs):"
        guard outputCount > 1 else { return "\(head) \(line(of: 0))" }
        let shown = min(outputCount, Self.most)
        let rest = outputCount > shown ? ["  … and \(outputCount - shown) outputs more"] : []
        return ([head] + (0..<shown).map { "  \($0): \(line(of: $0))" } + rest).joined(separator: "\n")
    }

    /// Numbers and lines that are shown.
    private static var most: Int { 10 }

    private func line(of output: Int) -> String {
        let column = weights[columns: output..<output + 1].values
        let rest = column.count > Self.most ? " … (\(column.count - Self.most) more)" : ""
        let shown = column.prefix(Self.most).map { "\($0)" }.joined(separator: " ")
        return "weights \(shown)\(rest)" + (bias.map { ", bias \($0[output])" } ?? "")
    }
}
