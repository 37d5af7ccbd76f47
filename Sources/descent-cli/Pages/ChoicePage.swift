internal import Descent
internal import DescentReport

/// The page of a cross-validation: the curve, and the fit of the best penalty.
struct ChoicePage<Element: Scalar> {
    private let result: ChoiceResult<Element>
    private let path: String
    private let fit: FitPage<Element>

    init(_ result: ChoiceResult<Element>, _ samples: Samples<Element>, threads: Int?) throws {
        let path = samples.input.name
        self.result = result
        self.path = path
        fit = try FitPage(result.fit, samples, History(), threads: threads)
    }

    var page: ReportPage {
        let found = result.found, metric = "\(found.metric)"
        let chart = BandChart(
            title: "\(metric) against the penalty",
            points: found.points.map { .init(x: $0.penalty.strength, mean: $0.value, error: $0.standardError) },
            x: ChartAxis("strength λ", .logarithmic), y: ChartAxis(metric), best: found.best.penalty.strength,
            simplest: found.simplest.penalty.strength,
            note: "Mean over \(found.best.foldValues.count) folds ± its standard error.")
        var facts: [(name: String, value: String)] = [
            ("Best \(metric)", Number.text(found.best.value, digits: 6)),
            ("at λ", Number.text(found.best.penalty.strength)),
            ("Simplest within one standard error: λ", Number.text(found.simplest.penalty.strength)),
            ("The model has the", "\(found.choice)"),
            ("Reads of X, all fits together", Number.text(found.reads)),
        ]
        if let end = found.endOfBest { facts.append(("At an end of the path", "\(end)")) }
        return ReportPage(
            title: "Cross-validation of \(found.fit.report.neuron)", subtitle: path.shown,
            sections: [ReportSection("The choice", [.facts(facts), .chart(chart)])] + fit.sections,
            footer: "descent \(Command.version)")
    }
}
