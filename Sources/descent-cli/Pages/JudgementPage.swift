internal import Descent
internal import DescentReport

/// The page of an evaluation: metrics, and the curves of a classifier.
struct JudgementPage<Element: Scalar> {
    private let judgement: Judgement<Element>
    private let path: String

    init(_ judgement: Judgement<Element>, path: String) {
        self.judgement = judgement
        self.path = path
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
                [("models", judgement.modelled.text)]
                    + judgement.values.map { ($0.name, Number.text($0.value, digits: 6)) })
        ]
        blocks += curves
        if let confusion = judgement.confusion {
            blocks.append(.confusion(ConfusionTable(labels: judgement.labels, counts: confusion.counts)))
        }
        return [ReportSection("How good it is on \(path.shown)", blocks)]
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
