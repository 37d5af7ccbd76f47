internal import DescentAlgebra

extension Statistics: CustomStringConvertible {
    /// The table, with a line per coefficient, and below it what the model is worth.
    ///
    /// Stars tell how small a P-value is; the legend is below the table.
    public var description: String { table(terms: []) }

    /// Features that a term made.
    package struct TermOfFeatures: Sendable {
        package let name: String
        package let features: Range<Int>

        package init(_ name: String, _ features: Range<Int>) { (self.name, self.features) = (name, features) }
    }

    /// The same with a test of each term of several coefficients.
    ///
    /// - Parameters:
    ///   - terms: in the order of their features.
    ///   - most: rows of a term; one of more has the row of its test alone. Default no limit.
    package func table(terms: [TermOfFeatures], mostRows most: Int = .max) -> String {
        var lines = ["\(neuron): \(outcome)", ""]
        let ratio = linear == nil ? "z" : "t"
        let places = Self.places(coefficients.flatMap { [$0.standardError] })
        var rows = [
            Row(["", "Estimate", errors == .model ? "Std. Error" : "Robust S.E.", "\(ratio) value", "Pr(>|\(ratio)|)"])
        ]
        let folded = terms.filter { $0.features.count > most }
        for (index, coefficient) in coefficients.enumerated() {
            if let term = folded.first(where: { $0.features.contains(coefficient.feature ?? -1) }) {
                guard coefficient.feature == term.features.lowerBound else { continue }
                rows.append(row(of: term, at: index))
                continue
            }
            guard coefficient.standing == .determined else {
                rows.append(Row([coefficient.name.shown, "\(coefficient.standing)", "", "", ""]))
                continue
            }
            rows.append(
                Row(
                    [
                        coefficient.name.shown, coefficient.estimate.tabulated(places),
                        coefficient.standardError.tabulated(places), coefficient.ratio.tabulated(3),
                        coefficient.pValue.asProbability,
                    ], p: coefficient.pValue))
        }
        lines += Row.aligned(rows)
        lines += ["---", "*** P < 0.001   ** P < 0.01   * P < 0.05   . P < 0.1"]
        if errors != .model { lines.append("robust standard errors: \(errors == .robustHC0 ? "HC0" : "HC1")") }
        lines += standingLines
        if let line = weightLine { lines.append(line) }
        lines += tests(of: terms.filter { $0.features.count > 1 })
        lines.append("")
        lines += linear.map(closing) ?? closing
        if let misfit, errors == .model { lines.append("note: \(misfit)") }
        for warning in warnings { lines.append("warning: \(warning)") }
        return lines.joined(separator: "\n")
    }

    /// A term's row in the place of its coefficients, which begin at an index: of a softmax in one class.
    private func row(of term: TermOfFeatures, at index: Int) -> Row {
        let own = coefficients[index].className.map { "\($0.shown): " } ?? ""
        let name = "\(own)\(term.name.shown), \(term.features.count) rows"
        guard let test = try? jointTest(of: Array(index..<index + term.features.count)) else {
            return Row([name, "", "", "", ""])
        }
        let statistic = "\(linear == nil ? "χ²" : "F") \(test.statistic.tabulated(2))"
        return Row([name, "", "", statistic, test.pValue.asProbability], p: test.pValue)
    }

    /// Whether all coefficients of each term might be 0.
    private func tests(of terms: [TermOfFeatures]) -> [String] {
        let rows = terms.compactMap { term -> Row? in
            guard let test = try? jointTest(ofFeatures: term.features) else { return nil }
            return Row(
                [term.name.shown, "\(test.degreesOfFreedom)", test.statistic.tabulated(3), test.pValue.asProbability],
                p: test.pValue)
        }
        guard !rows.isEmpty else { return [] }
        let statistic = linear == nil ? "χ²" : "F"
        return [""] + Row.aligned([Row(["All of a term", "df", statistic, "Pr(>\(statistic))"])] + rows)
    }

