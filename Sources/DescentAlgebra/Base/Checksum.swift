/// CRC-64 with the polynomial of ECMA-182, reflected: that of xz, of models and of checkpoints. Finds every change of up to 64
/// neighbouring bits, and any other but for one in 2⁶⁴.
package struct Checksum: Sendable {
    private var state = ~UInt64(0)

    private static let table: [UInt64] = (0..<256).map { index in
        (0..<8).reduce(UInt64(index)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xc96c_5795_d787_0f42 }
    }

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        Self.table.withUnsafeBufferPointer { table in
            for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
        }
    }

    package var value: UInt64 { ~state }

    /// Sixteen hexadecimal digits.
    package var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
