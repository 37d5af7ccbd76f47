internal import Descent

/// A column of a CSV file as a table is to have it.
package struct CSVColumnWish: Sendable {
    package let name: String
    package var isCategory: Bool
    /// What may stand there, as texts of levels; nil for anything.
    package var known: [String]?
    package var unknown = Unknown.refuse
    package var gap = Gap.refuse

    /// What becomes of a row with a text that is not known.
    package enum Unknown: Sendable {
        /// It is an error.
        case refuse
        /// It is a gap, which terms take for the reference.
        case gap
        /// It is left out.
        case drop
    }

    /// What becomes of a row where the value is missing.
    package enum Gap: Sendable {
        /// It is an error.
        case refuse
        /// It is a gap of the table.
        case keep
        /// It is left out.
        case drop
        /// The value is the mean of the others.
        case mean
        /// The value is a mean that is known.
        case value(Double)
    }

    package init(_ name: String, isCategory: Bool) { (self.name, self.isCategory) = (name, isCategory) }

    /// Whether words such as NA mean that a value is missing.
    var wordsCount: Bool {
        if case .refuse = gap { return false }
        return true
    }
}

extension CSVColumnWish {
    /// A wish by its place in the file.
    struct Placed: Sendable {
        let wish: CSVColumnWish
        let column: Int
    }
}
