internal import Descent
internal import DescentFiles
internal import DescentReport

/// The page of a fit: how it went, what came out, and how good that is on the samples it has learnt from.
struct FitPage<Element: Scalar> {
    private let result: FitResult<Element>
    private let history: History
    private let judgement: Judgement<Element>
    private let effects: Effects?
    private let path: String
    private let written: String?

    init(_ result: FitResult<Element>, _ samples: Samples<Element>, _ history: History, threads: Int?) throws {
        self.result = result
        self.history = history
        path = samples.input.name
        written = FileDate.latest(of: samples.input.path, ending: samples.input.kind.ending)
        effects = Effects(result, samples)
        judgement = try Judgement(result.fit.layer, on: result.fit.data, result.names, threads: threads)
    }

    var page: ReportPage {
        let report = result.fit.report
        return ReportPage(
            title: "\(report.neuron): \(report.outcome.words.outcome)", subtitle: path.shown,
            sections: sections, footer: "descent \(Command.version)")
    }

    var sections: [ReportSection] {
        [summary, coefficients] + EffectPage(effects, result.modelled.text).sections
            + JudgementPage(judgement, path: path, isTraining: true).sections + way + [data]
    }

    private var summary: ReportSection {
        let report = result.fit.report
        let hasEnded = report.outcome.status == 0
        // Where it has not, a warning says the whole, once.
        var facts: [(name: String, value: String)] = [
            ("Outcome", hasEnded ? report.outcome.description : report.outcome.words.outcome),
            ("Models", result.modelled.text),
            ("Loss", Number.text(result.loss, digits: 8)),
            (result.kind == .sum ? "Risk, a sum" : "Risk", Number.text(result.risk, digits: 8)),
            ("Gradient norm", Number.text(report.gradientNorm)), ("Solver", report.solver),
            ("Steps", Number.text(report.steps)), ("Reads of X", Number.text(report.reads)),
        ]
        if let formula = result.names.formula { facts.insert(("Formula", formula), at: 1) }
        if let target = result.names.target { facts.append(("Target", target)) }
        if let label = result.modelled.label {
            facts.append(("Class modelled", "\(label), against \(result.names.label(0))"))
        }
        if let statistics = result.statistics {
            facts.append(("Deviance", Number.text(statistics.deviance, digits: 7)))
            facts.append(("Null deviance", Number.text(statistics.nullDeviance, digits: 7)))
        }
        facts.append(("Samples", Number.text(result.fit.data.sampleCount)))
        facts.append(("Rows left out", Number.text(result.rowsDropped)))
        if let written { facts.append(("Data written", written)) }
        if let penalty = result.fit.penalty.words(result.names) { facts.append(("Penalty", penalty)) }
        if let loss = report.validationLoss { facts.append(("Validation loss", Number.text(loss, digits: 8))) }
        let warnings = report.warnings.map { ReportBlock.warning("\($0)") }
        let failed: [ReportBlock] =
            hasEnded ? [] : [.warning("the fit did not converge: \(report.outcome)")]
        return ReportSection("The fit", failed + warnings + [.facts(facts)] + certificate)
    }

    private var certificate: [ReportBlock] {
        let certificate = result.fit.report.certificate
        var facts: [(name: String, value: String)] = []
        if let decrement = certificate.newtonDecrement {
            facts.append(("Above the minimum, about", Number.text(decrement, digits: 2)))
        }
        if let digits = certificate.digits { facts.append(("Digits to expect", Number.text(digits, digits: 3))) }
        if let condition = certificate.condition { facts.append(("Condition", Number.text(condition, digits: 2))) }
        return facts.isEmpty ? [] : [.facts(facts)]
    }

    /// Risk and gradient against reads; nothing of a direct fit.
    private var way: [ReportSection] {
        guard history.points.count > 1 else { return [] }
        let reads = ChartAxis("reads of X")
        var risks = [LineChart.Series("risk", history.points.map { ($0.reads, $0.risk) })]
        let checked = history.points.compactMap { point in point.validationLoss.map { (point.reads, $0) } }
        if !checked.isEmpty { risks.append(LineChart.Series("loss on validation data", checked)) }
        let norms = history.points.map { ($0.reads, $0.gradientNorm) }
        return [
            ReportSection(
                "The way there",
                [
                    .chart(LineChart(title: "Risk", series: risks, x: reads, y: ChartAxis("risk"))),
                    .chart(
                        LineChart(
                            title: "Gradient norm", series: [LineChart.Series("gradient norm", norms)], x: reads,
                            y: ChartAxis("gradient norm", .logarithmic))),
                ])
        ]
    }

