import Descent
import DescentDrawing

extension Figure {
    /// The loss of both labels, against the prediction and against the score.
    static let crossEntropy = Figure("cross-entropy", height: 330) { drawing in
        let scores = NeuronCurve.scores(-5.5...5.5)
        let one = try NeuronCurve(.logistic, scores: scores, target: 1)
        let zero = try NeuronCurve(.logistic, scores: scores, target: 0)
        let even = one.outputs[scores.count / 2]

        let left = Frame(left: 40, top: 34, width: 270, height: 240, x: 0...1, y: 0...5)
        left.axes(
            &drawing, x: Tick.at([0, 0.25, 0.5, 0.75, 1]), y: Tick.at([0, 1, 2, 3, 4, 5]),
            labels: ("prediction ŷ", "loss ℓ"))
        left.curve(&drawing, one.points({ $0.prediction }, { $0.loss }), class: "blue")
        left.curve(&drawing, zero.points({ $0.prediction }, { $0.loss }), class: "red dashed")
        left.dot(&drawing, even.prediction, even.loss, class: "ink")
        left.label(&drawing, 0.2, 3, "−ln ŷ", class: "blue strong halo")
        left.label(&drawing, 0.2, 3, "y = 1", dy: 18, class: "blue halo")
        left.label(&drawing, 0.8, 3, "−ln(1 − ŷ)", class: "red strong halo", anchor: .end)
        left.label(&drawing, 0.8, 3, "y = 0", dy: 18, class: "red halo", anchor: .end)
        left.label(
            &drawing, even.prediction, even.loss, "ln 2 = \(even.loss.written)", dy: 25, class: "small",
            anchor: .middle)

        let right = Frame(left: 356, top: 34, width: 270, height: 240, x: -5...5, y: 0...5)
        right.axes(
            &drawing, x: Tick.at([-4, -2, 0, 2, 4]), y: Tick.at([0, 1, 2, 3, 4, 5]), labels: ("score z", "loss ℓ"))
        right.curve(&drawing, one.points({ $0.score }, { $0.loss }), class: "blue")
        right.curve(&drawing, zero.points({ $0.score }, { $0.loss }), class: "red dashed")
        right.dot(&drawing, even.score, even.loss, class: "ink")
        right.label(&drawing, -2.4, 3.2, "y = 1", class: "blue strong halo")
        right.label(&drawing, -2.4, 3.2, "slope ŷ − 1", dy: 18, class: "blue halo")
        right.label(&drawing, 2.4, 3.2, "y = 0", class: "red strong halo", anchor: .end)
        right.label(&drawing, 2.4, 3.2, "slope ŷ", dy: 18, class: "red halo", anchor: .end)
        right.label(
            &drawing, even.score, even.loss,
            "slopes \(even.residual.written) and \(zero.outputs[scores.count / 2].residual.written)",
            dx: 18, dy: 4, class: "small")
    }
}
