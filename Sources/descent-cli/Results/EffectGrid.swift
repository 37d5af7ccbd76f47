internal import Descent

/// The rows of a table that show the effect of some columns: one number over its range, levels of the others, all else typical.
struct EffectGrid {
    private struct Number {
        let low: Double
        let high: Double
        let mean: Double
        let deviation: Double
    }

    private enum Kind {
        case number(Number)
        /// A number of levels that are numbers, or texts.
        case levels([String], areNumbers: Bool)
        /// A text of which only some values matter.
        case other
    }

    private let names: [String]
    private let kinds: [String: Kind]
    /// Columns that belong together, each group in the order of the table's columns; none is a part of another.
    let groups: [[String]]

    init(_ terms: LearnedTerms, _ table: Table) {
        let columns = terms.columns(withResponse: false, withOffsets: false)
        names = columns.map(\.name)
        var kinds: [String: Kind] = [:]
        for column in columns {
            if let levels = column.levels {
                kinds[column.name] = .levels(levels, areNumbers: !column.isCategory)
            } else if let values = table.numbers(column.name)?.filter(\.isFinite), !values.isEmpty {
                let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
                let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / Double(values.count) }
                kinds[column.name] = .number(
                    Number(low: values.min()!, high: values.max()!, mean: mean, deviation: squares.squareRoot()))
            } else {
                kinds[column.name] = .other
            }
        }
        self.kinds = kinds
        var sets: [Set<String>] = []
        for term in terms.terms {
            let own = terms.columnNames(of: term)
            if !own.isEmpty, !sets.contains(own) { sets.append(own) }
        }
        let order = names
        groups = sets.filter { own in !sets.contains { own.isStrictSubset(of: $0) } }
            .map { own in order.filter(own.contains) }
    }

    /// Nil for what has nothing to vary.
    func shape<Element: Scalar>(
        of group: [String], by predictor: EffectPredictor<Element>
    ) throws -> Effects.Shape? {
        var numbers: [(name: String, Number)] = [], levels: [(name: String, [String])] = []
        for name in group {
            switch kinds[name] {
            case .number(let number): numbers.append((name, number))
            case .levels(let own, _): levels.append((name, own))
            default: return nil
            }
        }
        guard let (axis, range) = numbers.first else {
            let rows = Self.combinations(levels, most: Effects.mostLevels)
            guard !rows.isEmpty else { return nil }
            let points = try predictor.predictions(of: table(rows), varying: Set(group))
            return .levels(zip(rows, points).map { row, y in (row.map(\.word).joined(separator: ", "), y) })
        }
        guard range.low < range.high else { return nil }
        var lines = Self.combinations(levels, most: Effects.mostLines)
        if levels.isEmpty {
            lines = [[]]
            if numbers.count > 1 {
                let (name, other) = numbers[1]
                let values = [other.mean - other.deviation, other.mean, other.mean + other.deviation]
                lines = values.map { [Value(column: name, word: "", number: min(other.high, max(other.low, $0)))] }
            }
        }
        let xs = (0..<Effects.places).map { place in
            let share = Double(place) / Double(Effects.places - 1)
            return range.low * (1 - share) + range.high * share
        }
        let rows = lines.flatMap { line in xs.map { [Value(column: axis, word: "", number: $0)] + line } }
        let points = try predictor.predictions(of: table(rows), varying: Set(group))
        let curves = lines.enumerated().map { index, line in
            let own = points[index * xs.count..<(index + 1) * xs.count]
            return Effects.Curve(
                name: line.map(\.shown).joined(separator: ", "), points: zip(xs, own).map { ($0, $1) })
        }
        return .curves(along: axis, curves)
    }

    /// What a column has in a row that is not what it typically has.
    private struct Value {
        let column: String
        let word: String
        var number: Double?

        var shown: String { number.map { "\(column) \($0.text(digits: 3))" } ?? word }
    }

    /// All levels with each other, as far as there is room: the last columns first lose all levels but one.
    private static func combinations(_ levels: [(name: String, [String])], most: Int) -> [[Value]] {
        var rows: [[Value]] = levels.isEmpty ? [] : [[]]
        for (name, own) in levels {
            let room = max(1, most / max(1, rows.count))
            let shown = rows.count == 1 ? own.prefix(most) : own.count <= room ? own[...] : own.prefix(1)
            rows = rows.flatMap { row in shown.map { row + [Value(column: name, word: $0)] } }
        }
        return rows
    }

    private func table(_ rows: [[Value]]) throws -> Table {
        try Table(
            names: names,
            columns: names.map { name in
                func values<Found>(_ found: (Value) -> Found, or usual: Found) -> [Found] {
                    rows.map { row in row.first { $0.column == name }.map(found) ?? usual }
                }
                switch kinds[name] {
                case .number(let number): return .numbers(values({ $0.number ?? number.mean }, or: number.mean))
                case .levels(let levels, true):
                    let usual = levels.first.flatMap(Double.init) ?? 0
                    return .numbers(values({ Double($0.word) ?? usual }, or: usual))
                case .levels(let levels, false):
                    let places = values({ levels.firstIndex(of: $0.word) ?? 0 }, or: 0)
                    return .categories(places, levels: levels)
                default: return .texts(rows.map { _ in "" })
                }
            })
    }
}
