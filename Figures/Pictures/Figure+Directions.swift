import Descent
import DescentDrawing

extension Figure {
    /// How steep the way is in every direction from one point.
    static let directions = Figure("directions", height: 330) { drawing in
        let bowl = try Bowl(curvatures: [1, 3]), point = [2.0, 1]
        let gradient = try bowl.gradient(at: point)
        let length = (gradient[0] * gradient[0] + gradient[1] * gradient[1]).squareRoot()
        let uphill = (x: gradient[0] / length, y: gradient[1] / length)

        /// The difference of the risk along a direction; of a quadratic it is the slope itself.
        func slope(_ v: (x: Double, y: Double)) throws -> Double {
            let h = 0x1p-10
            let ahead = try bowl.risk(at: [point[0] + h * v.x, point[1] + h * v.y])
            return (ahead - (try bowl.risk(at: [point[0] - h * v.x, point[1] - h * v.y]))) / (2 * h)
        }

        let map = Frame(left: 30, top: 34, width: 240, height: 240, x: 0.3...3.7, y: -0.7...2.7)
        map.axes(&drawing, x: Tick.at([1, 2, 3]), y: Tick.at([0, 1, 2]), labels: ("w₁", "w₂"))
        let own = try bowl.risk(at: point)
        for level in [0.2, 0.5, 1, 1.8, 2.9, 4.4].map({ $0 * own }) {
            map.curve(&drawing, try bowl.contour(level), class: level == own ? "ink thin" : "axis")
        }
        let centre = map.at(point[0], point[1])
        for angle in stride(from: 0.0, to: 360, by: 15) {
            let v = Plane.turned(uphill, degrees: angle)
            let isLevel = angle == 90 || angle == 270, isMain = angle == 0 || angle == 180
            let kind = isLevel ? "ink" : try slope(v) < 0 ? "blue" : "red"
            let end = map.at(point[0] + v.x, point[1] + v.y)
            drawing.arrow(
                from: centre, to: end, class: isMain || isLevel ? kind : kind + " thin", head: isMain ? 12 : 7)
        }
        drawing.circle(centre.x, centre.y, class: "ink")
        map.label(
            &drawing, point[0] + uphill.x, point[1] + uphill.y, "along ∇f", dx: 4, dy: -4, class: "red strong halo")
        map.label(
            &drawing, point[0] - uphill.x, point[1] - uphill.y, "along −∇f", dx: 10, dy: 22, class: "blue strong halo",
            anchor: .end)

        let chart = Frame(left: 330, top: 34, width: 290, height: 240, x: 0...360, y: -5...4.2)
        let half = chart.at(0, 0).y
        drawing.bar(chart.left, half, width: chart.width, height: chart.bottom - half, class: "shade")
        chart.axes(
            &drawing, x: [0.0, 90, 180, 270, 360].map { Tick($0, "\(Int($0))°") },
            y: [Tick(length, length.written), Tick(0, "0"), Tick(-length, (-length).written)],
            labels: ("angle α between v and ∇f", "slope v·∇f, ‖v‖ = 1"))
        let curve = try stride(from: 0.0, through: 360, by: 3).map { angle in
            (x: angle, y: try slope(Plane.turned(uphill, degrees: angle)))
        }
        chart.curve(&drawing, curve.filter { $0.x <= 90 }, class: "red")
        chart.curve(&drawing, curve.filter { (90...270).contains($0.x) }, class: "blue")
        chart.curve(&drawing, curve.filter { $0.x >= 270 }, class: "red")
        chart.dot(&drawing, 180, try slope(Plane.turned(uphill, degrees: 180)), class: "blue")
        for angle in [90.0, 270] { chart.dot(&drawing, angle, 0, class: "ink") }
        chart.label(&drawing, 180, length, "‖∇f‖ cos α", dy: 30, class: "strong halo", anchor: .middle)
        chart.label(&drawing, 180, -length, "v = −∇f/‖∇f‖, steepest down", dy: 22, class: "blue", anchor: .middle)
        chart.label(&drawing, 180, 0, "along the level line", dy: -7, class: "small", anchor: .middle)
    }
}
