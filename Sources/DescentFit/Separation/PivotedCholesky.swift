internal import DescentAlgebra

/// The factor of a positive semidefinite matrix, the largest pivot first: what is left when pivots drop is rounding, or
/// curvature that fades.
struct PivotedCholesky {
    /// Lower, dense and column-major, rows in the matrix's order.
    private(set) var factor: [Double]
    /// Places in the order in which they were taken; those that were not are last.
    private(set) var pivots: [Int]
    /// The pivots of the places taken.
    private(set) var values: [Double] = []

    /// A pivot of this share of the first is rounding.
    private static let smallest = 0x1p-48

    /// - Parameter matrix: of which the upper triangle is read.
    init(_ matrix: [Double], order: Int) {
        factor = [Double](repeating: 0, count: order * order)
        pivots = Array(0..<order)
        var left = (0..<order).map { matrix[$0 * (order + 1)] }
        var column = [Double](repeating: 0, count: order), row: [Double] = []
        for step in 0..<order {
            let next = (step..<order).max { left[pivots[$0]] < left[pivots[$1]] }!
            let value = left[pivots[next]]
            guard value > Self.smallest * (values.first ?? 0), value.isFinite else { break }
            pivots.swapAt(step, next)
            values.append(value)
            let place = pivots[step]
            for i in 0..<order { column[i] = i <= place ? matrix[i + place * order] : matrix[place + i * order] }
            if step > 0 {
                row = (0..<step).map { factor[place + $0 * order] }
                Double.gemv(
                    .plain, rows: order, columns: step, alpha: -1, a: factor, stride: order, x: row, beta: 1,
                    y: &column)
            }
            let root = value.squareRoot()
            for waiting in pivots[(step + 1)...] {
                let entry = column[waiting] / root
                factor[waiting + step * order] = entry
                left[waiting] -= entry * entry
            }
            factor[place + step * order] = root
        }
    }

    /// Pivots before the first drop to less than a hundredth and, in all, to less than 10⁻⁵ of the first. The order where
    /// there is none but all are large; nil where they fade without a drop.
    var rankBeforeGap: Int? {
        guard let first = values.first else { return 0 }
        for (index, value) in values.enumerated() where value < 1e-5 * first {
            return value < 1e-2 * values[index - 1] ? index : nil
        }
        return values.count
    }
}
