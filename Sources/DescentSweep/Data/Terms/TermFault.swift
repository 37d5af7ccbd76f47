internal import DescentAlgebra

/// What is wrong with a term, before it is said where in the formula it stands.
struct TermFault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension Table {
    /// That a column is not there, and those whose names come closest.
    package func noColumn(_ name: String) -> String {
        let shown = "there is no column '\(name.shown)'"
        let near = nearest(to: name)
        if near.isEmpty { return shown + (columnNames.isEmpty ? "; the table has none" : "") }
        return shown + "; the nearest \(near.count == 1 ? "is" : "are") "
            + near.map { "'\($0.shown)'" }.joined(separator: ", ")
    }

    /// The three whose names take the fewest changes of a letter, of which about a third may.
    private func nearest(to name: String) -> [String] {
        let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
        return columnNames.prefix(10_000).map { column in
            (column, Self.changes(wanted, Array(column.lowercased().unicodeScalars.prefix(64))))
        }
        .filter { $0.1 <= max(1, (max(wanted.count, $0.0.unicodeScalars.count) + 2) / 3) }
        .sorted { $0.1 < $1.1 }.prefix(3).map(\.0)
    }

    /// Letters to insert, remove or replace, by the table of all pairs of beginnings, a row at a time.
    private static func changes(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = corner + (letter == other ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(replaced, min(row[j], corner) + 1)
            }
        }
        return row[b.count]
    }
}
