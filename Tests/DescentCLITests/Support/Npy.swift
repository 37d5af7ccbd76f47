/// Arrays as NumPy would write them, made by other code than the command's.
enum Npy {
    /// A descriptor and the bytes of a number.
    struct Kind: Sendable, CustomStringConvertible {
        let description: String
        let bytes: @Sendable (Double) -> [UInt8]

        static let f8 = Kind(description: "<f8") { littleEndian($0.bitPattern) }
        static let f4 = Kind(description: "<f4") { littleEndian(Float($0).bitPattern) }
        static let bigF8 = Kind(description: ">f8") { littleEndian($0.bitPattern).reversed() }
        static let bigF4 = Kind(description: ">f4") { littleEndian(Float($0).bitPattern).reversed() }
        static let i8 = Kind(description: "<i8") { littleEndian(Int64($0)) }

        static let u1 = Kind(description: "|u1") { [UInt8($0)] }
        static let i1 = Kind(description: "|i1") { [UInt8(bitPattern: Int8($0))] }
        static let u2 = Kind(description: "<u2") { littleEndian(UInt16($0)) }
        static let i2 = Kind(description: "<i2") { littleEndian(Int16($0)) }
        static let f2 = Kind(description: "<f2") { littleEndian(Float16($0).bitPattern) }
        static let bigF2 = Kind(description: ">f2") { littleEndian(Float16($0).bitPattern).reversed() }
        /// NumPy has no word for it.
        static let bf2 = Kind(description: "BF16") { littleEndian(UInt16(Float($0).bitPattern >> 16)) }

        private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }
    }

    static func bytes(_ shape: [Int], _ values: [Double], _ kind: Kind = .f8, isFortran: Bool = false) -> [UInt8] {
        let words = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var header = "{'descr': '\(kind)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': (\(words)), }"
        header += String(repeating: " ", count: 64 - (10 + header.utf8.count + 1) % 64) + "\n"
        let size = header.utf8.count
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(size % 256), UInt8(size / 256)] + Array(header.utf8)
            + values.flatMap(kind.bytes)
    }

    static func bytes(_ values: [Double], _ kind: Kind = .f8) -> [UInt8] { bytes([values.count], values, kind) }

    /// Rows of samples.
    static func bytes(rows: [[Double]], _ kind: Kind = .f8, isFortran: Bool = false) -> [UInt8] {
        let features = rows.first?.count ?? 0
        let values =
            isFortran ? (0..<features).flatMap { feature in rows.map { $0[feature] } } : rows.flatMap { $0 }
        return bytes([rows.count, features], values, kind, isFortran: isFortran)
    }

    /// The numbers of a one- or two-dimensional array of doubles in C's order.
    static func values(_ bytes: [UInt8]) -> [Double] {
        let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        return stride(from: start, to: bytes.count, by: 8).map { place in
            Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) })
        }
    }
}
