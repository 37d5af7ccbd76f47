internal import DescentDrawing

/// Pairs of numbers as dots, with a line through them for comparison: residuals against predictions, quantiles against quantiles.
public struct ScatterChart: DrawnChart {
    public let title: String
    public let note: String?
    let points: [(x: Double, y: Double)]
    let trend: [(x: Double, y: Double)]
    let x: ChartAxis
    let y: ChartAxis
    let level: Double?
    let hasDiagonal: Bool

    /// More dots than these are a stain, and fill the page.
    private static let mostDots = 800
    /// Of them, the farthest from what they are compared with are always drawn.
    private static let mostFar = 20

    /// - Parameters:
    ///   - points: in any order. Of many some are drawn, evenly along their order by x, and those that are farthest from `level`, or from
    ///     the diagonal.
    ///   - trend: a line through the points, in the order of x.
    ///   - level: a horizontal line for comparison.
    ///   - hasDiagonal: whether the line y = x is drawn, for comparison.
    public init(
        title: String, points: [(x: Double, y: Double)], x: ChartAxis, y: ChartAxis,
        trend: [(x: Double, y: Double)] = [], level: Double? = nil, hasDiagonal: Bool = false, note: String? = nil
    ) {
        self.title = title
        self.note = note
        self.points = points
        self.trend = trend
        self.x = x
        self.y = y
        self.level = level
        self.hasDiagonal = hasDiagonal
    }

    public var summary: String {
        let placed = placed, far = placed.max { distance($0) < distance($1) }
        let farthest = far.map { "; farthest \(Number.text($0.y)) at \(Number.text($0.x))" } ?? ""
        return "\(y.title) against \(x.title), \(Number.text(placed.count)) points\(farthest)"
    }

    private var placed: [(x: Double, y: Double)] { points.filter { x.holds($0.x) && y.holds($0.y) } }

    private func distance(_ point: (x: Double, y: Double)) -> Double {
        (point.y - (hasDiagonal ? point.x : level ?? 0)).magnitude
    }

    /// Equal points stay in the order given, so that the same points give the same picture.
    private func drawn(of placed: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        guard placed.count > Self.mostDots else { return placed }
        let order = placed.indices.sorted { (placed[$0].x, $0) < (placed[$1].x, $1) }
        let far = placed.indices.sorted { (-distance(placed[$0]), $0) < (-distance(placed[$1]), $1) }
        let count = Self.mostDots - Self.mostFar
        let even = (0..<count).map { order[$0 * (order.count - 1) / (count - 1)] }
        return Set(even + far.prefix(Self.mostFar)).sorted().map { placed[$0] }
    }

    func drawn(_ width: Double) -> Canvas {
        let placed = placed
        guard !placed.isEmpty else {
            var canvas = Canvas.empty("No values to show", width)
            canvas.remark(leftOut: points.count, ("point", "points"), because: "not finite or too large")
            return canvas
        }
        var canvas = Canvas(width)
        let dots = drawn(of: placed)
        let area = PlotArea(
            x: Scale(x, showing: placed.map(\.x)),
            y: Scale(y, showing: placed.map(\.y) + [level].compactMap { $0 }), top: 0, canvas: width)
        area.axes(&canvas.drawing)
        if hasDiagonal {
            area.clipped(&canvas.drawing) { drawing in
                let low = min(area.x.range.lowerBound, area.y.range.lowerBound)
                let high = max(area.x.range.upperBound, area.y.range.upperBound)
                drawing.line([area.at(low, low), area.at(high, high)], class: "mark")
            }
        }
        if let level, y.holds(level), area.y.range.contains(level) {
            let place = area.at(area.x.range.lowerBound, level)
            canvas.drawing.line([place, (area.right, place.y)], class: "mark")
        }
        for dot in dots where area.x.range.contains(dot.x) && area.y.range.contains(dot.y) {
            let place = area.at(dot.x, dot.y)
            canvas.drawing.circle(place.x, place.y, radius: dots.count > 200 ? 2 : 2.8, class: "dot d0 cloud")
        }
        let line = trend.filter { x.holds($0.x) && y.holds($0.y) }.map { area.at($0.x, $0.y) }
        if line.count > 1 {
            area.clipped(&canvas.drawing) { $0.line(Thinning.thinned(line), class: LineStyle.line(1)) }
        }
        canvas.height = area.end
        if dots.count < placed.count {
            canvas.remarks.append(
                "\(Number.text(dots.count)) of \(Number.text(placed.count)) are drawn, the farthest among them.")
        }
        canvas.remark(
            leftOut: points.count - placed.count, ("point", "points"), because: "not finite or too large")
        return canvas
    }
}
