/// A picture of numbers. It copes with any: what has no place is left out, and the chart says so.
public protocol ReportChart: Sendable {
    /// What stands above it.
    var title: String { get }
    /// A sentence below the title, or nothing.
    var note: String? { get }
    /// What it shows, for who cannot see it.
    var summary: String { get }
    /// The chart as HTML, for a place beside another.
    var figure: String { get }
    /// The same for a row of its own.
    var wideFigure: String { get }
}

/// What the charts of this module are made by.
protocol DrawnChart: ReportChart {
    func drawn(_ width: Double) -> Canvas
}

extension DrawnChart {
    public var figure: String { figure("chart", [("", Canvas.narrow)]) }

    /// Drawn twice, of which a page shows what it has room for: one picture would have words of twice the size, or half.
    public var wideFigure: String {
        figure("chart alone", [(" for-narrow", Canvas.narrow), (" for-wide", Canvas.wide)])
    }

    private func figure(_ kind: String, _ sizes: [(place: String, width: Double)]) -> String {
        let canvases = sizes.map { drawn($0.width) }
        let notes = ([note].compactMap { $0 } + canvases[0].remarks).joined(separator: " ")
        let pictures = zip(sizes, canvases).map { size, canvas in
            let picture = canvas.drawing.element(
                width: canvas.width, height: canvas.height,
                label: ReadableText.of("\(title): \(summary)", longest: 1000))
            return "<div class=\"picture\(size.place)\">\(picture)</div>"
        }
        return """
            <figure class="\(kind)">
            <figcaption><b>\(written(title))</b>\(notes.isEmpty ? "" : "<span>\(written(notes, longest: 1000))</span>")</figcaption>
            \(pictures.joined(separator: "\n"))
            </figure>
            """
    }
}
