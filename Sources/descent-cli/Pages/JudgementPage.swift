internal import Descent
internal import DescentReport

/// The page of an evaluation: metrics, and the curves of a classifier.
struct JudgementPage<Element: Scalar> {
    private let judgement: Judgement<Element>
    private let path: String
    private let isTraining: Bool

    /// - Parameter isTraining: whether the samples are those that the model has learned from.
    init(_ judgement: Judgement<Element>, path: String, isTraining: Bool = false) {
        self.judgement = judgement
        self.path = path
        self.isTraining = isTraining
    }

    var page: ReportPage {
        ReportPage(
            title: "\(judgement.layer.neuron.name) on \(path.shown)",
            subtitle:
                "\(Number.text(judgement.data.sampleCount)) samples of \(Number.text(judgement.data.featureCount)) features",
            sections: sections, footer: "descent \(Command.version)")
    }

    var sections: [ReportSection] {
        var blocks: [ReportBlock] = [
            .facts(
                [("Models", judgement.modelled.text)]
                    + judgement.values.map { (Self.words($0.name), Number.text($0.value, digits: 6)) })
        ]
        if isTraining {
            blocks.append(.note("These are the training data, which the model has seen: of others it knows less."))
        }
        blocks += curves + residuals
        if let confusion = judgement.confusion {
            blocks.append(.confusion(ConfusionTable(labels: judgement.labels, counts: confusion.counts)))
        }
        let place = isTraining ? "its training data" : path.shown
        return [ReportSection("How good it is on \(place)", blocks)]
    }

    /// What programs call in one word.
    private static func words(_ name: String) -> String {
        switch name {
        case "auc": "Area under ROC"
        case "f1": "F1"
        case "macroF1": "Macro F1"
        case "brier": "Brier score"
        case "rootMeanSquaredError": "Root mean squared error"
        case "meanAbsoluteError": "Mean absolute error"
        case "r2": "R²"
        default: name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    /// What predictions of numbers and counts leave.
    private var residuals: [ReportBlock] {
        guard let residuals = judgement.residuals else { return [] }
        let isCount = residuals.kind == .counts, target = judgement.names.target ?? "y"
        var blocks: [ReportBlock] = [
            .chart(
                ScatterChart(
                    title: isCount ? "Deviance residuals against predictions" : "Residuals against predictions",
                    points: residuals.points.map { ($0.prediction, $0.residual) },
                    x: ChartAxis("predicted \(target)", isCount ? .logarithmic : .linear),
                    y: ChartAxis(isCount ? "deviance residual" : "residual"),
                    trend: residuals.trend.map { ($0.prediction, $0.residual) }, level: 0,
                    note: "The line is the mean of neighbours: level at 0 where nothing is left to explain."))
        ]
        if !residuals.quantiles.isEmpty {
            blocks.append(
                .chart(
                    ScatterChart(
                        title: "Residuals against the normal distribution",
                        points: residuals.quantiles.map { ($0.expected, $0.found) },
                        x: ChartAxis("normal quantile"), y: ChartAxis("residual over its deviation"), hasDiagonal: true,
                        note: "On the dashed line where residuals are normal.")))
        }
        if !residuals.frequencies.isEmpty {
            blocks.append(
                .chart(
                    RootogramChart(
                        title: "How often each count occurs",
                        bars: residuals.frequencies.map {
                            .init($0.name, observed: $0.observed, expected: $0.expected)
                        }, axis: target,
                        note:
                            "Bars of what was seen hang from what the model expects: the solid line is where they should end."
                    )))
        }
        return blocks
    }

    private var curves: [ReportBlock] {
        guard let binary = judgement.binary else { return [] }
        var blocks: [ReportBlock] = []
        let share = 0.0...1.0
        if let curve = try? ROCCurve(scores: binary.scores, targets: binary.targets, weights: judgement.weights) {
            blocks.append(
                .chart(
                    LineChart(
                        title: "ROC",
                        series: [.init("ROC", curve.points.map { ($0.falsePositiveRate, $0.truePositiveRate) })],
                        x: ChartAxis("false positive rate", range: share),
                        y: ChartAxis("true positive rate", range: share),
                        hasDiagonal: true, note: "Area \(Number.text(curve.area, digits: 5)).")))
        }
        if let curve = try? PrecisionRecallCurve(
            scores: binary.scores, targets: binary.targets, weights: judgement.weights)
        {
            blocks.append(
                .chart(
                    LineChart(
                        title: "Precision and recall",
                        series: [.init("precision", curve.points.map { ($0.recall, $0.precision) }, join: .steps)],
                        x: ChartAxis("recall", range: share), y: ChartAxis("precision", range: share),
                        level: (curve.prevalence, "chance"),
                        note: "Average precision \(Number.text(curve.averagePrecision, digits: 5)).")))
        }
        if let probabilities = binary.probabilities,
            let calibration = try? Calibration(
                probabilities: probabilities, targets: binary.targets, weights: judgement.weights)
        {
            let bins = calibration.bins.map {
                CalibrationChart.Bin(
                    range: $0.range, prediction: $0.prediction, frequency: $0.frequency, weight: $0.weight)
            }
            blocks.append(
                .chart(
                    CalibrationChart(
                        title: "Calibration", bins: bins,
                        note: "Mean distance \(Number.text(calibration.expectedError, digits: 3)).")))
        }
        return blocks
    }
}
