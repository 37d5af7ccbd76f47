extension Matrix {
    /// The upper triangular U with A = UᵀU, for a symmetric positive definite A of which the upper triangle is read.
    ///
    /// Traps for a matrix that is not square.
    ///
    /// - Throws: `notPositiveDefinite` where A is not, or holds a NaN; `beyondBLAS`.
    public func choleskyFactor() throws(AlgebraError) -> Matrix {
        precondition(rows == columns, "only a square matrix has a Cholesky factor")
        try requireBLASSizes()
        var factor = try Matrix(rows: rows, columns: columns)
        for column in 0..<columns {
            for row in 0...column { factor[row, column] = self[row, column] }
        }
        let stride = factor.stride, order = rows
        let info = factor.withUnsafeMutablePointer { Element.potrf(order: order, a: $0, stride: stride) }
        guard info == 0 else { throw .notPositiveDefinite(order: info) }
        // LAPACK lets a NaN on the diagonal pass as a factor of NaNs.
        for index in 0..<order where !factor[index, index].isFinite { throw .notPositiveDefinite(order: index + 1) }
        return factor
    }
}
