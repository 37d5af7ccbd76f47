import DescentReport
import TestSupport

extension ReportPage {
    /// A logistic fit of 28 features.
    static let logistic: ReportPage = {
        var random = SplitMix64(seed: 1)
        let labels = (0..<3000).map { _ in random.number() > 0 }
        let scores = labels.map { ($0 ? 0.55 : -0.55) + random.number() + random.number() }
        let kinds = ["lepton_pT", "lepton_eta", "missing_energy_phi", "jet_1_b_tag", "m_wwbb"]
        let names = (0..<28).map { "\(kinds[$0 % 5])_\($0)" }
        let rows: [(name: String, value: Double, error: Double)] = names.enumerated().map { index, name in
            let value = random.number() / Double(1 + index % 7), error = 0.02 + 0.1 * random.number(in: 0...1)
            return (name: name, value: value, error: error)
        }
        return ReportPage(
            title: "Logistic fit of higgs.npy", subtitle: "11 000 000 samples, 28 features, Float, by L-BFGS",
            sections: [
                ReportSection("The fit", fit),
                ReportSection("How good the predictions are", quality(scores, labels)),
                ReportSection("Coefficients", coefficients(rows)),
            ], footer: "Made by Descent 0.1.0 on 2 threads.")
    }()

    private static var fit: [ReportBlock] {
        let reads = (0...14).map(Double.init)
        let training = reads.map { (x: $0, y: 0.6374 + 0.0557 / (1 + $0 * $0)) }
        let validation = reads.map { (x: $0, y: 0.6391 + 0.054 / (1 + $0 * $0)) }
        let gradient = reads.map { (x: $0, y: Decimal.power(-0.62 * $0)) }
        return [
            .facts([
                ("Outcome", "converged"), ("Mean loss", "0.6374"), ("AUC, test", "0.6839"),
                ("Accuracy, test", "64.1 %"), ("Samples", "11 000 000"), ("Reads of X", "14"),
                ("Seconds", "0.982"), ("File", "/data/experiments/2024/higgs/train/higgs-float32.npy"),
            ]),
            .warning("The test samples are part of the training data: what follows is too good."),
            .chart(
                LineChart(
                    title: "Loss", series: [.init("training", training), .init("validation", validation)],
                    x: ChartAxis("reads of X"), y: ChartAxis("mean loss"))),
            .chart(
                LineChart(
                    title: "Gradient", series: [.init("gradient", gradient)], x: ChartAxis("reads of X"),
                    y: ChartAxis("largest component of the gradient", .logarithmic), level: (1e-8, "tolerance"))),
        ]
    }

    private static func coefficients(_ rows: [(name: String, value: Double, error: Double)]) -> [ReportBlock] {
        let cells: [[ReportTable.Cell]] = rows.map { row in
            let z = row.value / row.error
            return [
                .text(row.name), .number(row.value), .number(row.error), .number(z),
                .number(0.3 * Decimal.power(-z.magnitude)), .number(row.value - 2 * row.error),
                .number(row.value + 2 * row.error), .number(1 + row.value),
            ]
        }
        return [
            .chart(
                IntervalChart(
                    title: "Coefficients with 95 % intervals",
                    rows: rows.map { row in
                        .init(row.name, row.value, interval: (row.value - 2 * row.error, row.value + 2 * row.error))
                    }, axis: "change of the log-odds per unit", limit: 20)),
            .chart(crossValidation),
            .table(
                ReportTable(
                    title: "All coefficients",
                    columns: ["feature", "coefficient", "std. error", "z", "p", "low", "high", "odds ratio"],
                    rows: cells)),
        ]
    }

    private static var crossValidation: BandChart {
        let grid = (0..<25).map { Decimal.power(-4 + Double($0) / 6) }
        return BandChart(
            title: "Cross-validation, 10 folds",
            points: grid.map { strength in
                let far = (strength - 0.004) / 0.05
                return .init(x: strength, mean: 0.637 + 0.002 * far * far, error: 0.0009)
            }, x: ChartAxis("strength of the penalty", .logarithmic, range: 1e-4...1),
            y: ChartAxis("mean loss", range: 0.63...0.66),
            best: grid[9], simplest: grid[13])
    }

    private static func quality(_ scores: [Double], _ labels: [Bool]) -> [ReportBlock] {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let all = Double(labels.filter { $0 }.count)
        var found = 0.0, wrong = 0.0
        var roc: [(x: Double, y: Double)] = [(0, 0)], precision: [(x: Double, y: Double)] = []
        for sample in order {
            if labels[sample] { found += 1 } else { wrong += 1 }
            roc.append((wrong / (Double(labels.count) - all), found / all))
            precision.append((found / all, found / (found + wrong)))
        }
        let bins = (0..<10).map { bin in
            let middle = (Double(bin) + 0.5) / 10
            return CalibrationChart.Bin(
                range: Double(bin) / 10...Double(bin + 1) / 10, prediction: bin == 9 ? nil : middle,
                frequency: bin == 9 ? nil : min(1, max(0, middle + 0.4 * (middle - 0.5) * (middle - 0.3))),
                weight: bin == 9 ? 0 : 250_000 * (1 - 3 * (middle - 0.5) * (middle - 0.5)))
        }
        let square = 0.0...1.0
        return [
            .chart(
                LineChart(
                    title: "Receiver operating curve", series: [.init("test", roc)],
                    x: ChartAxis("false positive rate", range: square),
                    y: ChartAxis("true positive rate", range: square),
                    hasDiagonal: true, note: "Area 0.6839.")),
            .chart(
                LineChart(
                    title: "Precision and recall", series: [.init("test", precision, join: .steps)],
                    x: ChartAxis("recall", range: square), y: ChartAxis("precision", range: square),
                    level: (all / Double(labels.count), "prevalence"), note: "Average precision 0.6652.")),
            .chart(CalibrationChart(title: "Calibration", bins: bins, note: "Expected error 0.0131.")),
            .confusion(
                ConfusionTable(
                    title: "Confusion at p ≥ ½", labels: ["background", "signal"],
                    counts: [[3_123_456, 2_047_101], [1_893_020, 3_936_423]])),
            .note("Class 1 is predicted where the probability is one half or more."),
        ]
    }
}