    /// What words in the place of numbers mean, where there are any.
    private var standingLines: [String] {
        var lines: [String] = []
        if coefficients.contains(where: { if case .aliased = $0.standing { true } else { false } }) {
            lines.append("aliased: a combination of others, set apart with a weight of 0")
        }
        if coefficients.contains(where: \.standing.isInfinite) {
            lines.append("±∞: the likelihood grows with it without end; the other errors are those of the limit")
        }
        return lines
    }

    /// What the weights were taken for; nil where there are none.
    package var weightLine: String? {
        weightMeaning.map { "weights taken as \($0): \(observations.counted) observations" }
    }

    private var closing: [String] {
        [
            "Null deviance      \(nullDeviance.tabulated(2)) on \(nullDegreesOfFreedom.counted) degrees of freedom",
            "Residual deviance  \(deviance.tabulated(2)) on \(residualDegreesOfFreedom.counted) degrees of freedom",
            likelihoodLine, "McFadden's R²      \(mcFaddenRSquared.tabulated(4))",
        ]
    }

    private func closing(_ linear: LinearModel) -> [String] {
        let over = linear.fDegreesOfFreedom.counted, under = residualDegreesOfFreedom.counted
        return [
            "Residual std. dev. \(linear.residualStandardDeviation.short) on \(under) degrees of freedom",
            "R²                 \(linear.rSquared.tabulated(4)), adjusted \(linear.adjustedRSquared.tabulated(4))",
            "F                  \(linear.fStatistic.short) on \(over) and \(under), P \(linear.fPValue.asProbability)",
            likelihoodLine,
        ]
    }

    private var likelihoodLine: String {
        "Log-likelihood     \(logLikelihood.tabulated(2)), AIC \(aic.tabulated(2)), BIC \(bic.tabulated(2))"
    }

    /// Decimals that show four digits of the smallest error.
    private static func places(_ errors: [Double]) -> Int {
        let smallest = errors.filter { $0 > 0 && $0.isFinite }.min() ?? 1
        return max(2, 3 - Int(Math.decimalLogarithm(smallest).rounded(.down)))
    }
}

/// A line of a table: a name and numbers, and stars that tell how small a P-value is.
private struct Row {
    let cells: [String]
    let p: Double

    init(_ cells: [String], p: Double = .nan) { (self.cells, self.p) = (cells, p) }

    private var stars: String {
        switch p {
        case ..<0.001: "***"
        case ..<0.01: "**"
        case ..<0.05: "*"
        case ..<0.1: "."
        default: ""
        }
    }

    static func aligned(_ rows: [Row]) -> [String] {
        let widths = rows[0].cells.indices.map { column in rows.map { $0.cells[column].count }.max()! }
        return rows.map { row in
            var line = row.cells[0].padded(to: widths[0], isRight: false)
            for column in widths.indices.dropFirst() {
                line += "  " + row.cells[column].padded(to: widths[column], isRight: true)
            }
            line += " " + row.stars
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

extension Double {
    /// With so many decimals; to five significant digits where that would be too long a number.
    fileprivate func tabulated(_ places: Int) -> String {
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Inf" : "Inf" }
        guard places <= 9, magnitude < 1e9 else { return short }
        let unit = Math.power(10, places), whole = (magnitude * unit).rounded()
        guard whole < 0x1p53 else { return short }
        let digits = String(Int(whole)).padded(to: places + 1, isRight: true, with: "0")
        let sign = self < 0 && whole > 0 ? "-" : ""
        return places == 0 ? sign + digits : "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
    }

    /// Five significant digits.
    fileprivate var short: String {
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Inf" : "Inf" }
        let text = "\(rounded(toDigits: 5))"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A number of observations, which weights may make a fraction.
    fileprivate var counted: String { self == rounded() && magnitude < 1e15 ? "\(Int(self))" : short }

    fileprivate var asProbability: String {
        if isNaN { return "NaN" }
        if self < 2e-16 { return "<2e-16" }
        return self >= 1e-4 ? tabulated(5) : "\(rounded(toDigits: 3))"
    }
}

extension String {
    fileprivate func padded(to width: Int, isRight: Bool, with filler: String = " ") -> String {
        let padding = String(repeating: filler, count: Swift.max(0, width - count))
        return isRight ? padding + self : self + padding
    }
}
