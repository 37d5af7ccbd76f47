import Descent
import DescentDrawing

extension Figure {
    /// How far from the least loss each rule is after so many sweeps.
    static let rules = Figure("rules", height: 440) { drawing in
        let sweeps = 60, race = try RuleRace(sweeps: sweeps)
        let lanes: [(lane: RuleRace.Lane, kind: String)] = [
            (try race.lane("GradientDescent") { GradientDescent(rate: $0) }, "ink"),
            (try race.lane("NormalisedDescent") { NormalisedDescent(rate: $0) }, "ink dashed"),
            (try race.lane("Momentum") { Momentum(rate: $0) }, "blue"),
            (try race.lane("Nesterov") { Nesterov(rate: $0) }, "blue dashed"),
            (try race.lane("AdaGrad") { AdaGrad(rate: $0) }, "green"),
            (try race.lane("RMSProp") { RMSProp(rate: $0) }, "green dashed"),
            (try race.lane("Adadelta") { Adadelta(rate: $0) }, "green dotted"),
            (try race.lane("Adam") { Adam(rate: $0) }, "red"),
            (try race.lane("AdamW") { AdamW(rate: $0) }, "red dashed"),
            (try race.lane("AdaMax") { AdaMax(rate: $0) }, "purple"),
            (try race.lane("Nadam") { Nadam(rate: $0) }, "purple dashed"),
            (try race.lane("AMSGrad") { AMSGrad(rate: $0) }, "purple dotted"),
        ]
        let frame = Frame(left: 50, top: 34, width: 380, height: 350, x: 0...Double(sweeps), y: -8...0)
        frame.axes(
            &drawing, x: Tick.at([0, 10, 20, 30, 40, 50, 60]), y: Tick.powersOfTen(-8...0),
            labels: ("sweeps over the data", "loss above its least value, R − R*"))
        var labels: [(name: String, kind: String, end: Drawing.Point)] = []
        for (lane, kind) in lanes {
            let points = lane.excess.enumerated().map { (x: Double($0), y: Plane.decades(max($1, 1e-12))) }
            frame.curve(&drawing, points, class: kind + " thin")
            labels.append(("\(lane.name) \(lane.rate.written)", kind, frame.at(points.last!.x, points.last!.y)))
        }
        drawing.text(frame.right + 40, frame.top - 10, "rule and its rate η", class: "note")
        // From the top down, each at its line's end or below the label before it.
        var free = frame.top
        for label in labels.sorted(by: { $0.end.y < $1.end.y }) {
            let y = max(label.end.y, free)
            free = y + 17
            drawing.line([label.end, (frame.right + 14, y), (frame.right + 34, y)], class: label.kind + " thin")
            drawing.text(frame.right + 40, y + 4.5, label.name, class: label.kind)
        }
    }
}
