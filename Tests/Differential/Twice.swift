/// A number of 106 bits as the sum of two Doubles. The reference has arithmetic of its own, and not the library's, so that
/// a mistake there cannot hide behind the same mistake here. Dekker (1971), Knuth; products by fused multiply-add.
struct Twice: Sendable {
    var high: Double
    var low: Double

    static let zero = Twice(0)
    static let one = Twice(1)

    @inline(__always) init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// a + b without rounding.
    @inline(__always) init(sum a: Double, _ b: Double) {
        let sum = a + b, part = sum - a
        high = sum
        low = (a - (sum - part)) + (b - part)
    }

    /// a · b without rounding.
    @inline(__always) init(product a: Double, _ b: Double) {
        high = a * b
        low = (-high).addingProduct(a, b)
    }

    var magnitude: Twice { high < 0 ? -self : self }
    var isFinite: Bool { high.isFinite && low.isFinite }

    @inline(__always) static prefix func - (x: Twice) -> Twice { Twice(-x.high, -x.low) }

    @inline(__always) static func + (x: Twice, y: Twice) -> Twice {
        let high = Twice(sum: x.high, y.high), low = Twice(sum: x.low, y.low)
        let middle = Twice(sum: high.high, high.low + low.high)
        return Twice(sum: middle.high, middle.low + low.low)
    }

    @inline(__always) static func - (x: Twice, y: Twice) -> Twice { x + -y }

    @inline(__always) static func * (x: Twice, y: Twice) -> Twice {
        let product = Twice(product: x.high, y.high)
        let rest = (x.high * y.low).addingProduct(x.low, y.high)
        return Twice(sum: product.high, product.low + rest)
    }

    @inline(__always) static func * (x: Twice, y: Double) -> Twice {
        let product = Twice(product: x.high, y)
        return Twice(sum: product.high, product.low.addingProduct(x.low, y))
    }

    static func / (x: Twice, y: Twice) -> Twice {
        let first = x.high / y.high
        guard first.isFinite, first != 0 else { return Twice(first) }
        var rest = x - y * first
        let second = rest.high / y.high
        rest = rest - y * second
        let quotient = Twice(sum: first, second)
        return quotient + Twice(rest.high / y.high)
    }

    /// 0 for a number that is not positive.
    var squareRoot: Twice {
        guard high > 0 else { return .zero }
        // One step of Newton's method doubles the digits of the first guess.
        let root = high.squareRoot()
        let rest = self - Twice(product: root, root)
        return Twice(sum: root, rest.high / (2 * root))
    }

    @inline(__always) static func += (x: inout Twice, y: Twice) { x = x + y }
    @inline(__always) static func -= (x: inout Twice, y: Twice) { x = x - y }

    @inline(__always) static func < (x: Twice, y: Twice) -> Bool {
        x.high < y.high || (x.high == y.high && x.low < y.low)
    }
    @inline(__always) static func <= (x: Twice, y: Twice) -> Bool { !(y < x) }
    @inline(__always) static func > (x: Twice, y: Twice) -> Bool { y < x }
    @inline(__always) static func >= (x: Twice, y: Twice) -> Bool { !(x < y) }

    /// x · 2ⁿ, exact within the range of numbers.
    func scaled(by power: Double) -> Twice { Twice(high * power, low * power) }

    /// The smallest of numbers, which has to be there.
    static func least(_ values: [Twice]) -> Twice { values.dropFirst().reduce(values[0]) { $1 < $0 ? $1 : $0 } }
}
