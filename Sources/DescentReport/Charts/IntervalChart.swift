internal import DescentDrawing

/// Numbers with their intervals, one in a row, beside 0: the coefficients of a fit.
public struct IntervalChart: DrawnChart {
    public struct Row: Sendable {
        let name: String
        let value: Double
        let interval: (low: Double, high: Double)?

        /// - Parameter interval: nil where it is not known; an end may be infinite.
        public init(_ name: String, _ value: Double, interval: (low: Double, high: Double)? = nil) {
            self.name = name
            self.value = value
            self.interval = interval.flatMap { $0.low <= $0.high ? $0 : nil }
        }
    }

    public let title: String
    public let note: String?
    let rows: [Row]
    let limit: Int
    let axis: String
    let order: Order

    /// Which rows come first.
    public enum Order: Sendable {
        /// The largest: numbers that are compared with 0, which is marked.
        case size
        /// As they are given: levels of a category, say. Where 0 is far away it is not shown.
        case given
    }

    /// - Parameters:
    ///   - rows: what is drawn.
    ///   - axis: what the numbers are.
    ///   - limit: how many are drawn, at least 1. Default 30.
    public init(
        title: String, rows: [Row], axis: String = "coefficient", order: Order = .size, limit: Int = 30,
        note: String? = nil
    ) {
        self.title = title
        self.rows = rows
        self.axis = axis
        self.order = order
        self.limit = max(1, limit)
        self.note = note
    }

    public var summary: String {
        "\(Number.text(shown.count)) of \(Number.text(rows.count))\(order == .size ? ", largest first" : ""); "
            + shown.prefix(10).map { row in
                "\(ReadableText.of(row.name, longest: 40)) \(Number.text(row.value))"
                    + (row.interval.map { " from \(Number.text($0.low)) to \(Number.text($0.high))" } ?? "")
            }.joined(separator: "; ")
    }

    private var placed: [Row] { rows.filter { $0.value.magnitude <= 1e300 } }

    /// Equal sizes stay in the order given.
    private var shown: [Row] {
        if order == .given { return Array(placed.prefix(limit)) }
        return Array(
            placed.enumerated().sorted { left, right in
                (-left.element.value.magnitude, left.offset) < (-right.element.value.magnitude, right.offset)
            }.map(\.element).prefix(limit))
    }

    func drawn(_ width: Double) -> Canvas {
        let shown = shown
        guard !shown.isEmpty else {
            var canvas = Canvas.empty("No values to show", width)
            remarks(&canvas, shown: 0, cut: 0, hollow: 0)
            return canvas
        }
        var canvas = Canvas(width)
        let scale = Scale(ChartAxis(axis), showing: extent(shown))
        let names = shown.map { TextWidth.fit($0.name, into: width * 0.4, size: Canvas.size) }
        let left = 12 + (names.map { TextWidth.of($0, size: Canvas.size) }.max() ?? 0), length = width - 16 - left
        let bottom = 8 + Canvas.row * Double(shown.count)
        func across(_ value: Double) -> Double { left + length * scale.place(value) }
        for tick in scale.ticks(across: length, size: Canvas.small) {
            let place = across(tick.value)
            canvas.drawing.line([(place, 4), (place, bottom)], class: "grid")
            canvas.drawing.text(
                Canvas.middle(of: tick.word, at: place, in: width), bottom + 18, tick.word, class: "tick",
                anchor: .middle)
        }
        canvas.drawing.line([(left, bottom), (left + width, bottom)], class: "axis")
        canvas.drawing.line([(across(0), 4), (across(0), bottom)], class: "zero")
        canvas.drawing.text(
            left + length, bottom + 39, TextWidth.fit(axis, into: left + length - 8, size: Canvas.size), class: "label",
            anchor: .end
        )
        var cut = 0, hollow = 0
        for (index, row) in shown.enumerated() {
            let y = 8 + Canvas.row * (Double(index) + 0.5)
            canvas.drawing.text(left - 8, y + 4.5, names[index], class: "name", anchor: .end)
            if let interval = row.interval, draw(interval, y, &canvas.drawing, scale, across) { cut += 1 }
            let hasZero = order == .size && row.interval.map { $0.low <= 0 && $0.high >= 0 } ?? false
            if hasZero { hollow += 1 }
            canvas.drawing.circle(across(row.value), y, radius: 3.6, class: hasZero ? "open d0" : LineStyle.dot(0))
        }
        canvas.height = bottom + 50
        remarks(&canvas, shown: shown.count, cut: cut, hollow: hollow)
        return canvas
    }

    /// All values, all intervals, and 0 where it matters. Where one row is so much wider than most that it would leave them no room,
    /// the axis ends at some times their size, and what goes on has an arrow there.
    private func extent(_ rows: [Row]) -> [Double] {
        let ends = rows.flatMap { [$0.interval?.low, $0.interval?.high].compactMap { $0 } }
        let values = rows.map(\.value), sizes = ends.filter(\.isFinite).map(\.magnitude).sorted()
        let usual = sizes.isEmpty ? 0 : min(sizes[sizes.count / 2], 1e298)
        let least = 1.2 * (values.map(\.magnitude).max() ?? 0)
        let isWithin = (sizes.last ?? 0) <= max(Self.mostTimes * usual, least)
        let most = isWithin ? max(sizes.last ?? 0, least) : max(Self.timesShown * usual, least)
        return values + ends.map { min(most, max(-most, $0)) } + (order == .size ? [0] : [])
    }

    /// Of the size of most intervals: how large others may be, and what is shown of larger ones.
    private static let mostTimes = 20.0, timesShown = 8.0

    /// Returns whether the interval goes on outside.
    private func draw(
        _ interval: (low: Double, high: Double), _ y: Double, _ drawing: inout Drawing, _ scale: Scale,
        _ across: (Double) -> Double
    ) -> Bool {
        let low = max(interval.low, scale.range.lowerBound), high = min(interval.high, scale.range.upperBound)
        guard low <= high else { return true }
        drawing.line([(across(low), y), (across(high), y)], class: "interval")
        let middle = (across(low) + across(high)) / 2
        if low > interval.low { drawing.arrow(from: (middle, y), to: (across(low), y), class: "head", head: 7) }
        if high < interval.high { drawing.arrow(from: (middle, y), to: (across(high), y), class: "head", head: 7) }
        return low > interval.low || high < interval.high
    }

    private func remarks(_ canvas: inout Canvas, shown: Int, cut: Int, hollow: Int) {
        if placed.count > shown, shown > 0 {
            canvas.remarks.append(
                "The \(Number.text(shown)) largest of \(Number.text(placed.count)); "
                    + "\(Number.text(placed.count - shown)) smaller ones are not shown.")
        }
        canvas.remark(leftOut: rows.count - placed.count, ("value", "values"), because: "not finite or too large")
        if hollow > 0 { canvas.remarks.append("Hollow where 0 is within the interval.") }
        if cut > 0 { canvas.remarks.append("An arrow is an interval that goes on outside.") }
    }
}
