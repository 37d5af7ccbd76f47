import Testing

@testable import DescentReport

/// What a reader relies on, on every page.
@Suite struct ReadingTests {
    /// A table that is too wide for its page scrolls in a box that keys reach, and that says so.
    @Test(arguments: Example.all) func everyTableScrollsAndSaysSo(_ example: Example) throws {
        let markup = try Markup(example.page.html)
        let boxes = markup.elements.filter { $0.attributes["class"] == "scroll" }
        #expect(boxes.count == markup.count("table"))
        for box in boxes {
            #expect(box.attributes["tabindex"] == "0" && box.attributes["role"] == "region")
            #expect(box.attributes["aria-label"]?.isEmpty == false)
        }
        #expect(markup.elements.count { $0.attributes["class"] == "hint" } == boxes.count)
    }

    @Test(arguments: [0, 0x1p-1074, 1e-300, 1.9e-16]) func noProbabilityIsZero(_ p: Double) {
        #expect(Number.probability(p) == "< 2e-16")
        let html = ReportTable(columns: ["", "P"], rows: [[.text("a"), .probability(p)]]).html
        #expect(html.contains("&lt; 2e-16</td>") && !html.contains(">0</td>"))
    }

    @Test func otherProbabilitiesAreNumbers() {
        #expect(Number.probability(0.5) == "0.5" && Number.probability(0.04321) == "0.0432")
        #expect(Number.probability(.nan) == "not a number")
        #expect(Number.probability(2e-16).hasPrefix("2"))
    }

    /// One that has a row for itself is drawn for a wide page and for a narrow one.
    @Test(arguments: 1...5) func chartsFillTheirRow(_ count: Int) throws {
        let chart = ReportBlock.chart(IntervalChart(title: "c", rows: [.init("a", 1)]))
        let html = ReportPage(title: "t", sections: [ReportSection("s", Array(repeating: chart, count: count))]).html
        let kinds = try Markup(html).elements.compactMap { $0.attributes["class"] }
        #expect(kinds.count { $0 == "chart alone" } == count % 2)
        #expect(kinds.count { $0 == "picture for-wide" } == count % 2)
        #expect(kinds.count { $0 == "picture for-narrow" } == count % 2)
        #expect(kinds.count { $0 == "chart" } == count - count % 2)
    }

    /// An interval is cut where it would leave others no room, and not beside room.
    @Test(arguments: [1.0, 5, 19, 21, 1000]) func intervalsAreWholeWhereTheyFit(_ width: Double) {
        let usual = (0..<5).map { IntervalChart.Row("u\($0)", 0.5, interval: (-1, 1)) }
        let chart = IntervalChart(title: "c", rows: usual + [.init("wide", 0.5, interval: (-width, width))])
        #expect(chart.figure.contains("class=\"head\"") == (width > 20))
    }

    @Test func levelsKeepTheirOrder() throws {
        let rows = ["low", "middle", "high"].enumerated().map { IntervalChart.Row($1, [100.0, 102, 101][$0]) }
        let text = try Markup(IntervalChart(title: "c", rows: rows, order: .given).figure).text
        let places = try ["low", "middle", "high"].map {
            try #require(text.range(of: $0, options: .backwards)).lowerBound
        }
        #expect(places == places.sorted())
    }

    /// Few of many dots are drawn, the farthest among them, and the chart says how many.
    @Test func crowdsAreThinned() {
        var points = (0..<5000).map { (x: Double($0), y: Double($0 % 7)) }
        points[2501].y = 900
        let chart = ScatterChart(title: "c", points: points, x: ChartAxis("x"), y: ChartAxis("y"), level: 0)
        let html = chart.figure
        #expect(html.components(separatedBy: "<circle").count - 1 <= 800)
        #expect(html.contains("are drawn, the farthest among them.") && chart.summary.contains("900 at 2501"))
        #expect(html == chart.figure)
    }

    @Test func chartsOfNothingSayIt() {
        let axis = ChartAxis("x")
        for chart: any ReportChart in [
            ScatterChart(title: "c", points: [(.nan, 1)], x: axis, y: axis),
            EffectChart(title: "c", series: [], x: axis, y: axis),
            RootogramChart(title: "c", bars: [], axis: "x"),
        ] { #expect(chart.figure.contains("No values to show") && chart.wideFigure.contains("No values to show")) }
    }
}
