internal import DescentDrawing

/// What a model predicts along one number, with a band of confidence: a line, or one for each level of something else.
public struct EffectChart: DrawnChart {
    public struct Series: Sendable {
        let name: String
        let points: [Point]

        public init(_ name: String, _ points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    public struct Point: Sendable {
        let x: Double
        let y: Double
        let band: (low: Double, high: Double)?

        /// - Parameter band: nil where it is not known.
        public init(x: Double, y: Double, band: (low: Double, high: Double)? = nil) {
            self.x = x
            self.y = y
            self.band = band.flatMap { $0.low <= $0.high ? $0 : nil }
        }
    }

    public let title: String
    public let note: String?
    let series: [Series]
    let x: ChartAxis
    let y: ChartAxis

    /// - Parameter series: up to eight are drawn, each with its points in the order of x.
    public init(title: String, series: [Series], x: ChartAxis, y: ChartAxis, note: String? = nil) {
        self.title = title
        self.series = series
        self.x = x
        self.y = y
        self.note = note
    }

    private var shown: [Series] { Array(series.prefix(LineStyle.count)) }

    public var summary: String {
        let lines = shown.map { series in
            let ends = [series.points.first, series.points.last].compactMap { $0 }
                .map { "\(Number.text($0.y)) at \(Number.text($0.x))" }
            let name = ReadableText.of(series.name, longest: 60)
            return (name.isEmpty ? "" : name + " ")
                + (ends.isEmpty ? "without points" : "from \(ends[0]) to \(ends[ends.count - 1])")
        }
        return "\(y.title) against \(x.title); " + lines.joined(separator: "; ")
    }

    func drawn(_ width: Double) -> Canvas {
        let lines = shown.map { $0.points.filter { x.holds($0.x) && y.holds($0.y) } }
        let points = lines.flatMap { $0 }
        guard !points.isEmpty else { return .empty("No values to show", width) }
        var canvas = Canvas(width)
        let legend = Legend(shown.count > 1 ? shown.enumerated().map { ($1.name, $0) } : [], width)
        legend.draw(&canvas.drawing)
        let area = PlotArea(
            x: Scale(x, showing: points.map(\.x)), y: Scale(y, showing: extent(points)), top: legend.height,
            canvas: width)
        area.axes(&canvas.drawing)
        area.clipped(&canvas.drawing) { drawing in
            for (style, line) in lines.enumerated() {
                let banded = line.filter { $0.band.map { y.holds($0.low) && y.holds($0.high) } ?? false }
                if banded.count > 1 {
                    let high = banded.map { area.at($0.x, $0.band!.high) }
                    let low = banded.reversed().map { area.at($0.x, $0.band!.low) }
                    drawing.polygon(high + low, class: "band b\(style)")
                }
            }
            for (style, line) in lines.enumerated() where line.count > 1 {
                drawing.line(line.map { area.at($0.x, $0.y) }, class: LineStyle.line(style))
            }
        }
        canvas.height = area.end
        canvas.remark(leftOut: series.count - shown.count, ("line", "lines"), because: "there is room for eight")
        return canvas
    }

    /// All lines, and their bands as far as those leave the lines room.
    private func extent(_ points: [Point]) -> [Double] {
        let values = points.map(\.y), low = values.min()!, high = values.max()!
        let size = max(high - low, 1e-3 * max(low.magnitude, high.magnitude))
        let bands = points.flatMap { [$0.band?.low, $0.band?.high].compactMap { $0 } }.filter(y.holds)
        return values + bands.map { min(high + 3 * size, max(low - 3 * size, $0)) }
    }
}
