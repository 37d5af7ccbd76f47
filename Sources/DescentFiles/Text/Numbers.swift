internal import CDescentNumbers

/// Decimal numbers in text, rounded to the nearest Double.
enum Numbers {
    /// The number that text begins with, and where it ends; nil where none stands there. One that is larger than a Double holds is an
    /// infinity.
    static func parse(_ text: UnsafeRawPointer, _ end: UnsafeRawPointer) -> (value: Double, end: UnsafeRawPointer)? {
        var value = 0.0
        let first = text.assumingMemoryBound(to: CChar.self), last = end.assumingMemoryBound(to: CChar.self)
        return descent_parse_double(first, last, &value).map { (value, UnsafeRawPointer($0)) }
    }
}
