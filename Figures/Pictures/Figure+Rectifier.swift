import Descent
import DescentDrawing

extension Figure {
    /// max(0, z) and its slope, in two pieces.
    static let rectifier = Figure("rectifier", height: 340) { drawing in
        let frame = Frame(left: 52, top: 34, width: 560, height: 252, x: -3...3, y: -0.3...2.4)
        frame.axes(
            &drawing, x: Tick.at([-3, -2, -1, 0, 1, 2, 3]), y: Tick.at([0, 1, 2]),
            labels: ("score z", "prediction ŷ and its slope"))
        let curve = try NeuronCurve(.relu, scores: NeuronCurve.scores(-3...3), target: 1)
        let pieces = [curve.outputs.filter { $0.score <= 0 }, curve.outputs.filter { $0.score > 0 }]
        frame.curve(&drawing, curve.points({ $0.score }, { $0.prediction }), class: "blue")
        for piece in pieces {
            frame.curve(&drawing, piece.map { ($0.score, $0.outputGradient ?? 0) }, class: "red dashed")
        }
        let corner = pieces[0].last!, living = pieces[1].first!
        frame.dot(&drawing, corner.score, living.outputGradient ?? 0, class: "red open")
        frame.dot(&drawing, corner.score, corner.outputGradient ?? 0, class: "red")
        frame.label(&drawing, 1.7, 1.7, "max(0, z)", dx: -10, dy: -4, class: "blue strong halo", anchor: .end)
        frame.label(&drawing, 1.15, 1, "slope 1: all flows back", dy: 20, class: "red halo")
        frame.label(&drawing, -3, 0, "slope 0: nothing flows back", dx: 8, dy: -10, class: "red halo")
        frame.label(&drawing, 0, 0, "at 0 the library takes 0", dx: 10, dy: 18, class: "small")
    }
}
