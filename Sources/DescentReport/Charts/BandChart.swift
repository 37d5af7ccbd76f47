internal import DescentDrawing

/// A mean with its standard error along a strength, and two choices: the best, and the simplest that is about as good. The
/// curve of a cross-validation.
public struct BandChart: DrawnChart {
    public struct Point: Sendable {
        let x: Double
        let mean: Double
        let error: Double?

        /// - Parameter error: half the height of the band. Without one, or where it is not finite, there is no band.
        public init(x: Double, mean: Double, error: Double?) {
            self.x = x
            self.mean = mean
            self.error = error
        }
    }

    public let title: String
    public let note: String?
    let points: [Point]
    let best: Double?
    let simplest: Double?
    let x: ChartAxis
    let y: ChartAxis

    private static let mostDots = 40

    /// - Parameters:
    ///   - points: in the order of x.
    ///   - best: the x of the best point.
    ///   - simplest: the x of the simplest point whose mean is within an error of the best.
    public init(
        title: String, points: [Point], x: ChartAxis, y: ChartAxis, best: Double? = nil, simplest: Double? = nil,
        note: String? = nil
    ) {
        self.title = title
        self.note = note
        self.points = points
        self.best = best
        self.simplest = simplest
        self.x = x
        self.y = y
    }

    public var summary: String {
        let choices = choices.map { "\($0.name) \(Number.text($0.x))" }
        return (["\(y.title) against \(x.title), \(Number.text(points.count)) points"] + choices).joined(
            separator: "; ")
    }

    private var choices: [(name: String, x: Double)] {
        if let best, best == simplest { return [("best and simplest", best)] }
        return [("best", best), ("simplest within one error", simplest)].compactMap { name, x in x.map { (name, $0) } }
    }

    func drawn(_ width: Double) -> Canvas {
        let placed = points.filter { x.holds($0.x) && y.holds($0.mean) }
        guard !placed.isEmpty else {
            var canvas = Canvas.empty("No values to show", width)
            remark(&canvas, drawn: 0)
            return canvas
        }
        var canvas = Canvas(width)
        let banded = placed.compactMap { point -> (x: Double, low: Double, high: Double)? in
            guard let error = point.error, error >= 0, y.holds(point.mean - error), y.holds(point.mean + error) else {
                return nil
            }
            return (point.x, point.mean - error, point.mean + error)
        }
        let shown = choices.filter { x.holds($0.x) }
        let area = PlotArea(
            x: Scale(x, showing: placed.map(\.x)),
            y: Scale(y, showing: placed.map(\.mean) + banded.flatMap { [$0.low, $0.high] }),
            top: shown.isEmpty ? 0 : Canvas.row * Double(shown.count) + 4, canvas: width)
        area.axes(&canvas.drawing)
        band(banded, &canvas.drawing, area)
        mark(shown, &canvas.drawing, area)
        means(placed, shown, &canvas.drawing, area)
        canvas.height = area.end
        remark(&canvas, drawn: placed.count)
        return canvas
    }

    private func band(_ points: [(x: Double, low: Double, high: Double)], _ drawing: inout Drawing, _ area: PlotArea) {
        area.clipped(&drawing) { drawing in
            if points.count > 1 {
                let edge = points.map { area.at($0.x, $0.high) } + points.reversed().map { area.at($0.x, $0.low) }
                drawing.polygon(edge, class: "band")
            }
            guard points.count <= Self.mostDots else { return }
            for point in points {
                drawing.line([area.at(point.x, point.low), area.at(point.x, point.high)], class: "whisker")
            }
        }
    }

    private func means(
        _ points: [Point], _ choices: [(name: String, x: Double)], _ drawing: inout Drawing, _ area: PlotArea
    ) {
        let places = points.map { area.at($0.x, $0.mean) }
        if places.count > 1 {
            area.clipped(&drawing) { $0.line(Thinning.thinned(places), class: LineStyle.line(0)) }
        }
        if places.count <= Self.mostDots {
            for place in places where isInside(place, area) {
                drawing.circle(place.x, place.y, radius: 2.6, class: LineStyle.dot(0))
            }
        }
        for (style, choice) in choices.enumerated() {
            guard let index = points.firstIndex(where: { $0.x == choice.x }), isInside(places[index], area) else {
                continue
            }
            drawing.circle(places[index].x, places[index].y, radius: 5, class: "choice c\(style)")
        }
    }

    private func isInside(_ place: Drawing.Point, _ area: PlotArea) -> Bool {
        (area.left - 1...area.right + 1).contains(place.x) && (area.top - 1...area.bottom + 1).contains(place.y)
    }

    /// The names of the choices, a row for each so that they cannot meet, and lines down from them.
    private func mark(_ choices: [(name: String, x: Double)], _ drawing: inout Drawing, _ area: PlotArea) {
        for (style, choice) in choices.enumerated() {
            let y = 13 + Canvas.row * Double(style)
            drawing.circle(11, y - 4, radius: 5, class: "choice c\(style)")
            drawing.text(24, y, "\(choice.name): \(Number.text(choice.x))", class: "name")
            let place = area.x.place(choice.x)
            guard (0...1).contains(place) else { continue }
            let across = area.left + area.width * place
            drawing.line([(across, area.top), (across, area.bottom)], class: "mark")
        }
    }

    private func remark(_ canvas: inout Canvas, drawn: Int) {
        canvas.remark(
            leftOut: points.count - drawn, ("point", "points"),
            because: x.kind == .logarithmic ? "no positive strength or no finite mean" : "not finite or too large")
    }
}
