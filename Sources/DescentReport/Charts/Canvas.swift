internal import DescentDrawing

/// A chart on its way to the page. All of one place have one width, so that their words have one size.
struct Canvas {
    /// Beside another, and on a phone.
    static let narrow = 440.0
    /// Alone on a page: as wide as two and what is between them.
    static let wide = 900.0

    let width: Double
    /// Of names and titles, and of the words along axes. A phone shows them at four fifths.
    static let size = 14.0
    static let small = 13.0
    /// From one line of names to the next.
    static let row = 20.0

    init(_ width: Double) { self.width = width }

    /// The middle of a mark's word at a place across, moved where it would be cut.
    static func middle(of word: String, at place: Double, in width: Double) -> Double {
        let half = TextWidth.of(word, size: small) / 2
        return max(half, min(width - half, place))
    }

    var drawing = Drawing()
    var height = 0.0
    /// What could not be shown, in sentences.
    var remarks: [String] = []

    mutating func remark(leftOut count: Int, _ what: (one: String, many: String), because reason: String) {
        guard count > 0 else { return }
        remarks.append(
            count == 1
                ? "1 \(what.one) is not shown: \(reason)."
                : "\(Number.text(count)) \(what.many) are not shown: \(reason).")
    }

    /// Where there is nothing to draw.
    static func empty(_ words: String, _ width: Double) -> Canvas {
        var canvas = Canvas(width)
        canvas.drawing.text(width / 2, 62, words, class: "label", anchor: .middle)
        canvas.drawing.bar(0.5, 0.5, width: width - 1, height: 115, rounding: 6, class: "frame")
        canvas.height = 116
        return canvas
    }
}
