/// A number of 106 bits as the unevaluated sum of two Doubles, about 31 digits.
///
/// For the few places where a difference of large terms decides: residuals of a fit, the exponent of a tail, sums over
/// many samples. Sums and products are right to a few units of 2⁻¹⁰⁴ of the result as long as no low part is denormal,
/// and leave the range only where the result does. The algorithms are those of Dekker (1971) and Knuth.
/// Inlinable, as loops of other modules call it for every number.
package struct DoubleDouble: Sendable, Hashable {
    /// The number, rounded.
    package let high: Double
    /// What the rounding left.
    package let low: Double

    package static let zero = DoubleDouble(0)

    /// Two parts that are a number's already: `low` is at most half a unit of the last place of `high`.
    @inlinable package init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// a + b without rounding.
    @inlinable @inline(__always) package init(sum a: Double, _ b: Double) {
        high = a + b
        let part = high - a
        low = (a - (high - part)) + (b - part)
    }

    /// a · b without rounding, where the product and its last bits are within range.
    @inlinable @inline(__always) package init(product a: Double, _ b: Double) {
        high = a * b
        low = (-high).addingProduct(a, b)
    }

    @inlinable package var value: Double { high + low }

    /// x · 2ⁿ
    @inlinable package func scaled(by n: Int) -> Self {
        Self(Double(sign: .plus, exponent: n, significand: high), Double(sign: .plus, exponent: n, significand: low))
    }

    @inlinable package static prefix func - (x: Self) -> Self { Self(-x.high, -x.low) }

    @inlinable package static func + (x: Self, y: Self) -> Self {
        let high = Self(sum: x.high, y.high), low = Self(sum: x.low, y.low)
        let middle = Self(sum: high.high, high.low + low.high)
        return Self(sum: middle.high, middle.low + low.low)
    }

    @inlinable package static func + (x: Self, y: Double) -> Self {
        let sum = Self(sum: x.high, y)
        return Self(sum: sum.high, sum.low + x.low)
    }

    @inlinable package static func - (x: Self, y: Self) -> Self { x + -y }
    @inlinable package static func - (x: Self, y: Double) -> Self { x + -y }

    @inlinable package static func * (x: Self, y: Self) -> Self {
        let product = Self(product: x.high, y.high)
        return Self(sum: product.high, product.low + (x.high * y.low + x.low * y.high))
    }

    @inlinable package static func * (x: Self, y: Double) -> Self {
        let product = Self(product: x.high, y)
        return Self(sum: product.high, product.low + x.low * y)
    }

    /// By long division, three digits of a Double each.
    @inlinable package static func / (x: Self, y: Self) -> Self {
        let first = x.high / y.high
        var rest = x - y * first
        let second = rest.high / y.high
        rest = rest - y * second
        return Self(sum: first, second) + rest.high / y.high
    }

    /// 0 for a number that is not positive.
    @inlinable package var squareRoot: Self {
        guard high > 0 else { return .zero }
        let inverse = 1 / high.squareRoot(), root = high * inverse
        return Self(sum: root, (self - Self(product: root, root)).high * inverse * 0.5)
    }

    @inlinable package static func += (x: inout Self, y: Self) { x = x + y }
    @inlinable package static func += (x: inout Self, y: Double) { x = x + y }
    @inlinable package static func -= (x: inout Self, y: Self) { x = x - y }
}
