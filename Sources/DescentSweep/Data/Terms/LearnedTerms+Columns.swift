extension LearnedTerms {
    /// A column of tables that the terms read.
    package struct Column: Sendable, Hashable {
        package let name: String
        package let isCategory: Bool
        /// Of a category, what a table may have there, if there is a limit.
        package var levels: [String]?
        /// Whether a gap is a level.
        package var hasGaps = false
    }

    /// What tables have to have: columns by name, in the order in which the terms first need them.
    ///
    /// - Parameters:
    ///   - withResponse: whether they have what is predicted too.
    ///   - withOffsets: whether they have what offsets are made of.
    package func columns(withResponse: Bool, withOffsets: Bool) -> [Column] {
        var columns: [Column] = []
        func add(_ column: Column) {
            guard let known = columns.firstIndex(where: { $0.name == column.name }) else {
                return columns.append(column)
            }
            columns[known].levels = columns[known].levels ?? column.levels
            columns[known].hasGaps = columns[known].hasGaps || column.hasGaps
        }
        func add(_ value: Arithmetic) {
            for step in value.steps {
                switch step {
                case .column(let name): add(Column(name: name, isCategory: false))
                // Any other text is merely not that level.
                case .level(_, let name, _), .date(_, let name): add(Column(name: name, isCategory: true))
                default: break
                }
            }
        }
        for factor in factors + (withResponse ? [response].compactMap(\.self) : []) {
            switch factor.kind {
            case .number(let value), .spline(let value, _, _), .polynomial(let value, _, _, _, _, _): add(value)
            case .category(let category):
                add(
                    Column(
                        name: category.column, isCategory: !category.isOfNumbers, levels: Array(category.named),
                        hasGaps: category.hasGaps))
            }
        }
        if withOffsets { offsets.forEach(add) }
        return columns
    }

    /// The features that are indicators of levels, and products of such.
    package var indicators: [Int] {
        terms.filter { term in term.parts.allSatisfy { factors[$0.factor].category != nil } }.flatMap(\.columns)
    }

    /// Names of the terms that are more than a column of numbers as it is.
    package var termsOfTables: [String] {
        terms.filter { term in
            guard term.parts.count == 1, case .number(let value) = factors[term.parts[0].factor].kind else {
                return true
            }
            return value.plainColumn == nil
        }.map(\.name)
    }

    /// What each feature is made of: the name of its term.
    package var termOfFeatures: [String] {
        terms.flatMap { term in repeatElement(term.name, count: term.columns.count) }
    }
}
