internal import DescentAlgebra

/// The Cholesky factor of a small symmetric matrix.
struct SymmetricFactor {
    private let order: Int
    private let factor: [Double]

    /// Nil where it is not positive definite. Of the matrix, column-major, the upper triangle is read.
    init?(_ matrix: [Double], order: Int) {
        var factor = matrix
        guard order > 0, Double.potrf(order: order, a: &factor, stride: order) == 0 else { return nil }
        let isRegular = (0..<order).allSatisfy { place in
            let pivot = factor[place * (order + 1)]
            return pivot.isFinite && pivot * pivot >= 0x1p-40 * matrix[place * (order + 1)]
        }
        guard isRegular else { return nil }
        self.order = order
        self.factor = factor
    }

    func solve(_ x: [Double]) -> [Double] {
        var result = x
        let columns = x.count / order
        for operation in [Transposition.transposed, .plain] {
            Double.trsm(
                operation, rows: order, columns: columns, r: factor, stride: order, b: &result, strideB: order)
        }
        return result
    }

    var inverse: [Double] {
        var identity = [Double](repeating: 0, count: order * order)
        for i in 0..<order { identity[i * (order + 1)] = 1 }
        return solve(identity)
    }
}
