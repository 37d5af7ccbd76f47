internal import Descent
internal import DescentFiles

/// A fit as it is told: for people a table, for programs an object.
struct FitResult<Element: Scalar> {
    let fit: Fit<Element>
    let labels: [String]?
    let names: [String]?
    /// Standard errors and what follows from them; nil where there are none.
    let statistics: Statistics?
    /// Why not.
    let refusal: String

    /// Coefficients up to which statistics are made without being asked for: beyond, their Hessian costs more than the fit.
    static var mostForStatistics: Int { 500 }

    /// - Parameter weights: what statistics take them for.
    init(
        _ fit: Fit<Element>, labels: [String]?, names: [String]?, weights: Statistics.WeightMeaning = .repetitions,
        threads: Int?
    ) {
        self.fit = fit
        self.labels = labels
        self.names = names
        let coefficients = fit.layer.parameters.values.count
        guard coefficients <= Self.mostForStatistics else {
            statistics = nil
            refusal = "no standard errors: there are \(coefficients) coefficients, more than \(Self.mostForStatistics)"
            return
        }
        // Of others there are none, which may take as long as a fit to say.
        switch fit.outcome {
        case .converged, .separated(.quasiComplete, _): break
        default:
            statistics = nil
            refusal = "\(DescentError.noStatistics(.notConverged(fit.outcome)))"
            return
        }
        do throws(DescentError) {
            statistics = try fit.statistics(weights: weights, threads: threads)
            refusal = ""
        } catch {
            statistics = nil
            refusal = "\(error)"
        }
    }

    var table: String {
        statistics?.summary ?? "\(fit.report)\n\n\(coefficients)\n\(refusal)"
    }

    /// Without errors: a line per feature, or of wide data a few.
    private var coefficients: String {
        let layer = fit.layer, shown = min(layer.features, 50)
        var rows = layer.bias.map { [["(bias)"] + $0.map { "\(Double($0))" }] } ?? []
        rows += (0..<shown).map { feature in
            [names?[feature].shown ?? "feature \(feature)"]
                + (0..<layer.outputs).map { "\(Double(layer.weights[feature, $0]))" }
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
        var lines = rows.map { row in
            row.indices.reduce(into: "") { line, column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                line += column == 0 ? row[0] + space : "  " + space + row[column]
            }
        }
        if layer.features > shown { lines.append("… and \(layer.features - shown) more features") }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        let report = fit.report, layer = fit.layer, words = report.outcome.words
        let isSingle = layer.outputs == 1
        let weights = (0..<layer.outputs).map { output in
            JSON.array((0..<layer.features).map { .number(Double(layer.weights[$0, output])) })
        }
        let biases = layer.bias.map { $0.map { JSON.number(Double($0)) } }
        var members: [(String, JSON)] = [
            ("outcome", .string(words.outcome)),
            ("rule", words.rule.map { .string($0) } ?? .null),
            ("neuron", .string(report.neuron)),
            ("solver", .string(report.solver)),
            ("iterations", .integer(report.steps)),
            ("reads", .number(report.reads)),
            ("loss", .number(report.risk)),
            ("gradientNorm", .number(report.gradientNorm)),
            ("seconds", .number(report.seconds)),
            ("features", .integer(layer.features)),
            ("samples", .integer(fit.data.samples)),
            ("coefficients", isSingle ? weights[0] : .array(weights)),
            ("bias", biases.map { isSingle ? $0[0] : .array($0) } ?? .null),
        ]
        if let names { members.append(("featureNames", .array(names.map { .string($0) }))) }
        if let labels { members.append(("classes", .array(labels.map { .string($0) }))) }
        if let loss = report.validationLoss { members.append(("validationLoss", .number(loss))) }
        if let statistics { members += worth(statistics) }
        members.append(("warnings", .array(report.warnings.map { .string("\($0)") })))
        return .object(members)
    }

    private func worth(_ statistics: Statistics) -> [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("standardErrors", table(statistics.coefficients.map(\.standardError))),
            ("pValues", table(statistics.coefficients.map(\.pValue))),
            ("degreesOfFreedom", .number(statistics.residualDegreesOfFreedom)),
            ("deviance", .number(statistics.deviance)),
            ("logLikelihood", .number(statistics.logLikelihood)),
            ("aic", .number(statistics.aic)),
        ]
        if let meaning = statistics.weightMeaning { members.append(("weightsAre", .string(meaning.rawValue))) }
        if let dispersion = statistics.dispersion { members.append(("dispersion", .number(dispersion.ratio))) }
        return members
    }

    /// A number per coefficient, the bias first, of several outputs a list each; null for one that the samples do not determine.
    private func table(_ values: [Double]) -> JSON {
        let errors = values.map { JSON.number($0) }
        let size = fit.layer.features + (fit.layer.bias == nil ? 0 : 1)
        guard errors.count > size else { return .array(errors) }
        return .array(stride(from: 0, to: errors.count, by: size).map { .array(Array(errors[$0..<$0 + size])) })
    }
}

extension JSON {
    /// Null for what is not finite, for which JSON has no word.
    static func number(_ value: Double) -> JSON { value.isFinite ? .number("\(value)") : .null }
    static func object(_ members: [(String, JSON)]) -> JSON {
        .object(members.map { Member(key: $0.0, value: $0.1) })
    }
    static func integer(_ value: Int) -> JSON { .number("\(value)") }
}
