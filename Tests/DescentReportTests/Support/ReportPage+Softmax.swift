import DescentReport

extension ReportPage {
    /// A fit of three classes.
    static let softmax: ReportPage = {
        let classes = ["setosa", "versicolor", "virginica"]
        let shares = (0...200).map { Double($0) / 200 }
        let curves = classes.enumerated().map { index, name in
            let degree = 2 + 3 * Double(index)
            return LineChart.Series(name, shares.map { ($0, Decimal.root($0, degree)) })
        }
        let fans = (0..<9).map { line in
            LineChart.Series("line number \(line)", (0...10).map { (x: Double($0), y: Double($0 * (line + 1))) })
        }
        return ReportPage(
            title: "Softmax fit of iris.csv", subtitle: "150 samples, 4 features, 3 classes",
            sections: [
                ReportSection(
                    "Classes",
                    [
                        .confusion(ConfusionTable(labels: classes, counts: [[50, 0, 0], [0, 47, 3], [0, 1, 49]])),
                        .chart(
                            LineChart(
                                title: "One class against the others", series: curves,
                                x: ChartAxis("false positive rate", range: 0...1),
                                y: ChartAxis("true positive rate", range: 0...1),
                                hasDiagonal: true)),
                        .chart(
                            LineChart(
                                title: "Eight lines", series: fans, x: ChartAxis("step"), y: ChartAxis("value"))),
                    ])
            ])
    }()
}
