internal import Descent

/// A fit for people.
extension FitResult {
    /// Rows of a term that a table has; of more the test of all is told.
    private static var mostRowsOfTerm: Int { 30 }

    var table: String {
        guard let statistics else { return "\(report)\n\n\(coefficients)\n\(refusal)" }
        // The rows are those of the other classes.
        let isDifference = fit.layer.neuron.coupling != .independent
        let terms = names.termsOfFeatures, most = showsAllRows ? Int.max : Self.mostRowsOfTerm
        return withFacts(
            statistics.table(terms: terms, mostRows: most),
            isDifference ? ["differences   from \(names.label(0).shown)"] : [])
    }

    /// How the fit went, without its coefficients.
    var report: String { withFacts("\(fit.report)") }

    /// Below the line that says how the fit ended: what is modelled, and what it costs.
    private func withFacts(_ text: String, _ others: [String] = []) -> String {
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let penalty = fit.penalty.words(names)
        let facts =
            (names.formula.map { ["formula       \($0.shown)"] } ?? []) + [
                "models        \(modelled.text.shown)", "loss          \(loss)",
                "risk          \(risk)" + (kind == .sum ? ", of the sum of the losses" : ""),
            ] + (penalty.map { ["penalty       \($0.shown)"] } ?? [])
        return ([String(lines[0])] + facts + others + lines.dropFirst().map(String.init)).joined(separator: "\n")
    }

    /// Without errors: a line per feature, or of wide data a few; of several outputs a column each.
    private var coefficients: String {
        let layer = fit.layer, shown = showsAllRows ? layer.featureCount : min(layer.featureCount, 50)
        let outputs = (0..<layer.outputCount).map { names.output($0, of: layer.neuron).shown }
        var rows = layer.outputCount == 1 ? [] : [[""] + outputs]
        if let bias = layer.bias { rows.append([CoefficientRow.bias] + bias.map { "\(Double($0))" }) }
        rows += (0..<shown).map { feature in
            [names.feature(feature).shown] + (0..<layer.outputCount).map { "\(Double(layer.weights[feature, $0]))" }
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
        var lines = rows.map { row in
            row.indices.reduce(into: "") { line, column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                line += column == 0 ? row[0] + space : "  " + space + row[column]
            }
        }
        if layer.featureCount > shown { lines.append("… and \(layer.featureCount - shown) more features") }
        return lines.joined(separator: "\n")
    }
}
