internal import CDescentNumbers
internal import Descent

/// Decimal numbers in text: read as the nearest Double or Float, written in the fewest digits that read back to the same.
package enum Numbers {
    /// The number that text begins with, and where it ends; nil where none stands there. One that is larger than a Double holds is an
    /// infinity.
    static func parse(_ text: UnsafeRawPointer, _ end: UnsafeRawPointer) -> (value: Double, end: UnsafeRawPointer)? {
        var value = 0.0
        let first = text.assumingMemoryBound(to: CChar.self), last = end.assumingMemoryBound(to: CChar.self)
        return descent_parse_double(first, last, &value).map { (value, UnsafeRawPointer($0)) }
    }

    /// The finite number that all of a text is.
    package static func whole(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = parse(start, start + bytes.count) else { return nil }
            return found.end == start + bytes.count && found.value.isFinite ? found.value : nil
        }
    }

    /// The same, in the precision asked for, rounded once.
    @inline(__always)
    static func parse<Element: Scalar>(
        _ text: UnsafeRawPointer, _ end: UnsafeRawPointer, as type: Element.Type
    ) -> (value: Element, end: UnsafeRawPointer)? {
        let first = text.assumingMemoryBound(to: CChar.self), last = end.assumingMemoryBound(to: CChar.self)
        if MemoryLayout<Element>.size == 4 {
            var value: Float = 0
            return descent_parse_float(first, last, &value).map { (Element(value), UnsafeRawPointer($0)) }
        }
        var value = 0.0
        return descent_parse_double(first, last, &value).map { (Element(value), UnsafeRawPointer($0)) }
    }

    /// Bytes that a written number takes at most.
    static let longest = Int(DESCENT_NUMBER_BYTES)

    /// Writes to memory of `longest` bytes and returns how many it took.
    @inline(__always)
    static func write<Element: Scalar>(_ value: Element, to text: UnsafeMutableRawPointer) -> Int {
        let first = text.assumingMemoryBound(to: CChar.self)
        let end =
            MemoryLayout<Element>.size == 4
            ? descent_write_float(Float(value), first) : descent_write_double(Double(value), first)
        return end! - first
    }

    static func write(_ value: Int, to text: UnsafeMutableRawPointer) -> Int {
        let first = text.assumingMemoryBound(to: CChar.self)
        return descent_write_integer(value, first)! - first
    }
}
