/// A part of a section.
public enum ReportBlock: Sendable {
    /// Names with what they are, side by side: what a reader looks for first.
    case facts([(name: String, value: String)])
    case table(ReportTable)
    /// Charts in a row stand beside each other where there is room.
    case chart(any ReportChart)
    case confusion(ConfusionTable)
    case note(String)
    /// A heading within the section.
    case heading(String)
    /// A line of a derivation.
    case equation(Equation)
    /// What the reader must know before believing a number.
    case warning(String)

    var html: String {
        switch self {
        case .facts(let facts): Self.list(facts)
        case .table(let table): table.html
        case .chart(let chart): chart.figure
        case .confusion(let table): table.html
        case .heading(let text): "<h3>\(written(text))</h3>"
        case .equation(let equation): equation.html
        case .note(let text): "<p>\(written(text, longest: Self.longest))</p>"
        case .warning(let text):
            "<p class=\"warning\" role=\"note\"><b>Warning</b> \(written(text, longest: Self.longest))</p>"
        }
    }

    private static let longest = 4000

    private static func list(_ facts: [(name: String, value: String)]) -> String {
        guard !facts.isEmpty else { return "" }
        let entries = facts.map { name, value in
            // A long one takes the room of several.
            let kind = value.count > 40 ? " class=\"longer\"" : value.count > 16 ? " class=\"long\"" : ""
            return
                "<div\(kind)><dt>\(written(name, longest: 80))</dt><dd><bdi>\(written(value, longest: 200))</bdi></dd></div>"
        }
        return "<dl>\n\(entries.joined(separator: "\n"))\n</dl>"
    }
}
