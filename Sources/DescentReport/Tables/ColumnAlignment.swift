/// What brings the points of a column's numbers below each other.
struct ColumnAlignment {
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
        case .fixed(let value, let decimals): Number.fixed(value, decimals: decimals)
        case .count(let count): Number.text(count)
        case .weight(let weight): Number.count(weight)
        case .percent(let share): Number.percent(share)
        case .probability(let p): Number.probability(p)
        case .missing: "–"
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
        guard word.contains(where: \.isNumber), !word.contains("×"), !word.contains("%"), !word.contains("<") else {
            return nil
        }
        return word.split(separator: ".").dropFirst().first?.count ?? 0
    }
}
