internal import CDescentBLAS

extension Float: Scalar {
    public static func gemv(
        _ operation: Transposition, rows: Int, columns: Int, alpha: Float, a: UnsafePointer<Float>, stride: Int,
        x: UnsafePointer<Float>, beta: Float, y: UnsafeMutablePointer<Float>
    ) {
        precondition(stride >= max(1, rows))
        cblas_sgemv(
            CblasColMajor, operation.cblas, blasint(rows), blasint(columns), alpha, a, blasint(stride), x, 1, beta, y, 1
        )
    }

    public static func gemm(
        _ operationA: Transposition, _ operationB: Transposition, rows: Int, columns: Int, depth: Int, alpha: Float,
        a: UnsafePointer<Float>, strideA: Int, b: UnsafePointer<Float>, strideB: Int,
        beta: Float, c: UnsafeMutablePointer<Float>, strideC: Int
    ) {
        precondition(strideA >= max(1, operationA == .plain ? rows : depth))
        precondition(strideB >= max(1, operationB == .plain ? depth : columns))
        precondition(strideC >= max(1, rows))
        cblas_sgemm(
            CblasColMajor, operationA.cblas, operationB.cblas, blasint(rows), blasint(columns), blasint(depth),
            alpha, a, blasint(strideA), b, blasint(strideB), beta, c, blasint(strideC))
    }

    public static func syrk(
        order: Int, depth: Int, alpha: Float, a: UnsafePointer<Float>, strideA: Int,
        beta: Float, c: UnsafeMutablePointer<Float>, strideC: Int
    ) {
        precondition(strideA >= max(1, order) && strideC >= max(1, order))
        cblas_ssyrk(
            CblasColMajor, CblasUpper, CblasNoTrans, blasint(order), blasint(depth), alpha, a, blasint(strideA),
            beta, c, blasint(strideC))
    }

    public static func dot(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Float {
        cblas_sdot(blasint(count), x, 1, y, 1)
    }

    public static func axpy(_ count: Int, alpha: Float, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
        cblas_saxpy(blasint(count), alpha, x, 1, y, 1)
    }

    public static func scal(_ count: Int, alpha: Float, _ x: UnsafeMutablePointer<Float>) {
        cblas_sscal(blasint(count), alpha, x, 1)
    }

    public static func nrm2(_ count: Int, _ x: UnsafePointer<Float>) -> Float {
        cblas_snrm2(blasint(count), x, 1)
    }

    public static func potrf(order: Int, a: UnsafeMutablePointer<Float>, stride: Int) -> Int {
        precondition(stride >= max(1, order))
        return Int(
            LAPACKE_spotrf_work(Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "U")), Int32(order), a, Int32(stride)))
    }
}
