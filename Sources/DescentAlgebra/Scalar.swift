/// The two precisions that OpenBLAS computes in, `Float` and `Double`, with the products that Descent uses.
///
/// Each function is one call of OpenBLAS or LAPACKE under a Swift name. Matrices are column-major; sizes are
/// checked by `precondition`, never converted silently: a size beyond BLAS's 32-bit integers traps here, and is
/// refused with an error before it gets here. No type outside this module can conform.
public protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, LosslessStringConvertible {
    /// y ← α op(A) x + β y, where A is rows × columns and op(A) is A or Aᵀ.
    static func gemv(
        _ operation: Transposition, rows: Int, columns: Int, alpha: Self, a: UnsafePointer<Self>, stride: Int,
        x: UnsafePointer<Self>, beta: Self, y: UnsafeMutablePointer<Self>)

    /// C ← α op(A) op(B) + β C, where C is rows × columns and `depth` is the extent summed over.
    static func gemm(
        _ operationA: Transposition, _ operationB: Transposition, rows: Int, columns: Int, depth: Int, alpha: Self,
        a: UnsafePointer<Self>, strideA: Int, b: UnsafePointer<Self>, strideB: Int,
        beta: Self, c: UnsafeMutablePointer<Self>, strideC: Int)

    /// Upper triangle of C ← α A Aᵀ + β C, where A is order × depth.
    static func syrk(
        order: Int, depth: Int, alpha: Self, a: UnsafePointer<Self>, strideA: Int,
        beta: Self, c: UnsafeMutablePointer<Self>, strideC: Int)

    /// xᵀy
    static func dot(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self

    /// y ← α x + y
    static func axpy(_ count: Int, alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)

    /// x ← α x
    static func scal(_ count: Int, alpha: Self, _ x: UnsafeMutablePointer<Self>)

    /// ‖x‖₂, without overflow on the way.
    static func nrm2(_ count: Int, _ x: UnsafePointer<Self>) -> Self

    /// Cholesky factor in place, A = UᵀU, of the upper triangle of A (order × order). Returns LAPACK's `info`: 0, or
    /// the order of the leading minor that is not positive definite.
    static func potrf(order: Int, a: UnsafeMutablePointer<Self>, stride: Int) -> Int
}

/// Whether a product takes a matrix as it is or transposed.
public enum Transposition: Sendable {
    case plain, transposed
}
