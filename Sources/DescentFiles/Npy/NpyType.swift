/// Of what numbers an array is: NumPy's `descr`, such as `<f8`.
public struct NpyType: Sendable, Hashable {
    /// Floating-point numbers, integers or booleans.
    public let kind: Kind
    /// Bytes of a number.
    public let size: Int
    /// Whether a number's most significant byte comes first; false for numbers of one byte.
    public let isBigEndian: Bool

    /// How the bytes of a number are read.
    public enum Kind: Sendable, Hashable {
        /// IEEE 754, of 2, 4 or 8 bytes.
        case float
        /// Integers of 1, 2, 4 or 8 bytes, in two's complement.
        case signed
        /// Integers from 0 on, of 1, 2, 4 or 8 bytes.
        case unsigned
        /// A byte that is 0 or 1.
        case boolean
    }

    init(_ kind: Kind, size: Int, isBigEndian: Bool = false) {
        self.kind = kind
        self.size = size
        self.isBigEndian = isBigEndian
    }

    /// Nil for what is not a number that a `Double` is made of.
    init?(descr: String) {
        var rest = Substring(descr)
        guard let order = rest.popFirst(), "<>|=".contains(order), let letter = rest.popFirst(), let size = Int(rest),
            String(size) == rest
        else { return nil }
        let kind: Kind
        switch (letter, size) {
        case ("f", 2), ("f", 4), ("f", 8): kind = .float
        case ("i", 1), ("i", 2), ("i", 4), ("i", 8): kind = .signed
        case ("u", 1), ("u", 2), ("u", 4), ("u", 8): kind = .unsigned
        case ("b", 1): kind = .boolean
        default: return nil
        }
        // Of one byte there is one order; of more, `|` would mean none.
        guard size == 1 || order != "|" else { return nil }
        let isBig = order == ">" || order == "=" && Self.machineIsBigEndian
        self.init(kind, size: size, isBigEndian: size > 1 && isBig)
    }

    static var machineIsBigEndian: Bool { UInt16(1).bigEndian == 1 }

    /// Whether numbers lie as those of the machine do.
    var isNative: Bool { size == 1 || isBigEndian == Self.machineIsBigEndian }

    var descr: String {
        let letter: Character =
            switch kind {
            case .float: "f"
            case .signed: "i"
            case .unsigned: "u"
            case .boolean: "b"
            }
        return "\(size == 1 ? "|" : isBigEndian ? ">" : "<")\(letter)\(size)"
    }
}

extension NpyType: CustomStringConvertible {
    /// NumPy's `descr`: `<f8`, `>i4`, `|b1`.
    public var description: String { descr }
}
