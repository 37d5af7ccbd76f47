import DescentAlgebra
import TestSupport

extension Scalar {
    /// Seeded numbers in (−1, 1) with full mantissas.
    static func numbers(_ count: Int, seed: UInt64) -> [Self] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in Self(generator.number()) }
    }
}

/// The slow, obvious product that BLAS is compared with: op(A) by its indices, in Double.
struct Dense<Element: Scalar> {
    let rows: Int
    let columns: Int
    let stride: Int
    let values: [Element]

    /// `gap` values between the columns, which no product may read as part of the matrix.
    init(rows: Int, columns: Int, gap: Int, seed: UInt64) {
        self.rows = rows
        self.columns = columns
        stride = max(1, rows) + gap
        values = Element.numbers(stride * columns, seed: seed)
    }

    func at(_ row: Int, _ column: Int) -> Double { Double(values[row + column * stride]) }

    func at(_ operation: Transposition, _ row: Int, _ column: Int) -> Double {
        operation == .plain ? at(row, column) : at(column, row)
    }
}

/// A sum of products as a plain loop gives it, and how far another order of summation may lie from it.
struct Expected {
    let sum: Double
    let tolerance: Double

    /// n additions and products in any order, fused or not, err by at most about n ulp of Σ|terms|; α and β y add one
    /// product and one addition each.
    init<Element: Scalar>(_: Element.Type, _ terms: [Double], alpha: Element = 1, beta: Element = 0, old: Element = 0) {
        let kept = beta == 0 ? 0 : Double(beta) * Double(old)
        sum = Double(alpha) * terms.reduce(0, +) + kept
        let size = abs(Double(alpha)) * terms.reduce(0) { $0 + abs($1) } + abs(kept)
        tolerance = Double(terms.count + 4) * Double(Element.ulpOfOne) * size
    }

    func contains<Element: Scalar>(_ found: Element) -> Bool { abs(Double(found) - sum) <= tolerance }
}

/// Sizes below, at and beyond the widths of vector units and unrolled loops.
enum Ragged {
    static let sizes = [1, 3, 7, 8, 9, 16, 17, 33, 130]
    static let shapes: [(rows: Int, columns: Int)] = [
        (1, 1), (1, 17), (17, 1), (3, 8), (7, 9), (8, 8), (9, 3), (16, 33), (33, 16), (130, 7), (7, 130),
    ]
    static let factors: [(alpha: Double, beta: Double)] = [(1, 0), (1, 1), (0, 1), (0, 0), (-2.5, 0.75)]
}
