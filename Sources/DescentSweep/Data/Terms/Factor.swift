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