    private var coefficients: ReportSection {
        guard let statistics = result.statistics else {
            let reason = result.refusal, outcome = result.fit.report.outcome.description
            // What the page has said already.
            let note = reason.contains(outcome) ? "No standard errors: the fit did not converge." : reason
            return ReportSection("Coefficients", [.note(note)] + plainChart + [.table(plainTable)])
        }
        let intervals = statistics.coefficients.indices.map { try? statistics.interval(of: $0) }
        let rows = zip(statistics.coefficients, intervals).map { row, interval -> [ReportTable.Cell] in
            if row.standing != .determined {
                return [.text(row.name), .text("\(row.standing)")] + Array(repeating: .missing, count: 6)
            }
            return [
                .text(row.name), .number(row.estimate), .number(row.standardError), .number(row.ratio),
                .probability(row.pValue), interval.map { .number($0.lowerBound) } ?? .missing,
                interval.map { .number($0.upperBound) } ?? .missing,
                row.feature.map { .number(row.estimate * deviation($0)) } ?? .missing,
            ]
        }
        let ratio = statistics.linear == nil ? "z" : "t"
        let chart = IntervalChart(
            title: "Effects per standard deviation, with 95 % intervals",
            rows: zip(statistics.coefficients, intervals).compactMap { row, interval in
                guard let feature = row.feature, row.standing == .determined else { return nil }
                let deviation = deviation(feature)
                return .init(
                    row.name, row.estimate * deviation,
                    interval: interval.map { ($0.lowerBound * deviation, $0.upperBound * deviation) })
            }, axis: Self.axis, note: Self.meaning)
        return ReportSection(
            "Coefficients",
            [
                .chart(chart),
                .table(
                    ReportTable(
                        columns: ["", "Estimate", "Std. error", ratio, "P", "2.5 %", "97.5 %", "Per deviation"],
                        rows: rows)),
            ] + terms(statistics) + [
                .facts([
                    ("Degrees of freedom", Number.text(statistics.residualDegreesOfFreedom, digits: 7)),
                    ("Null degrees of freedom", Number.text(statistics.nullDegreesOfFreedom, digits: 7)),
                    ("Log-likelihood", Number.text(statistics.logLikelihood, digits: 7)),
                    ("AIC", Number.text(statistics.aic, digits: 7)), ("BIC", Number.text(statistics.bic, digits: 7)),
                ])
            ] + notes(statistics))
    }

    private static var axis: String { "change of the score per standard deviation" }
    private static var meaning: String {
        "Each coefficient times the standard deviation of its feature, so that features in different units compare."
    }

    private func deviation(_ feature: Int) -> Double {
        result.fit.data.survey.features[feature].standardDeviation
    }

    /// Weights without errors, of one output.
    private var plainChart: [ReportBlock] {
        let layer = result.fit.layer
        guard layer.outputCount == 1 else { return [] }
        let rows = (0..<layer.featureCount).map { feature in
            IntervalChart.Row(result.names.feature(feature), Double(layer.weights[feature, 0]) * deviation(feature))
        }
        return [
            .chart(
                IntervalChart(
                    title: "Effects per standard deviation", rows: rows, axis: Self.axis, note: Self.meaning))
        ]
    }

    /// The test of each term of several coefficients.
    private func terms(_ statistics: Statistics) -> [ReportBlock] {
        let rows = result.names.termsOfFeatures.filter { $0.features.count > 1 }.compactMap {
            term -> [ReportTable.Cell]? in
            guard let test = try? statistics.jointTest(ofFeatures: term.features) else { return nil }
            return [
                .text(term.name), .number(Double(test.degreesOfFreedom)), .number(test.statistic),
                .probability(test.pValue),
            ]
        }
        guard !rows.isEmpty else { return [] }
        let statistic = statistics.linear == nil ? "χ²" : "F"
        return [
            .table(
                ReportTable(
                    title: "All coefficients of a term", columns: ["", "Degrees of freedom", statistic, "P"], rows: rows
                ))
        ]
    }

    /// What the P-values rest on that the data do not say.
    private func notes(_ statistics: Statistics) -> [ReportBlock] {
        let texts = [statistics.weightLine, statistics.misfit?.description]
        return texts.compactMap { $0.map { ReportBlock.note($0) } }
    }

    private var plainTable: ReportTable {
        let layer = result.fit.layer, names = result.names
        let outputs =
            layer.outputCount == 1 ? ["Weight"] : (0..<layer.outputCount).map { names.output($0, of: layer.neuron) }
        var rows = (0..<layer.featureCount).map { feature in
            [ReportTable.Cell.text(names.feature(feature))]
                + (0..<layer.outputCount).map { .number(Double(layer.weights[feature, $0])) }
        }
        if let bias = layer.bias { rows.insert([.text(CoefficientRow.bias)] + bias.map { .number(Double($0)) }, at: 0) }
        return ReportTable(columns: [""] + outputs, rows: rows)
    }

    private var data: ReportSection {
        let survey = result.fit.data.survey
        let rows = survey.features.enumerated().map { feature, summary -> [ReportTable.Cell] in
            [
                .text(result.names.feature(feature)), .number(summary.mean),
                .number(summary.standardDeviation), .number(summary.minimum), .number(summary.maximum),
            ]
        }
        return ReportSection(
            "The data",
            [
                .facts([
                    ("Samples", Number.text(result.fit.data.sampleCount)),
                    ("Features", Number.text(result.fit.data.featureCount)),
                    ("Weight of all samples", Number.text(survey.totalWeight)),
                ]),
                .table(
                    ReportTable(
                        title: "Features", columns: ["", "Mean", "Std. deviation", "Least", "Largest"], rows: rows)),
            ])
    }
}
