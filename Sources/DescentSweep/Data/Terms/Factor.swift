internal import DescentAlgebra

/// What a term is a product of.
package enum Factor: Sendable, Hashable {
    case number(Arithmetic)
    case category(String, Coding)
    case spline(Arithmetic, degreesOfFreedom: Int, degree: Int)
    case polynomial(Arithmetic, degree: Int)

    /// As a formula has it.
    package var text: String {
        switch self {
        case .number(let value): value.asTerm
        case .category(let name, let coding):
            "C(" + ([name.asName] + coding.words).joined(separator: ", ") + ")"
        case .spline(let value, let degreesOfFreedom, let degree):
            "bs(\(value), \(degreesOfFreedom)" + (degree == 3 ? ")" : ", degree = \(degree))")
        case .polynomial(let value, let degree): "poly(\(value), \(degree))"
        }
    }

    /// The columns of a table that it reads.
    package var columnNames: [String] {
        switch self {
        case .category(let name, _): [name]
        case .number(let value), .spline(let value, _, _), .polynomial(let value, _): value.columns
        }
    }

    /// The column that it is, as numbers or as levels; nil for what is computed.
    var plainColumn: String? {
        switch self {
        case .category(let name, _): name
        case .number(let value): value.plainColumn
        case .spline, .polynomial: nil
        }
    }

    var isCategory: Bool {
        if case .category = self { return true }
        return false
    }
}

extension Coding {
    fileprivate var words: [String] {
        (contrast.map { [$0.rawValue] } ?? []) + (reference.map { ["ref = \($0.asQuoted)"] } ?? [])
            + (hasGaps ? ["na = TRUE"] : [])
    }
}
