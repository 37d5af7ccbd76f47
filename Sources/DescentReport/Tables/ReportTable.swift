/// Rows under the names of columns. Numbers stand right, one point below another.
public struct ReportTable: Sendable {
    public enum Cell: Sendable {
        case text(String)
        /// To four digits.
        case number(Double)
        case fixed(Double, decimals: Int)
        case count(Int)
        /// A count of samples, which weights may have made a fraction.
        case weight(Double)
        case percent(Double)
        /// A P-value: one that is too small to be known is said to be below 2e-16.
        case probability(Double)
        /// Nothing to say.
        case missing
    }

    let title: String?
    let columns: [String]
    let rows: [[Cell]]
    let limit: Int
    let note: String?

    /// - Parameters:
    ///   - rows: of as many cells as there are columns; missing ones are empty, and more are not shown. The first cell names
    ///     its row.
    ///   - limit: how many rows are shown, at least 1; the table says how many are not. Default 200.
    public init(title: String? = nil, columns: [String], rows: [[Cell]], limit: Int = 200, note: String? = nil) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.limit = max(1, limit)
        self.note = note
    }

    var html: String {
        if columns.isEmpty || rows.isEmpty { return TableFigure.empty(title: title, "No rows to show") }
        let shown = rows.prefix(limit)
        let alignments = columns.indices.map { ColumnAlignment(of: shown, $0) }
        let head = zip(columns, alignments).map { name, alignment in
            "<th scope=\"col\"\(alignment.isNumeric ? " class=\"n\"" : "")>\(written(name, longest: 80))</th>"
        }.joined()
        let body = shown.map { row in
            let cells = columns.indices.map { column in
                cell(row.indices.contains(column) ? row[column] : .missing, alignments[column], isName: column == 0)
            }
            return "<tr>\(cells.joined())</tr>"
        }.joined(separator: "\n")
        let left = rows.count - shown.count
        let remark = left > 0 ? "The first \(Number.text(shown.count)) of \(Number.text(rows.count)) rows." : nil
        return TableFigure.html(
            title: title, notes: [note, remark], isShort: shown.count <= 24,
            "<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)\n</tbody>")
    }

    private func cell(_ cell: Cell, _ alignment: ColumnAlignment, isName: Bool) -> String {
        let (open, close) = isName ? ("<th scope=\"row\"", "</th>") : ("<td", "</td>")
        if case .text(let text) = cell { return "\(open)><bdi>\(written(text, longest: 80))</bdi>\(close)" }
        let number = ColumnAlignment.word(cell)
        return "\(open) class=\"n\"\(alignment.padding(number))>\(written(number))\(close)"
    }
}
