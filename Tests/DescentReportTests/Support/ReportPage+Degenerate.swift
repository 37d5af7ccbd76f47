import DescentReport

extension ReportPage {
    /// What nobody wants to see: nothing, one value, what is not finite.
    static let degenerate = ReportPage(
        title: "Degenerate inputs", subtitle: "Every chart copes with any numbers",
        sections: [
            ReportSection("Lines", lines), ReportSection("Bands", bands), ReportSection("Bins and intervals", others),
            ReportSection("Tables", tables),
        ])

    private static var lines: [ReportBlock] {
        let x = ChartAxis("x", .logarithmic), y = ChartAxis("y", .logarithmic), plain = ChartAxis("a number")
        func lines(_ title: String, _ points: [(x: Double, y: Double)], _ x: ChartAxis, _ y: ChartAxis) -> ReportBlock {
            .chart(LineChart(title: title, series: [.init("line", points)], x: x, y: y))
        }
        let wave = (0..<100_000).map { (x: Double($0), y: Decimal.wave(Double($0))) }
        return [
            lines("No points", [], plain, plain),
            lines("One point", [(3, 7)], plain, plain),
            lines("All equal", [(1, 5), (2, 5), (3, 5)], plain, plain),
            lines("All zero", [(0, 0), (0, 0)], plain, plain),
            lines("Not finite", [(1, .nan), (2, 3), (3, .infinity), (4, 5), (5, 4)], plain, plain),
            lines("Nothing finite", [(.nan, .nan)], plain, plain),
            lines("Not positive", [(0, 1), (1, 0), (2, 0.5), (-3, 2), (10, 40), (1e5, 1e-9)], x, y),
            lines("One positive", [(2, 1e-200)], x, y),
            lines("Within a decade", [(3.1, 3), (4.2, 9)], x, y),
            lines("The whole range", [(1e-300, 1e-300), (1e300, 1e300), (1, 0x1p-1064)], x, y),
            lines("Huge and tiny", [(-1e300, 0x1p-1030), (1e300, 0x3p-1030)], plain, plain),
            lines("Large", [(1e308, 1e308), (12_345_678, 1_234_567), (1, -7_654_321)], plain, plain),
            lines("Narrow", [(1, 0.30000001), (2, 0.30000002)], plain, plain),
            lines("More than its range", [(0, -5), (5, 20)], plain, ChartAxis("cut", range: 0...10)),
            lines("100 000 points", wave, ChartAxis("samples"), ChartAxis("wave")),
        ]
    }

    private static var bands: [ReportBlock] {
        let x = ChartAxis("strength", .logarithmic), y = ChartAxis("loss")
        let broken: [BandChart.Point] = [
            .init(x: 0, mean: 1, error: 1), .init(x: 1, mean: 2, error: .nan), .init(x: 2, mean: .infinity, error: nil),
            .init(x: 4, mean: 3, error: nil),
        ]
        return [
            .chart(BandChart(title: "No band", points: [], x: x, y: y)),
            .chart(
                BandChart(
                    title: "One point", points: [.init(x: 1, mean: 2, error: 1)], x: x, y: y, best: 1, simplest: 1)),
            .chart(BandChart(title: "Without errors", points: broken, x: x, y: y, best: 0, simplest: 9)),
        ]
    }

    private static var others: [ReportBlock] {
        let infinite = -Double.infinity...Double.infinity
        return [
            .chart(CalibrationChart(title: "No bins", bins: [])),
            .chart(
                CalibrationChart(
                    title: "One bin", bins: [.init(range: 0...1, prediction: 0.4, frequency: 0.6, weight: 12_345_678)])),
            .chart(
                CalibrationChart(
                    title: "Wrong bins",
                    bins: [
                        .init(range: infinite, prediction: 0.5, frequency: 0.5, weight: .infinity),
                        .init(range: -3...2, prediction: 1.4, frequency: .nan, weight: 1e300),
                    ])),
            .chart(IntervalChart(title: "No rows", rows: [])),
            .chart(IntervalChart(title: "All zero", rows: [.init("a", 0), .init("b", 0, interval: (0, 0))])),
            .chart(
                IntervalChart(
                    title: "Not finite",
                    rows: [
                        .init("a", .nan), .init("b", 1, interval: (.nan, 2)), .init("c", -1, interval: infinite.ends),
                        .init("d", 1e-3, interval: (-1e308, 1e308)),
                    ])),
        ]
    }

    private static var tables: [ReportBlock] {
        let confusions: [[Double]] = (0..<30).map { (row: Int) -> [Double] in
            (0..<30).map { (column: Int) -> Double in
                let mistakes = (row * 7 + column * 3) % 11
                return row == column ? 900 : Double(mistakes)
            }
        }
        return [
            .facts([]), .table(ReportTable(columns: [], rows: [])),
            .table(
                ReportTable(columns: ["a"], rows: [[], [.number(.nan)], [.number(-.infinity)], [.count(1), .missing]])),
            .confusion(ConfusionTable(labels: [], counts: [])),
            .confusion(ConfusionTable(title: "Ragged", labels: ["a"], counts: [[1], [.nan, 2.5, -3]])),
            .confusion(
                ConfusionTable(title: "Many classes", labels: (0..<30).map { "class \($0)" }, counts: confusions)),
        ]
    }
}

extension ClosedRange<Double> {
    fileprivate var ends: (low: Double, high: Double) { (lowerBound, upperBound) }
}
