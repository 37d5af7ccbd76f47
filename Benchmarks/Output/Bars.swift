import DescentDrawing

/// Per case: the part of the read limit that it reaches, and how many times as fast as two whole products it is.
struct Bars {
    private let records: [Record]
    private let top: Double
    private let width: Double
    private static let row = 20.0

    init(_ records: [Record], top: Double, width: Double) {
        self.records = records
        self.top = top
        self.width = width
    }

    var bottom: Double { top + 24 + Self.row * Double(records.count) }

    func draw(into drawing: inout Drawing) {
        let names = 24.0
        panel(
            &drawing, "fraction of the read limit", left: 300, width: 250, atLeast: 1, "%.2f",
            records.map(\.readFraction))
        panel(
            &drawing, "times as fast as two whole products", left: 630, width: 250, atLeast: 2, "%.1f",
            records.map(\.versusTwoPass))
        for (index, record) in records.enumerated() {
            let name = record.spec.name.split(separator: "/").dropFirst().joined(separator: "  ")
            drawing.text(names, y(index) + 14, name)
        }
    }

    private func panel(
        _ drawing: inout Drawing, _ title: String, left: Double, width: Double, atLeast: Double,
        _ pattern: String, _ values: [Double?]
    ) {
        let largest = max(atLeast, values.compactMap { $0 }.max() ?? atLeast)
        drawing.text(left, top + 8, title, class: "note")
        // Where the limit, or a tie, is.
        let mark = left + width / largest
        drawing.line([(mark, top + 16), (mark, bottom)], class: "mark")
        for (index, value) in values.enumerated() {
            guard let value else {
                drawing.text(left, y(index) + 14, "not measured", class: "small")
                continue
            }
            let end = left + width * value / largest
            drawing.bar(
                left, y(index) + 3, width: end - left, height: Self.row - 6,
                class: "\(records[index].spec.precision)")
            // Not on the mark.
            let label = end > mark - 32 && end < mark ? mark : end
            drawing.text(label + 6, y(index) + 14, format(value, pattern), class: "small")
        }
    }

    private func y(_ index: Int) -> Double { top + 20 + Self.row * Double(index) }
}
