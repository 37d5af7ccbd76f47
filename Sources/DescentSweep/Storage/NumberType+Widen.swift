internal import CDescentKernels
package import DescentAlgebra

/// Numbers as they are stored to those that a sweep works with.
extension NumberType {
    /// Whether numbers of it are used where they lie.
    package func isStored<Element: Scalar>(as type: Element.Type) -> Bool {
        kind == .float && size == MemoryLayout<Element>.size && isNative
    }

    /// By the kernel of the type or, where it has none, one by one. Integers of more than 53 bits are rounded to the nearest, as NumPy
    /// does. Returns the place of the first boolean that is neither 0 nor 1, or nil.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func widen<Element: Scalar>(
        _ count: Int, _ from: UnsafeRawPointer, into out: UnsafeMutablePointer<Element>
    ) -> Int? {
        if let code {
            if Element.self == Double.self {
                Kernels.double.widen(code, count, from, out.cast())
            } else {
                Kernels.single.widen(code, count, from, out.cast())
            }
            return nil
        }
        if kind == .boolean {
            for i in 0..<count where from.load(fromByteOffset: i, as: UInt8.self) > 1 { return i }
            return NumberType.uint8.widen(count, from, into: out)
        }
        widenOneByOne(count, from, into: out)
        return nil
    }

    /// As (q − zero) · scale per feature, sample after sample. Of types that kernels know.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func widen<Element: Scalar>(
        features: Int, _ count: Int, _ from: UnsafeRawPointer, zero: UnsafePointer<Element>,
        scale: UnsafePointer<Element>, into out: UnsafeMutablePointer<Element>
    ) {
        guard let code else { preconditionFailure("no kernel for \(self)") }
        if Element.self == Double.self {
            Kernels.double.widen_rescaled(code, features, count, from, zero.cast(), scale.cast(), out.cast())
        } else {
            Kernels.single.widen_rescaled(code, features, count, from, zero.cast(), scale.cast(), out.cast())
        }
    }

    /// Whether a kernel widens it.
    var hasKernel: Bool { code != nil }

    /// What a Swift type is that is nothing else; nil for those that may be the bits of others.
    init?<Number>(of type: Number.Type) {
        #if !(os(macOS) && arch(x86_64))
            if type == Float16.self {
                self = .float16
                return
            }
        #endif
        switch type {
        case is Int8.Type: self = .int8
        case is Int16.Type: self = .int16
        case is Float.Type: self = .float32
        case is Double.Type: self = .float64
        default: return nil
        }
    }

    /// What the kernels call it; nil where they don't know it.
    private var code: descent_number? {
        guard isNative else { return nil }
        return switch (kind, size) {
        case (.unsigned, 1): descent_u8
        case (.signed, 1): descent_i8
        case (.unsigned, 2): descent_u16
        case (.signed, 2): descent_i16
        case (.float, 2): descent_f16
        case (.brain, _): descent_bf16
        case (.float, 4): descent_f32
        case (.float, _): descent_f64
        default: nil
        }
    }

    /// Integers of four and eight bytes, and whatever is in the order that is not the machine's: floats a block at a time to the
    /// machine's order, which their kernel knows.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func widenOneByOne<Element: Scalar>(
        _ count: Int, _ from: UnsafeRawPointer, into out: UnsafeMutablePointer<Element>
    ) {
        func integers<I: FixedWidthInteger & BitwiseCopyable>(_ type: I.Type) {
            for i in 0..<count {
                let value = from.loadUnaligned(fromByteOffset: i * MemoryLayout<I>.size, as: I.self)
                out[i] = Element(isNative ? value : value.byteSwapped)
            }
        }
        func turned<Bits: FixedWidthInteger & BitwiseCopyable>(_ type: Bits.Type) {
            let native = NumberType(kind, size: size, isBigEndian: Self.machineIsBigEndian)
            withUnsafeTemporaryAllocation(of: Bits.self, capacity: 512) { block in
                for piece in (0..<count).pieces(of: block.count) {
                    for (place, i) in piece.enumerated() {
                        block[place] = from.loadUnaligned(fromByteOffset: i * size, as: Bits.self).byteSwapped
                    }
                    _ = native.widen(piece.count, UnsafeRawPointer(block.baseAddress!), into: out + piece.lowerBound)
                }
            }
        }
        switch (kind, size) {
        case (.signed, 2): integers(Int16.self)
        case (.signed, 4): integers(Int32.self)
        case (.signed, _): integers(Int64.self)
        case (.unsigned, 2): integers(UInt16.self)
        case (.unsigned, 4): integers(UInt32.self)
        case (.unsigned, _): integers(UInt64.self)
        case (_, 2): turned(UInt16.self)
        case (_, 4): turned(UInt32.self)
        default: turned(UInt64.self)
        }
    }
}
