import DescentDrawing

/// A rectangle of the page with a range of numbers along each side.
struct Frame {
    let left: Double
    let top: Double
    let width: Double
    let height: Double
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    var right: Double { left + width }
    var bottom: Double { top + height }

    /// Where a pair of numbers is on the page.
    func at(_ x: Double, _ y: Double) -> Drawing.Point { (across(x), up(y)) }

    private func across(_ value: Double) -> Double {
        left + width * (value - x.lowerBound) / (x.upperBound - x.lowerBound)
    }

    private func up(_ value: Double) -> Double {
        bottom - height * (value - y.lowerBound) / (y.upperBound - y.lowerBound)
    }

    /// Lines at the ticks, their words, and what is along each side.
    func axes(
        _ drawing: inout Drawing, x xTicks: [Tick], y yTicks: [Tick], labels: (x: String, y: String)
    ) {
        for tick in xTicks {
            let place = across(tick.value)
            drawing.line([(place, top), (place, bottom)], class: "grid")
            drawing.text(place, bottom + 18, tick.word, anchor: .middle)
        }
        for tick in yTicks {
            let place = up(tick.value)
            drawing.line([(left, place), (right, place)], class: "grid")
            drawing.text(left - 8, place + 4.5, tick.word, anchor: .end)
        }
        drawing.line([(left, top), (left, bottom), (right, bottom)], class: "axis")
        drawing.text(right, bottom + 36, labels.x, class: "note", anchor: .end)
        drawing.text(left, top - 10, labels.y, class: "note")
    }

    /// A line through pairs of numbers, as far as it is inside.
    func curve(_ drawing: inout Drawing, _ points: [Drawing.Point], class kind: String) {
        drawing.clipped(left, top, width: width, height: height) { drawing in
            drawing.line(points.map { at($0.x, $0.y) }, class: kind)
        }
    }

    func dot(_ drawing: inout Drawing, _ x: Double, _ y: Double, radius: Double = 4.5, class kind: String) {
        let place = at(x, y)
        drawing.circle(place.x, place.y, radius: radius, class: kind)
    }

    /// Words beside a pair of numbers; `dx` and `dy` are on the page.
    func label(
        _ drawing: inout Drawing, _ x: Double, _ y: Double, _ text: String, dx: Double = 0, dy: Double = 0,
        class kind: String, anchor: Drawing.Anchor = .start
    ) {
        let place = at(x, y)
        drawing.text(place.x + dx, place.y + dy, text, class: kind, anchor: anchor)
    }
}
