internal import DescentDrawing

/// Rows under the names of columns. Numbers stand right, one point below another.
public struct ReportTable: Sendable {
    public enum Cell: Sendable {
        case text(String)
        case number(Double)
        case count(Int)
        /// A count of samples, which weights may have made a fraction.
        case weight(Double)
        case percent(Double)
        /// Nothing to say.
        case none
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
        let shown = rows.prefix(limit)
        let alignments = columns.indices.map { Alignment(of: shown, $0) }
        let head = zip(columns, alignments).map { name, alignment in
            "<th scope=\"col\"\(alignment.isNumeric ? " class=\"n\"" : "")>\(written(name, longest: 80))</th>"
        }.joined()
        let body = shown.map { row in
            let cells = columns.indices.map { column in
                cell(row.indices.contains(column) ? row[column] : .none, alignments[column], isName: column == 0)
            }
            return "<tr>\(cells.joined())</tr>"
        }.joined(separator: "\n")
        let left = rows.count - shown.count
        let remark = left > 0 ? "The first \(Number.text(shown.count)) of \(Number.text(rows.count)) rows." : nil
        return TableFigure.html(
            title: title, notes: [note, remark], isShort: shown.count <= 24,
            "<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)\n</tbody>")
    }

    private func cell(_ cell: Cell, _ alignment: Alignment, isName: Bool) -> String {
        let (open, close) = isName ? ("<th scope=\"row\"", "</th>") : ("<td", "</td>")
        if case .text(let text) = cell { return "\(open)><bdi>\(written(text, longest: 80))</bdi>\(close)" }
        let number = Alignment.word(cell)
        return "\(open) class=\"n\"\(alignment.padding(number))>\(number)\(close)"
    }
}

/// What brings the points of a column's numbers below each other.
struct Alignment {
    private(set) var isNumeric = true
    private var decimals = 0

    init(of rows: some Collection<[ReportTable.Cell]>, _ column: Int) {
        for row in rows where row.indices.contains(column) {
            if case .text = row[column] { isNumeric = false }
            decimals = max(decimals, Self.decimals(Self.word(row[column])) ?? 0)
        }
        if rows.isEmpty { isNumeric = false }
    }

    static func word(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): text
        case .number(let value): Number.text(value)
        case .count(let count): Number.text(count)
        case .weight(let weight): Number.count(weight)
        case .percent(let share): Number.percent(share)
        case .none: "–"
        }
    }

    /// As wide as the digits that the number lacks behind its point; a point is about half a digit.
    func padding(_ word: String) -> String {
        guard decimals > 0, let own = Self.decimals(word), own < decimals else { return "" }
        let tenths = (decimals - own) * 10 + (own == 0 ? 5 : 0)
        return " style=\"padding-right:calc(.7rem + \(tenths / 10).\(tenths % 10)ch)\""
    }

    /// Behind the point; nil for words and for powers of ten, which stand at the edge.
    private static func decimals(_ word: String) -> Int? {
        guard word.contains(where: \.isNumber), !word.contains("×"), !word.contains("%") else { return nil }
        return word.split(separator: ".").dropFirst().first?.count ?? 0
    }
}

/// A table with its title and remarks, in a box of its own that scrolls where the page is too narrow.
enum TableFigure {
    static func html(title: String?, notes: [String?], isShort: Bool, class kind: String = "", _ content: String)
        -> String
    {
        let notes = notes.compactMap { $0 }.joined(separator: " ")
        let name = title.map { "<b>\(written($0))</b>" } ?? ""
        let remark = notes.isEmpty ? "" : "<span>\(written(notes, longest: 1000))</span>"
        let caption = name.isEmpty && remark.isEmpty ? "" : "<figcaption>\(name)\(remark)</figcaption>\n"
        // With a tab stop, so that who has no pointer can scroll it.
        let label = escaped(ReadableText.of(title ?? "table"), inAttribute: true)
        return """
            <figure class="table\(isShort ? " short" : "")">
            \(caption)<div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table\(kind.isEmpty ? "" : " class=\"\(kind)\"")>
            \(content)
            </table></div>
            </figure>
            """
    }
}
