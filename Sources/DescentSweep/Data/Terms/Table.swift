public import DescentAlgebra

/// Columns with names, in memory as small as they are: numbers of any type, and categories as indices of their levels.
///
///     let table = try Table([
///         "bought": .numbers([1, 0, 0, 1]), "age": .numbers([34, 51, 28, 45]),
///         "city": .texts(["Rome", "Oslo", "Rome", "Bonn"]),
///     ])
///
/// What a fit makes of them is written as `Terms`.
public struct Table: Sendable {
    /// In the order that they were given in.
    public private(set) var columnNames: [String]
    /// Values of every column.
    public let sampleCount: Int
    private var columns: [String: Column]

    /// Columns by name, in order.
    ///
    /// - Throws: `illegalOption` for two columns of one name, columns of different lengths, numbers of a type that is none of numbers,
    ///   and categories whose indices or levels are not what they should be.
    public init(_ columns: KeyValuePairs<String, Column>) throws(DescentError) {
        try self.init(names: columns.map(\.key), columns: columns.map(\.value))
    }

    /// Columns and as many names. Throws as the other initialiser, and `mismatch` for another number of names.
    public init(names: [String], columns: [Column]) throws(DescentError) {
        guard names.count == columns.count else {
            throw .mismatch(.input, .features, expected: columns.count, found: names.count)
        }
        columnNames = names
        sampleCount = columns.first?.count ?? 0
        var found: [String: Column] = [:]
        for (name, column) in zip(names, columns) {
            func fault(_ value: String, _ requirement: String) -> DescentError {
                .illegalOption(name: "the column '\(name.shown)'", value: value, requirement: requirement)
            }
            if let (value, requirement) = column.fault { throw fault(value, requirement) }
            guard column.count == sampleCount else {
                throw fault("of \(column.count) values", "of \(sampleCount), as '\(names[0].shown)' is")
            }
            guard found.updateValue(column, forKey: name) == nil else { throw fault("there twice", "there once") }
        }
        self.columns = found
    }

    subscript(name: String) -> Column? { columns[name] }

    /// The same without some columns.
    package func without(_ names: [String]) -> Table {
        var result = self
        for name in names { result.columns[name] = nil }
        result.columnNames = columnNames.filter { !names.contains($0) }
        return result
    }

    /// The values of a column of numbers; nil where there is none.
    package func numbers(_ name: String) -> [Double]? {
        guard case .numbers(let column)? = columns[name]?.values else { return nil }
        return [Double](unsafeUninitializedCapacity: column.count) { out, count in
            if column.count > 0 { column.read(0..<column.count, into: out.baseAddress!) }
            count = column.count
        }
    }

    /// Whether a column holds categories; nil for a column that is not there.
    package func isCategory(_ name: String) -> Bool? {
        guard let column = columns[name] else { return nil }
        if case .categories = column.values { return true }
        return false
    }
}
