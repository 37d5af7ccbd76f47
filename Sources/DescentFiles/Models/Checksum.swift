/// CRC-64 with the polynomial of ECMA-182, reflected: that of xz. Finds every change of up to 64 neighbouring bits, and any other but
/// for one in 2⁶⁴.
struct Checksum: Sendable {
    private var state = ~UInt64(0)

    private static let table: [UInt64] = (0..<256).map { index in
        (0..<8).reduce(UInt64(index)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xc96c_5795_d787_0f42 }
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        Self.table.withUnsafeBufferPointer { table in
            for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
        }
    }

    /// Sixteen hexadecimal digits.
    var text: String {
        let digits = String(~state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
