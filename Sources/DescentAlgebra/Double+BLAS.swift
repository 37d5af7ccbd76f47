internal import CDescentBLAS

extension Double: Scalar {
    public static func gemv(
        _ operation: Transposition, rows: Int, columns: Int, alpha: Double, a: UnsafePointer<Double>, stride: Int,
        x: UnsafePointer<Double>, beta: Double, y: UnsafeMutablePointer<Double>
    ) {
        precondition(stride >= max(1, rows))
        cblas_dgemv(
            CblasColMajor, operation.cblas, blasint(rows), blasint(columns), alpha, a, blasint(stride), x, 1, beta, y, 1
        )
    }

    public static func gemm(
        _ operationA: Transposition, _ operationB: Transposition, rows: Int, columns: Int, depth: Int, alpha: Double,
        a: UnsafePointer<Double>, strideA: Int, b: UnsafePointer<Double>, strideB: Int,
        beta: Double, c: UnsafeMutablePointer<Double>, strideC: Int
    ) {
        precondition(strideA >= max(1, operationA == .plain ? rows : depth))
        precondition(strideB >= max(1, operationB == .plain ? depth : columns))
        precondition(strideC >= max(1, rows))
        cblas_dgemm(
            CblasColMajor, operationA.cblas, operationB.cblas, blasint(rows), blasint(columns), blasint(depth),
            alpha, a, blasint(strideA), b, blasint(strideB), beta, c, blasint(strideC))
    }

    public static func syrk(
        order: Int, depth: Int, alpha: Double, a: UnsafePointer<Double>, strideA: Int,
        beta: Double, c: UnsafeMutablePointer<Double>, strideC: Int
    ) {
        precondition(strideA >= max(1, order) && strideC >= max(1, order))
        cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasNoTrans, blasint(order), blasint(depth), alpha, a, blasint(strideA),
            beta, c, blasint(strideC))
    }

    public static func dot(_ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
        cblas_ddot(blasint(count), x, 1, y, 1)
    }

    public static func axpy(_ count: Int, alpha: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>)
    {
        cblas_daxpy(blasint(count), alpha, x, 1, y, 1)
    }

    public static func scal(_ count: Int, alpha: Double, _ x: UnsafeMutablePointer<Double>) {
        cblas_dscal(blasint(count), alpha, x, 1)
    }

    public static func nrm2(_ count: Int, _ x: UnsafePointer<Double>) -> Double {
        cblas_dnrm2(blasint(count), x, 1)
    }

    public static func potrf(order: Int, a: UnsafeMutablePointer<Double>, stride: Int) -> Int {
        precondition(stride >= max(1, order))
        return Int(
            LAPACKE_dpotrf_work(Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "U")), Int32(order), a, Int32(stride)))
    }
}
