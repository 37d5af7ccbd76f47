import Descent
import DescentDrawing

extension Figure {
    /// J = (2a + b)c with what goes forward above each station and what comes back below it.
    static let graph = Figure("graph", height: 330) { drawing in
        let a = Node.variable("a", 3), b = Node.variable("b", 4), c = Node.variable("c", 5)
        let u = 2 * a, v = u + b, j = v * c
        try j.backward()

        let stations = [
            Station(a, "a", x: 70, y: 70), Station(u, "u = 2a", x: 230, y: 70), Station(b, "b", x: 230, y: 170),
            Station(v, "v = u + b", x: 400, y: 110), Station(c, "c", x: 400, y: 220),
            Station(j, "J = v · c", x: 570, y: 150),
        ]
        let edges = [(0, 1, "∂u/∂a"), (1, 3, "∂v/∂u"), (2, 3, "∂v/∂b"), (3, 5, "∂J/∂v"), (4, 5, "∂J/∂c")]
        for (from, to, name) in edges {
            let start = stations[from], end = stations[to]
            let exit = start.exit, entry = end.entry(from: start)
            drawing.arrow(from: exit, to: entry, class: "ink thin")
            // Over an arrow that is level or falls, under one that rises.
            let (dx, dy): (Double, Double) = start.y > end.y ? (8, 28) : start.y < end.y ? (0, -18) : (0, -8)
            let slope = try end.node.derivative(by: start.node).value
            drawing.text(
                (exit.x + entry.x) / 2 + dx, (exit.y + entry.y) / 2 + dy, "\(name) = \(slope)", class: "small",
                anchor: .middle)
        }
        for station in stations { try station.draw(&drawing) }
        drawing.text(24, 288, "above: the value, computed forward, from left to right", class: "blue")
        drawing.text(
            24, 310, "below: the derivative of J by it, handed back from right to left, times the slope on each arrow",
            class: "red")
    }

    private struct Station {
        let node: Node
        let title: String
        let x: Double
        let y: Double
        private static let width = 84.0
        private static let height = 38.0

        init(_ node: Node, _ title: String, x: Double, y: Double) {
            self.node = node
            self.title = title
            self.x = x
            self.y = y
        }

        var exit: Drawing.Point { (x + Self.width / 2, y) }

        /// On the left side, a little up or down, so that two arrows do not meet in a point.
        func entry(from other: Station) -> Drawing.Point {
            (x - Self.width / 2, y + (other.y < y ? -9 : other.y > y ? 9 : 0))
        }

        func draw(_ drawing: inout Drawing) throws {
            drawing.bar(
                x - Self.width / 2, y - Self.height / 2, width: Self.width, height: Self.height, rounding: 6,
                class: "box")
            drawing.text(x, y + 5, title, class: "strong", anchor: .middle)
            drawing.text(x, y - Self.height / 2 - 7, "\(try node.value)", class: "blue strong", anchor: .middle)
            drawing.text(
                x, y + Self.height / 2 + 18, node.gradient.map { "\($0)" } ?? "", class: "red strong", anchor: .middle)
        }
    }
}
