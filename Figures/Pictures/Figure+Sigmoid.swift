import Descent
import DescentDrawing

extension Figure {
    /// σ and its slope.
    static let sigmoid = Figure("sigmoid", height: 310) { drawing in
        let frame = Frame(left: 52, top: 34, width: 568, height: 222, x: -6...6, y: 0...1)
        frame.axes(
            &drawing, x: Tick.at([-6, -4, -2, 0, 2, 4, 6]),
            y: [Tick(0, "0"), Tick(0.25, "¼"), Tick(0.5, "½"), Tick(0.75, "¾"), Tick(1, "1")],
            labels: ("score z", "prediction ŷ and its slope"))
        let curve = try NeuronCurve(.logistic, scores: NeuronCurve.scores(-6...6), target: 1)
        frame.curve(&drawing, [(0, 0), (0, 1)], class: "guide")
        frame.curve(&drawing, curve.points({ $0.score }, { $0.prediction }), class: "blue")
        frame.curve(&drawing, curve.points({ $0.score }, { $0.outputGradient ?? 0 }), class: "red dashed")
        let middle = curve.outputs[curve.outputs.count / 2], slope = middle.outputGradient ?? 0
        frame.dot(&drawing, middle.score, middle.prediction, class: "blue")
        frame.dot(&drawing, middle.score, slope, class: "red")
        frame.label(
            &drawing, 0, 0.82, "σ(z) = 1 / (1 + e⁻ᶻ)", dx: -14, class: "blue strong halo", anchor: .end)
        frame.label(&drawing, 2, 0.15, "σ′(z) = σ(z) (1 − σ(z))", dx: 4, class: "red strong halo")
        frame.label(&drawing, 0, 0.5, "σ(0) = \(middle.prediction.written)", dx: 10, dy: 14, class: "small")
        frame.label(&drawing, 0, slope, "σ′(0) = \(slope.written), the steepest", dx: 10, dy: -6, class: "small")
    }
}
