internal import CDescentBLAS

/// Each function is one call of OpenBLAS or LAPACKE under a Swift name. Matrices are column-major; sizes are checked by
/// `precondition`, never converted silently: a size beyond BLAS's 32-bit integers traps here, and is refused with an error before it gets
/// here.
extension Scalar {
    /// y ← α op(A) x + β y, where A is rows × columns and op(A) is A or Aᵀ.
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func gemv(
        _ operation: Transposition, rows: Int, columns: Int, alpha: Self, a: UnsafePointer<Self>, stride: Int,
        x: UnsafePointer<Self>, beta: Self, y: UnsafeMutablePointer<Self>
    ) {
        precondition(stride >= max(1, rows))
        if Self.self == Double.self {
            cblas_dgemv(
                CblasColMajor, operation.cblas, blasint(rows), blasint(columns), alpha.cast(), a.cast(),
                blasint(stride), x.cast(), 1, beta.cast(), y.cast(), 1
            )
        } else {
            cblas_sgemv(
                CblasColMajor, operation.cblas, blasint(rows), blasint(columns), alpha.cast(), a.cast(),
                blasint(stride), x.cast(), 1, beta.cast(), y.cast(), 1
            )
        }
    }

    /// C ← α op(A) op(B) + β C, where C is rows × columns and `depth` is the extent summed over.
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func gemm(
        _ operationA: Transposition, _ operationB: Transposition, rows: Int, columns: Int, depth: Int, alpha: Self,
        a: UnsafePointer<Self>, strideA: Int, b: UnsafePointer<Self>, strideB: Int,
        beta: Self, c: UnsafeMutablePointer<Self>, strideC: Int
    ) {
        precondition(strideA >= max(1, operationA == .plain ? rows : depth))
        precondition(strideB >= max(1, operationB == .plain ? depth : columns))
        precondition(strideC >= max(1, rows))
        if Self.self == Double.self {
            cblas_dgemm(
                CblasColMajor, operationA.cblas, operationB.cblas, blasint(rows), blasint(columns), blasint(depth),
                alpha.cast(), a.cast(), blasint(strideA), b.cast(), blasint(strideB), beta.cast(), c.cast(),
                blasint(strideC))
        } else {
            cblas_sgemm(
                CblasColMajor, operationA.cblas, operationB.cblas, blasint(rows), blasint(columns), blasint(depth),
                alpha.cast(), a.cast(), blasint(strideA), b.cast(), blasint(strideB), beta.cast(), c.cast(),
                blasint(strideC))
        }
    }

    /// Upper triangle of C ← α A Aᵀ + β C, where A is order × depth.
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func syrk(
        order: Int, depth: Int, alpha: Self, a: UnsafePointer<Self>, strideA: Int,
        beta: Self, c: UnsafeMutablePointer<Self>, strideC: Int
    ) {
        precondition(strideA >= max(1, order) && strideC >= max(1, order))
        if Self.self == Double.self {
            cblas_dsyrk(
                CblasColMajor, CblasUpper, CblasNoTrans, blasint(order), blasint(depth), alpha.cast(), a.cast(),
                blasint(strideA),
                beta.cast(), c.cast(), blasint(strideC))
        } else {
            cblas_ssyrk(
                CblasColMajor, CblasUpper, CblasNoTrans, blasint(order), blasint(depth), alpha.cast(), a.cast(),
                blasint(strideA),
                beta.cast(), c.cast(), blasint(strideC))
        }
    }

    /// xᵀy
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func dot(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self {
        if Self.self == Double.self {
            return cblas_ddot(blasint(count), x.cast(), 1, y.cast(), 1).cast()
        } else {
            return cblas_sdot(blasint(count), x.cast(), 1, y.cast(), 1).cast()
        }
    }

    /// y ← α x + y
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func axpy(_ count: Int, alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>) {
        if Self.self == Double.self {
            cblas_daxpy(blasint(count), alpha.cast(), x.cast(), 1, y.cast(), 1)
        } else {
            cblas_saxpy(blasint(count), alpha.cast(), x.cast(), 1, y.cast(), 1)
        }
    }

    /// x ← α x
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func scal(_ count: Int, alpha: Self, _ x: UnsafeMutablePointer<Self>) {
        if Self.self == Double.self {
            cblas_dscal(blasint(count), alpha.cast(), x.cast(), 1)
        } else {
            cblas_sscal(blasint(count), alpha.cast(), x.cast(), 1)
        }
    }

    /// ‖x‖₂, without overflow on the way.
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func nrm2(_ count: Int, _ x: UnsafePointer<Self>) -> Self {
        if Self.self == Double.self {
            return cblas_dnrm2(blasint(count), x.cast(), 1).cast()
        } else {
            return cblas_snrm2(blasint(count), x.cast(), 1).cast()
        }
    }

    /// Cholesky factor in place, A = UᵀU, of the upper triangle of A (order × order). Returns LAPACK's `info`: 0, or
    /// the order of the leading minor that is not positive definite.
    @specialized(where Self == Double)
    @specialized(where Self == Float)
    package static func potrf(order: Int, a: UnsafeMutablePointer<Self>, stride: Int) -> Int {
        precondition(stride >= max(1, order))
        if Self.self == Double.self {
            return Int(
                LAPACKE_dpotrf_work(
                    Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "U")), Int32(order), a.cast(), Int32(stride)))
        } else {
            return Int(
                LAPACKE_spotrf_work(
                    Int32(LAPACK_COL_MAJOR), CChar(UInt8(ascii: "U")), Int32(order), a.cast(), Int32(stride)))
        }
    }
}

extension Scalar {
    /// As the same number of the type that it is.
    fileprivate func cast<Other: Scalar>() -> Other { unsafeBitCast(self, to: Other.self) }
}

extension UnsafePointer where Pointee: Scalar {
    fileprivate func cast<Other>() -> UnsafePointer<Other> {
        UnsafeRawPointer(self).assumingMemoryBound(to: Other.self)
    }
}

extension UnsafeMutablePointer where Pointee: Scalar {
    fileprivate func cast<Other>() -> UnsafeMutablePointer<Other> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: Other.self)
    }
}
