internal import DescentDrawing

/// How often each count occurs, hung from how often a model expects it: a bar that ends above the line is a count that was seen less
/// often than expected, one that reaches below it was seen more often. Heights are square roots, so that rare counts are seen.
public struct RootogramChart: DrawnChart {
    public struct Bar: Sendable {
        let name: String
        let observed: Double
        let expected: Double

        /// - Parameters:
        ///   - name: the count, or the counts, that it stands for.
        ///   - observed: how many samples have it.
        ///   - expected: how many the model expects.
        public init(_ name: String, observed: Double, expected: Double) {
            self.name = name
            self.observed = observed
            self.expected = expected
        }
    }

    public let title: String
    public let note: String?
    let bars: [Bar]
    let axis: String

    public init(title: String, bars: [Bar], axis: String, note: String? = nil) {
        self.title = title
        self.bars = bars
        self.axis = axis
        self.note = note
    }

    public var summary: String {
        "how often each value was seen and expected; "
            + bars.prefix(12).map {
                "\(ReadableText.of($0.name, longest: 20)): \(Number.text($0.observed)) and \(Number.text($0.expected, digits: 3))"
            }.joined(separator: "; ")
    }

    func drawn(_ width: Double) -> Canvas {
        let shown = bars.filter { (0...1e300).contains($0.observed) && (0...1e300).contains($0.expected) }
        guard !shown.isEmpty else { return .empty("No values to show", width) }
        var canvas = Canvas(width)
        let tops = shown.map { $0.expected.squareRoot() }, hangs = shown.map { $0.observed.squareRoot() }
        let ends = zip(tops, hangs).map { $0 - $1 }
        let area = PlotArea(
            x: Scale(ChartAxis(axis, range: 0...Double(shown.count)), showing: []),
            y: Scale(ChartAxis("√ of samples"), showing: tops + ends + [0]), top: 0, canvas: width)
        area.axes(&canvas.drawing, withMarks: false)
        let step = area.width / Double(shown.count)
        for index in shown.indices {
            let left = area.left + step * Double(index), gap = min(3, step / 6)
            let high = area.at(0, tops[index]).y, low = area.at(0, ends[index]).y
            canvas.drawing.bar(left + gap, high, width: step - 2 * gap, height: max(0.5, low - high), class: "bin")
        }
        let zero = area.at(0, 0).y
        canvas.drawing.line([(area.left, zero), (area.right, zero)], class: "zero")
        let line = shown.indices.map { (area.left + step * (Double($0) + 0.5), area.at(0, tops[$0]).y) }
        if line.count > 1 { canvas.drawing.line(line, class: LineStyle.line(1)) }
        for place in line { canvas.drawing.circle(place.0, place.1, radius: 2.4, class: LineStyle.dot(1)) }
        names(of: shown, step, &canvas.drawing, area)
        canvas.height = area.end
        return canvas
    }

    /// As many names as have room beside each other.
    private func names(of shown: [Bar], _ step: Double, _ drawing: inout Drawing, _ area: PlotArea) {
        let widest = shown.map { TextWidth.of($0.name, size: Canvas.small) }.max() ?? 0
        let every = max(1, Int(((widest + 6) / step).rounded(.up)))
        for index in shown.indices where index % every == 0 {
            let place = area.left + step * (Double(index) + 0.5)
            drawing.text(
                Canvas.middle(of: shown[index].name, at: place, in: area.right + 16), area.bottom + 18,
                ReadableText.of(shown[index].name, longest: 20), class: "tick", anchor: .middle)
        }
    }
}
