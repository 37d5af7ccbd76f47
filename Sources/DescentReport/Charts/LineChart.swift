internal import DescentDrawing

/// Lines through pairs of numbers: a loss against reads of the data, a receiver operating curve.
public struct LineChart: DrawnChart {
    /// One line. Pairs with a number that has no place on its axis are left out, and interrupt it.
    public struct Series: Sendable {
        public enum Join: Sendable {
            case straight
            /// A value holds until the next.
            case steps
        }

        let name: String
        let points: [(x: Double, y: Double)]
        let join: Join

        public init(_ name: String, _ points: [(x: Double, y: Double)], join: Join = .straight) {
            self.name = name
            self.points = points
            self.join = join
        }
    }

    public let title: String
    public let note: String?
    let series: [Series]
    let x: ChartAxis
    let y: ChartAxis
    let hasDiagonal: Bool
    let level: (value: Double, name: String)?

    /// - Parameters:
    ///   - series: up to eight are drawn.
    ///   - hasDiagonal: whether the line y = x is drawn, for comparison.
    ///   - level: a horizontal line for comparison, with its name.
    public init(
        title: String, series: [Series], x: ChartAxis, y: ChartAxis, hasDiagonal: Bool = false,
        level: (value: Double, name: String)? = nil, note: String? = nil
    ) {
        self.title = title
        self.note = note
        self.series = series
        self.x = x
        self.y = y
        self.hasDiagonal = hasDiagonal
        self.level = level
    }

    public var summary: String {
        let lines = shown.map { series in
            let ends = [series.points.first, series.points.last].compactMap { $0 }
                .map { "\(Number.text($0.y)) at \(Number.text($0.x))" }
            return ReadableText.of(series.name, longest: 60)
                + (ends.isEmpty ? " without points" : " from \(ends[0]) to \(ends[ends.count - 1])")
        }
        return "\(y.title) against \(x.title); " + lines.joined(separator: "; ")
    }

    private var shown: ArraySlice<Series> { series.prefix(LineStyle.count) }

    func drawn(_ width: Double) -> Canvas {
        let runs = shown.map { self.runs(of: $0) }
        // Not an array: a curve of every sample of a large data set is not copied.
        let points = runs.joined().joined()
        guard !points.isEmpty else {
            var canvas = Canvas.empty("No values to show", width)
            remarks(&canvas, drawn: 0)
            return canvas
        }
        var canvas = Canvas(width)
        let legend = Legend(shown.count > 1 ? shown.enumerated().map { ($1.name, $0) } : [], width)
        legend.draw(&canvas.drawing)
        let area = PlotArea(
            x: Scale(x, showing: points.lazy.map(\.x)),
            y: Scale(y, showing: [points.lazy.map(\.y).min()!, points.lazy.map(\.y).max()!, level?.value ?? .nan]),
            top: legend.height, canvas: width)
        area.axes(&canvas.drawing)
        comparisons(&canvas.drawing, area)
        let isInside = points.allSatisfy { area.x.range.contains($0.x) && area.y.range.contains($0.y) }
        let draw = { (drawing: inout Drawing) in
            for (style, runs) in runs.enumerated() {
                for run in runs { line(run, shown[style].join, style, &drawing, area) }
            }
        }
        if isInside { draw(&canvas.drawing) } else { area.clipped(&canvas.drawing, draw) }
        canvas.height = area.end
        remarks(&canvas, drawn: runs.joined().reduce(0) { $0 + $1.count })
        return canvas
    }

    /// The parts of a line between points that have no place.
    private func runs(of series: Series) -> [ArraySlice<(x: Double, y: Double)>] {
        series.points.split { !x.holds($0.x) || !y.holds($0.y) }
    }

    private func line(
        _ run: ArraySlice<(x: Double, y: Double)>, _ join: Series.Join, _ style: Int, _ drawing: inout Drawing,
        _ area: PlotArea
    ) {
        let places = run.map { area.at($0.x, $0.y) }
        var line = Thinning.thinned(places)
        if join == .steps {
            line = zip(line, line.dropFirst()).reduce(into: [line[0]]) { path, pair in
                path += [(pair.1.x, pair.0.y), pair.1]
            }
        }
        if line.count > 1 { drawing.line(line, class: LineStyle.line(style)) }
        guard run.count <= 30 else { return }
        for place in places {
            drawing.circle(place.x, place.y, radius: run.count == 1 ? 4 : 2.6, class: LineStyle.dot(style))
        }
    }

    private func comparisons(_ drawing: inout Drawing, _ area: PlotArea) {
        if hasDiagonal {
            let low = max(area.x.range.lowerBound, area.y.range.lowerBound)
            let high = min(area.x.range.upperBound, area.y.range.upperBound)
            if low < high { drawing.line([area.at(low, low), area.at(high, high)], class: "mark") }
        }
        if let level, y.holds(level.value), area.y.range.contains(level.value) {
            let place = area.at(area.x.range.lowerBound, level.value)
            drawing.line([place, (area.right, place.y)], class: "mark")
            // Above the line, but below it at the top.
            let words = TextWidth.fit(level.name, into: area.width / 2, size: Canvas.small)
            let above = place.y - 5 > area.top + 10
            drawing.text(area.left + 6, place.y + (above ? -5 : 14), words, class: "tick halo")
        }
    }

    private func remarks(_ canvas: inout Canvas, drawn: Int) {
        let given = shown.reduce(0) { $0 + $1.points.count }
        let isLogarithmic = x.kind == .logarithmic || y.kind == .logarithmic
        canvas.remark(
            leftOut: given - drawn, ("point", "points"),
            because: isLogarithmic ? "a logarithmic axis has positive finite numbers only" : "not finite or too large")
        canvas.remark(leftOut: series.count - shown.count, ("line", "lines"), because: "there is room for eight")
    }
}
