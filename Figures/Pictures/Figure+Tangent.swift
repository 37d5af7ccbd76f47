import Descent
import DescentDrawing

extension Figure {
    /// f(x) = x², its tangent at x = 2, and the steps that go down from there.
    static let tangent = Figure("tangent", height: 380) { drawing in
        let frame = Frame(left: 52, top: 34, width: 560, height: 292, x: -2.5...3, y: 0...6.5)
        frame.axes(
            &drawing, x: Tick.at([-2, -1, 0, 1, 2, 3]), y: Tick.at([0, 1, 2, 3, 4, 5, 6]), labels: ("x", "f(x)"))
        // (ŷ − y)² of a linear neuron is z² where y = 0.
        let parabola = try NeuronCurve(.linear(.squared), scores: NeuronCurve.scores(-2.5...3), target: 0)
        frame.curve(&drawing, parabola.points({ $0.score }, { $0.loss }), class: "blue")

        let steps = try Layer(neuron: .linear(.squared), weights: [2.0], bias: nil)
            .derivation([1], target: 0, rate: 0.1, steps: 8).steps
        let start = steps[0].before, first = steps[0].after
        let (x, f, slope) = (start.parameters[0], start.loss, start.gradient[0])
        frame.curve(&drawing, [0.5, 3].map { ($0, f + slope * ($0 - x)) }, class: "red dashed")
        for step in steps.dropFirst() {
            frame.dot(&drawing, step.after.parameters[0], step.after.loss, radius: 3, class: "ink")
        }
        for pass in [start, first] {
            frame.curve(&drawing, [(pass.parameters[0], 0), (pass.parameters[0], pass.loss)], class: "guide")
            frame.dot(&drawing, pass.parameters[0], pass.loss, class: "ink")
        }
        drawing.arrow(from: frame.at(x, 0.35), to: frame.at(first.parameters[0], 0.35), class: "green")
        frame.label(&drawing, x, 1.4, "the step", dx: 10, class: "green strong halo")
        frame.label(&drawing, x, 1.4, "−η · slope =", dx: 10, dy: 20, class: "green halo")
        frame.label(
            &drawing, x, 1.4, "−0.1 · \(slope.written) = \(steps[0].change[0].written)", dx: 10, dy: 38,
            class: "green halo")
        frame.label(
            &drawing, x, f, "x = \(x.written), f = \(f.written), slope \(slope.written)", dx: -14, dy: -2,
            class: "ink halo", anchor: .end)
        frame.label(
            &drawing, first.parameters[0], first.loss,
            "x = \(first.parameters[0].written), f = \(first.loss.written)", dx: -14, dy: -2, class: "ink halo",
            anchor: .end)
        frame.label(&drawing, 2.45, 5.8, "tangent", dx: -12, class: "red strong halo", anchor: .end)
        frame.label(&drawing, -2.2, 4.84, "f(x) = x²", dx: 12, class: "blue strong halo")
    }
}
