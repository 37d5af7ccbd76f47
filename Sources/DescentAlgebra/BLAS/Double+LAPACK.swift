internal import CDescentBLAS

/// The LAPACK routines behind least squares, each one call of LAPACKE's form that allocates nothing. Matrices are
/// column-major, triangles are upper ones; sizes are checked by `precondition`.
extension Double {
    /// QR of a triangle R (columns × columns) above a block B (rows × columns): R becomes the factor of both, and B its
    /// reflectors. The last `trapezoid` rows of B are the first of an upper triangle; what is below is not read.
    ///
    /// `t` and `work` hold blockSize × columns values each, with 1 ≤ blockSize ≤ columns.
    package static func tpqrt(
        rows: Int, columns: Int, trapezoid: Int, blockSize: Int, r: UnsafeMutablePointer<Double>, strideR: Int,
        b: UnsafeMutablePointer<Double>, strideB: Int, t: UnsafeMutablePointer<Double>,
        work: UnsafeMutablePointer<Double>
    ) {
        precondition(columns >= 1 && (0...min(rows, columns)).contains(trapezoid))
        precondition((1...columns).contains(blockSize) && strideR >= columns && strideB >= max(1, rows))
        let info = LAPACKE_dtpqrt_work(
            Int32(LAPACK_COL_MAJOR), Int32(rows), Int32(columns), Int32(trapezoid), Int32(blockSize), r, Int32(strideR),
            b, Int32(strideB), t, Int32(blockSize), work)
        precondition(info == 0, "dtpqrt refused its argument \(-info)")
    }

    /// Column-pivoted QR, A P = Q R, in place: R in the upper triangle, reflectors below. Column k of A P is column
    /// `pivots[k]` of A, counted from 1; `pivots` starts as zeros, which leaves every column free.
    ///
    /// `work` holds 3 columns + 1 values or more, `tau` min(rows, columns).
    package static func geqp3(
        rows: Int, columns: Int, a: UnsafeMutablePointer<Double>, stride: Int, pivots: UnsafeMutablePointer<Int32>,
        tau: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>, workCount: Int
    ) {
        precondition(stride >= max(1, rows) && workCount >= 3 * columns + 1)
        let info = LAPACKE_dgeqp3_work(
            Int32(LAPACK_COL_MAJOR), Int32(rows), Int32(columns), a, Int32(stride), pivots, tau, work, Int32(workCount))
        precondition(info == 0, "dgeqp3 refused its argument \(-info)")
    }

    /// An estimate of 1/(‖R‖₁‖R⁻¹‖₁) of a triangle; 0 where it is singular.
    ///
    /// `work` holds 3 × order values, `integers` order.
    package static func trcon(
        order: Int, r: UnsafePointer<Double>, stride: Int, work: UnsafeMutablePointer<Double>,
        integers: UnsafeMutablePointer<Int32>
    ) -> Double {
        precondition(stride >= max(1, order))
        var result = 0.0
        let info = LAPACKE_dtrcon_work(
            Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "1")), CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")),
            Int32(order), r, Int32(stride), &result, work, integers)
        precondition(info == 0, "dtrcon refused its argument \(-info)")
        return result
    }

    /// ‖A‖₁ of a symmetric matrix of which the upper triangle is read. `work` holds order values.
    package static func lansy(
        order: Int, a: UnsafePointer<Double>, stride: Int, work: UnsafeMutablePointer<Double>
    ) -> Double {
        precondition(stride >= max(1, order))
        return LAPACKE_dlansy_work(
            Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "1")), CChar(UInt8(ascii: "U")), Int32(order), a, Int32(stride),
            work)
    }

    /// An estimate of 1/(‖A‖₁‖A⁻¹‖₁) of A = UᵀU, from U and ‖A‖₁.
    ///
    /// `work` holds 3 × order values, `integers` order.
    package static func pocon(
        order: Int, u: UnsafePointer<Double>, stride: Int, norm: Double, work: UnsafeMutablePointer<Double>,
        integers: UnsafeMutablePointer<Int32>
    ) -> Double {
        precondition(stride >= max(1, order) && norm >= 0)
        var result = 0.0
        let info = LAPACKE_dpocon_work(
            Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "U")), Int32(order), u, Int32(stride), norm, &result, work,
            integers)
        precondition(info == 0, "dpocon refused its argument \(-info)")
        return result
    }

    /// R ← R⁻¹ for a triangle. Returns LAPACK's `info`: 0, or the place, from 1, of a diagonal value that is exactly 0.
    package static func trtri(order: Int, r: UnsafeMutablePointer<Double>, stride: Int) -> Int {
        precondition(stride >= max(1, order))
        return Int(
            LAPACKE_dtrtri_work(
                Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")), Int32(order), r,
                Int32(stride)))
    }

    /// x ← R⁻¹ x or R⁻ᵀ x for a triangle without a zero on its diagonal.
    package static func trsv(
        _ operation: Transposition, order: Int, r: UnsafePointer<Double>, stride: Int, x: UnsafeMutablePointer<Double>
    ) {
        precondition(stride >= max(1, order))
        cblas_dtrsv(
            CblasColMajor, CblasUpper, operation.cblas, CblasNonUnit, blasint(order), r, blasint(stride), x, 1)
    }

    /// B ← R B, R upper triangular, for as many columns as B has.
    package static func trmm(
        rows: Int, columns: Int, r: UnsafePointer<Double>, stride: Int, b: UnsafeMutablePointer<Double>, strideB: Int
    ) {
        precondition(stride >= max(1, rows) && strideB >= max(1, rows))
        cblas_dtrmm(
            CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit, blasint(rows), blasint(columns), 1, r,
            blasint(stride), b, blasint(strideB))
    }

    /// B ← R⁻¹ B or R⁻ᵀ B for a triangle R without a zero on its diagonal, for as many columns as B has.
    package static func trsm(
        _ operation: Transposition, rows: Int, columns: Int, r: UnsafePointer<Double>, stride: Int,
        b: UnsafeMutablePointer<Double>, strideB: Int
    ) {
        precondition(stride >= max(1, rows) && strideB >= max(1, rows))
        cblas_dtrsm(
            CblasColMajor, CblasLeft, CblasUpper, operation.cblas, CblasNonUnit, blasint(rows), blasint(columns), 1, r,
            blasint(stride), b, blasint(strideB))
    }
}
