/// As what numbers are stored, in memory or in a file, before a sweep widens them tile by tile.
///
/// Data are read in the bytes that they are stored in: an image of bytes in an eighth of what Doubles take. What a sweep computes has
/// the bits that it has for the widened numbers.
public struct NumberType: Sendable, Hashable {
    package let kind: Kind
    /// Bytes of a number.
    package let size: Int
    /// Whether a number's most significant byte comes first; false for numbers of one byte.
    package let isBigEndian: Bool

    /// How the bytes of a number are read.
    package enum Kind: Sendable, Hashable {
        /// IEEE 754, of 2, 4 or 8 bytes.
        case float
        /// The upper half of a Float.
        case brain
        /// Integers of 1, 2, 4 or 8 bytes, in two's complement.
        case signed
        /// Integers from 0 on, of 1, 2, 4 or 8 bytes.
        case unsigned
        /// A byte that is 0 or 1.
        case boolean
    }

    package init(_ kind: Kind, size: Int, isBigEndian: Bool = false) {
        self.kind = kind
        self.size = size
        self.isBigEndian = isBigEndian
    }

    /// Integers from 0 to 255, as pixels are.
    public static let uint8 = NumberType(.unsigned, size: 1)
    /// Integers from −128 to 127.
    public static let int8 = NumberType(.signed, size: 1)
    /// Integers from 0 to 65 535.
    public static let uint16 = NumberType(.unsigned, size: 2, isBigEndian: machineIsBigEndian)
    /// Integers from −32 768 to 32 767.
    public static let int16 = NumberType(.signed, size: 2, isBigEndian: machineIsBigEndian)
    /// IEEE 754's binary16: 11 bits of precision, to 65 504. Swift's `Float16`.
    public static let float16 = NumberType(.float, size: 2, isBigEndian: machineIsBigEndian)
    /// Brain floats: the upper half of a Float, with its range and 8 bits of precision.
    public static let bfloat16 = NumberType(.brain, size: 2, isBigEndian: machineIsBigEndian)
    /// Swift's `Float`.
    public static let float32 = NumberType(.float, size: 4, isBigEndian: machineIsBigEndian)
    /// Swift's `Double`.
    public static let float64 = NumberType(.float, size: 8, isBigEndian: machineIsBigEndian)

    package static var machineIsBigEndian: Bool { UInt16(1).bigEndian == 1 }

    /// Whether numbers lie as those of the machine do.
    package var isNative: Bool { size == 1 || isBigEndian == Self.machineIsBigEndian }
}

extension NumberType: CustomStringConvertible {
    /// Such as `uint8`, `bfloat16` or, where it is not the machine's order, `float32, big-endian`.
    public var description: String {
        let word =
            switch kind {
            case .float: "float\(8 * size)"
            case .brain: "bfloat16"
            case .signed: "int\(8 * size)"
            case .unsigned: "uint\(8 * size)"
            case .boolean: "bool"
            }
        return isNative ? word : word + (isBigEndian ? ", big-endian" : ", little-endian")
    }
}
