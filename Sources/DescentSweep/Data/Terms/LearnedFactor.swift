internal import DescentAlgebra

/// A factor with what it takes from samples.
package struct LearnedFactor: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case number(Arithmetic)
        case category(Category)
        /// Knots from the lowest value to the highest.
        case spline(Arithmetic, degree: Int, knots: [Double])
        case polynomial(Arithmetic, centre: Double, scale: Double, shifts: [Double], ratios: [Double], norms: [Double])
    }

    package struct Category: Sendable, Hashable {
        package let column: String
        /// Whether the column holds numbers, each of which is a level.
        package let isOfNumbers: Bool
        package let levels: [String]
        package let contrast: Contrast
        /// The place of the level that has no column of its own where not all have.
        package let reference: Int
        /// Whether a gap is the last level.
        package let hasGaps: Bool

        package init(
            column: String, isOfNumbers: Bool, levels: [String], contrast: Contrast, reference: Int, hasGaps: Bool
        ) {
            (self.column, self.isOfNumbers, self.levels) = (column, isOfNumbers, levels)
            (self.contrast, self.reference, self.hasGaps) = (contrast, reference, hasGaps)
        }

        /// The levels that a table has by name, without the one that gaps are.
        package var named: ArraySlice<String> { levels.dropLast(hasGaps ? 1 : 0) }
    }

    /// As term and column names have it.
    package let name: String
    package let kind: Kind
    /// In the formula.
    package let place: Range<Int>

    package init(name: String, kind: Kind, place: Range<Int>) {
        (self.name, self.kind, self.place) = (name, kind, place)
    }

    /// The levels where it is a category.
    package var category: Category? {
        if case .category(let category) = kind { return category }
        return nil
    }

    func width(isFull: Bool) -> Int {
        switch kind {
        case .number: 1
        case .category(let category): category.levels.count - (isFull ? 0 : 1)
        case .spline(_, let degree, let knots): knots.count - 2 + degree
        case .polynomial(_, _, _, let shifts, _, _): shifts.count
        }
    }

    func columnNames(isFull: Bool) -> [String] {
        let width = width(isFull: isFull)
        guard case .category(let category) = kind else {
            return width == 1 ? [name] : (1...width).map { name + "\($0)" }
        }
        if !isFull && category.contrast == .sum { return (1...width).map { name + "\($0)" } }
        return category.levels.indices.filter { isFull || $0 != category.reference }.map { name + category.levels[$0] }
    }

    /// Rows of numbers for the levels, where they are others than indicators.
    func rows(isFull: Bool) -> [[Double]]? {
        guard let category, !isFull, category.contrast == .sum else { return nil }
        let width = category.levels.count - 1
        return category.levels.indices.map { level in
            guard level != category.reference else { return [Double](repeating: -1, count: width) }
            var row = [Double](repeating: 0, count: width)
            row[level - (level > category.reference ? 1 : 0)] = 1
            return row
        }
    }
}
