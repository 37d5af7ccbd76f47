/// A number of 106 bits as the unevaluated sum of two Doubles, for the few places where a difference of large terms
/// decides. Results are right to a few units of 2⁻¹⁰⁴ of the larger operand, without overflow on the way.
struct DoubleDouble: Sendable, Hashable {
    private(set) var high: Double
    private(set) var low: Double

    static let zero = DoubleDouble(0)

    init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// a · b without rounding.
    init(product a: Double, _ b: Double) {
        high = a * b
        low = (-high).addingProduct(a, b)
    }

    var value: Double { high + low }

    static prefix func - (x: Self) -> Self { Self(-x.high, -x.low) }

    static func + (x: Self, y: Self) -> Self {
        let sum = x.high + y.high
        let part = sum - x.high
        let lost = ((x.high - (sum - part)) + (y.high - part)) + (x.low + y.low)
        let result = sum + lost
        return Self(result, lost - (result - sum))
    }

    static func - (x: Self, y: Self) -> Self { x + -y }

    static func * (x: Self, y: Double) -> Self {
        var product = Self(product: x.high, y)
        product.low += x.low * y
        return product
    }

    static func * (x: Self, y: Self) -> Self {
        var product = Self(product: x.high, y.high)
        product.low += x.high * y.low + x.low * y.high
        return product
    }

    static func += (x: inout Self, y: Self) { x = x + y }
    static func -= (x: inout Self, y: Self) { x = x - y }
}
