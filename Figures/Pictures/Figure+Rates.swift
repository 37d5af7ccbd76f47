import Descent
import DescentDrawing

extension Figure {
    /// Four descents into one valley, which is ten times as steep across as along.
    static let rates = Figure("rates", height: 424) { drawing in
        let bowl = try Bowl(curvatures: [1, 10]), start = [-9.0, 2], steps = 20
        let contours = try [0.5, 3, 9, 20, 36, 60, 90].map { try bowl.contour($0) }
        let panels: [(rate: Double, verdict: String)] = [
            (0.02, "creeps"), (0.15, "arrives"), (0.19, "swings"), (0.21, "diverges"),
        ]
        for (index, panel) in panels.enumerated() {
            let column = Double(index % 2), row = Double(index / 2)
            let frame = Frame(
                left: 36 + column * 312, top: 64 + row * 192, width: 276, height: 138, x: -10.5...3.5, y: -3.5...3.5)
            frame.axes(
                &drawing, x: Tick.at([-10, -8, -6, -4, -2, 0, 2]), y: Tick.at([-2, 0, 2]), labels: ("", ""))
            let path = try bowl.descent(from: start, rate: panel.rate, steps: steps)
            for contour in contours { frame.curve(&drawing, contour, class: "axis") }
            frame.curve(&drawing, path.map { ($0.weights[0], $0.weights[1]) }, class: "blue thin")
            drawing.clipped(frame.left, frame.top, width: frame.width, height: frame.height) { drawing in
                for place in path {
                    frame.dot(&drawing, place.weights[0], place.weights[1], radius: 2.6, class: "blue")
                }
            }
            frame.dot(&drawing, 0, 0, radius: 3.5, class: "red")
            drawing.text(frame.left, frame.top - 10, "η = \(panel.rate.written) \(panel.verdict)", class: "strong")
            drawing.text(frame.right, frame.top - 10, "R = \(path.last!.risk.written)", class: "note", anchor: .end)
        }
        drawing.text(
            36, 22,
            "\(steps) steps from R = \((try bowl.risk(at: start)).written); weight w₁ across, w₂ up, the minimum in red",
            class: "note")
    }
}
