internal import Descent

/// Numbers of a file as those that a sweep works with.
extension NpyType {
    /// Whether an array of these is used where it lies.
    func isStored<Element: Scalar>(as type: Element.Type) -> Bool {
        kind == .float && size == MemoryLayout<Element>.size && isNative
    }

    /// Integers of more than 53 bits are rounded to the nearest, as NumPy does. Returns the place of the first boolean that is neither
    /// 0 nor 1, or nil.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func convert<Element: Scalar>(
        _ count: Int, _ from: UnsafeRawPointer, into out: UnsafeMutablePointer<Element>
    ) -> Int? {
        let swaps = !isNative
        func integers<I: FixedWidthInteger & BitwiseCopyable>(_ type: I.Type) {
            for i in 0..<count {
                let value = from.loadUnaligned(fromByteOffset: i * MemoryLayout<I>.size, as: I.self)
                out[i] = Element(swaps ? value.byteSwapped : value)
            }
        }
        switch (kind, size) {
        case (.float, 2):
            for i in 0..<count {
                let bits = from.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)
                out[i] = Element(Self.half(swaps ? bits.byteSwapped : bits))
            }
        case (.float, 4):
            for i in 0..<count {
                let bits = from.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)
                out[i] = Element(Float(bitPattern: swaps ? bits.byteSwapped : bits))
            }
        case (.float, _):
            for i in 0..<count {
                let bits = from.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self)
                out[i] = Element(Double(bitPattern: swaps ? bits.byteSwapped : bits))
            }
        case (.signed, 1): integers(Int8.self)
        case (.signed, 2): integers(Int16.self)
        case (.signed, 4): integers(Int32.self)
        case (.signed, _): integers(Int64.self)
        case (.unsigned, 1): integers(UInt8.self)
        case (.unsigned, 2): integers(UInt16.self)
        case (.unsigned, 4): integers(UInt32.self)
        case (.unsigned, _): integers(UInt64.self)
        case (.boolean, _):
            for i in 0..<count {
                let value = from.load(fromByteOffset: i, as: UInt8.self)
                if value > 1 { return i }
                out[i] = Element(value)
            }
        }
        return nil
    }

    /// IEEE 754's binary16; not every processor's Swift has it as a type.
    static func half(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16, exponent = UInt32(bits >> 10 & 0x1f), fraction = UInt32(bits & 0x3ff)
        switch exponent {
        case 0:
            // Denormal: fraction · 2⁻²⁴, which a Float holds.
            let value = Float(fraction) * 0x1p-24
            return sign == 0 ? value : -value
        case 0x1f: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
