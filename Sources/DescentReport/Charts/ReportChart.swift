/// A picture of numbers. It copes with any: what has no place is left out, and the chart says so.
public protocol ReportChart: Sendable {
    /// What stands above it.
    var title: String { get }
    /// A sentence below the title, or nothing.
    var note: String? { get }
    /// What it shows, for who cannot see it.
    var summary: String { get }
    /// The chart as HTML.
    var figure: String { get }
}

/// What the charts of this module are made by.
protocol DrawnChart: ReportChart {
    func drawn() -> Canvas
}

extension DrawnChart {
    public var figure: String {
        let canvas = drawn()
        let notes = ([note].compactMap { $0 } + canvas.remarks).joined(separator: " ")
        return """
            <figure class="chart">
            <figcaption><b>\(written(title))</b>\(notes.isEmpty ? "" : "<span>\(written(notes, longest: 1000))</span>")</figcaption>
            \(canvas.drawing.element(
                width: Canvas.width, height: canvas.height,
                label: ReadableText.of("\(title): \(summary)", longest: 1000)))
            </figure>
            """
    }
}
