internal import Descent
internal import DescentFiles

/// What `inspect` tells of a table: which columns there are, what is in them, and the first rows.
struct InspectedTable {
    private let summary: CSVSummary
    private let separator: UInt8

    init(_ path: String, _ options: CSVOptions) throws(FileError) {
        // A file that is truncated meanwhile is an error; the handler of SIGBUS is this program's own.
        summary = try CSVSummary(path, options, reading: .guarded)
        separator = options.separator
    }

    /// For programs.
    var members: [(String, JSON)] {
        [
            ("kind", .string("table")), ("rows", .integer(summary.rows)), ("separator", .string(separatorText)),
            ("columns", .array(summary.columns.map { .object(Self.members($0)) })),
            ("firstRows", .array(summary.firstRows.map { .array($0.map { .string($0) }) })),
        ]
    }

    private static func members(_ column: CSVSummary.Column) -> [(String, JSON)] {
        [
            ("name", .string(column.name)), ("type", .string(column.kind.rawValue)),
            ("missing", .integer(column.missing)), ("levels", column.levels.map { .integer($0) } ?? .null),
            ("low", .number(column.range?.lowerBound)), ("high", .number(column.range?.upperBound)),
            ("texts", .array(column.texts.map { .string($0) })),
        ]
    }

    /// For people.
    var text: String {
        var columns = [["column", "type", "missing", "levels", "values"]]
        columns += summary.columns.map { column in
            let isTexts = column.kind == .text || column.kind == .boolean
            let levels = isTexts ? column.levels.map { "\($0)" } ?? "more than 10000" : ""
            return [
                column.name.shown, column.kind.rawValue, column.missing == 0 ? "" : "\(column.missing)", levels,
                Self.values(column),
            ]
        }
        let rows = [summary.columns.map(\.name.shown)] + summary.firstRows.map { $0.map(\.shown) }
        let facts = [["kind", "table"], ["rows", "\(summary.rows)"], ["separator", separatorText]]
        return [facts, columns, rows].map(Self.aligned).joined(separator: "\n\n")
    }

    private var separatorText: String { separator == 0x09 ? "tab" : String(UnicodeScalar(separator)) }

    private static func values(_ column: CSVSummary.Column) -> String {
        if let range = column.range { return "\(range.lowerBound) … \(range.upperBound)" }
        let shown = column.texts.prefix(4).map(\.shown).joined(separator: ", ")
        return shown + (column.texts.count > 4 ? ", …" : "")
    }

    /// Columns of one width each, of which what is too long is cut.
    private static func aligned(_ rows: [[String]]) -> String {
        let most = 40
        let cut = rows.map { $0.map { $0.count > most ? $0.prefix(most - 1) + "…" : $0 } }
        let widths = cut[0].indices.map { column in cut.map { $0[column].count }.max() ?? 0 }
        return cut.map { row in
            let line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
