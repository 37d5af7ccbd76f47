/// The two precisions that OpenBLAS computes in, `Float` and `Double`. No other type can conform.
public protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, LosslessStringConvertible {
    /// Which of the two this type is. Only this module can say so, which is what keeps other types from conforming.
    static var _precision: _Precision { get }
}

/// How many bits a number has. Only this module makes one.
public struct _Precision: Sendable, Hashable {
    private let bits: Int
    static let double = _Precision(bits: 64)
    static let single = _Precision(bits: 32)
}

extension Double: Scalar {
    /// 64 bits.
    public static var _precision: _Precision { .double }
}

extension Float: Scalar {
    /// 32 bits.
    public static var _precision: _Precision { .single }
}

/// Whether a product takes a matrix as it is or transposed.
package enum Transposition: Sendable {
    case plain, transposed
}
