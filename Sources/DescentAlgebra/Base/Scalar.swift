/// The two precisions that OpenBLAS computes in, `Float` and `Double`. No other type can conform.
public protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, LosslessStringConvertible {
    /// Which of the two this type is.
    static var precision: Precision { get }
}

/// How many bits a number has. Only this module makes one.
public struct Precision: Sendable, Hashable {
    private let bits: Int
    static let double = Precision(bits: 64)
    static let single = Precision(bits: 32)
}

extension Double: Scalar {
    /// 64 bits.
    public static var precision: Precision { .double }
}

extension Float: Scalar {
    /// 32 bits.
    public static var precision: Precision { .single }
}

/// Whether a product takes a matrix as it is or transposed.
package enum Transposition: Sendable {
    case plain, transposed
}
