internal import DescentDrawing

/// The rectangle of a chart that holds its data, with a scale along two of its sides.
struct PlotArea {
    let left: Double
    let top: Double
    let width: Double
    let height: Double
    let x: Scale
    let y: Scale

    var right: Double { left + width }
    var bottom: Double { top + height }

    /// Below the words of the horizontal axis.
    var end: Double { bottom + 50 }

    /// In a chart of the usual width, with room for the words of the vertical axis on the left.
    init(x: Scale, y: Scale, top: Double, height: Double = 220, least: Double = 40, canvas: Double) {
        (self.x, self.y, self.height) = (x, y, height)
        // The title of the vertical axis is above it.
        self.top = top + 26
        let words = y.ticks(atMost: Self.count(height)).map { TextWidth.of($0.word, size: Canvas.small) }
        left = max(least, 14 + (words.max() ?? 0))
        width = canvas - 16 - left
    }

    private static func count(_ height: Double) -> Int { Int(height / 40) }

    /// Where a pair of numbers is; both axes must hold them.
    func at(_ x: Double, _ y: Double) -> Drawing.Point {
        // A point far outside is cut anyway, and its digits would fill the page.
        (
            left + width * min(9, max(-9, self.x.place(x))),
            bottom - height * min(9, max(-9, self.y.place(y)))
        )
    }

    /// - Parameter withMarks: whether the horizontal axis has marks; one of names has none.
    func axes(_ drawing: inout Drawing, withMarks: Bool = true) {
        for tick in withMarks ? x.ticks(across: width, size: Canvas.small) : [] {
            let place = left + width * x.place(tick.value)
            drawing.line([(place, top), (place, bottom)], class: "grid")
            drawing.text(
                Canvas.middle(of: tick.word, at: place, in: right + 16), bottom + 18, tick.word, class: "tick",
                anchor: .middle)
        }
        for tick in y.ticks(atMost: Self.count(height)) {
            let place = bottom - height * y.place(tick.value)
            drawing.line([(left, place), (right, place)], class: "grid")
            drawing.text(left - 7, place + 4.5, tick.word, class: "tick", anchor: .end)
        }
        drawing.line([(left, top), (left, bottom), (right, bottom)], class: "axis")
        drawing.text(
            right, bottom + 39, TextWidth.fit(x.axis.title, into: right - 8, size: Canvas.size), class: "label",
            anchor: .end)
        drawing.text(4, top - 12, TextWidth.fit(y.axis.title, into: right - 8, size: Canvas.size), class: "label")
    }

    /// What is drawn inside and must not leave it.
    func clipped(_ drawing: inout Drawing, _ body: (inout Drawing) -> Void) {
        drawing.clipped(left, top, width: width, height: height, body)
    }
}
