internal import DescentDrawing

/// The names of lines above a chart, in rows.
struct Legend {
    private struct Entry {
        let name: String
        let style: Int
        let x: Double
        let row: Int
    }

    private var entries: [Entry] = []

    /// - Parameter names: with the number of the line's style.
    init(_ names: [(name: String, style: Int)], _ width: Double) {
        var x = 4.0, row = 0
        for (name, style) in names {
            let name = TextWidth.fit(name, into: width - 50, size: Canvas.size)
            let size = 30 + TextWidth.of(name, size: Canvas.size)
            if x > 4, x + size > width - 4 { (x, row) = (4, row + 1) }
            entries.append(Entry(name: name, style: style, x: x, row: row))
            x += size + 14
        }
    }

    var height: Double { entries.isEmpty ? 0 : Double((entries.last?.row ?? 0) + 1) * Canvas.row + 4 }

    func draw(_ drawing: inout Drawing) {
        for entry in entries {
            let y = 13 + Double(entry.row) * Canvas.row
            drawing.line([(entry.x, y - 4), (entry.x + 24, y - 4)], class: LineStyle.line(entry.style))
            drawing.text(entry.x + 30, y, entry.name, class: "name")
        }
    }
}
