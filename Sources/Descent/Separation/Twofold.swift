/// A number as the unevaluated sum of two Doubles: about 106 bits (Dekker, 1971). Some of the small systems behind a
/// verdict have a condition number whose square would leave nothing of 53.
struct Twofold: Sendable {
    var high: Double
    var low: Double

    init(_ value: Double) { (high, low) = (value, 0) }

    /// A sum in which the second is at most as large as the rounding of the first may be, or the first is larger.
    init(ordered high: Double, _ low: Double) {
        self.high = high + low
        self.low = low - (self.high - high)
    }

    /// The exact sum of any two Doubles.
    init(sum a: Double, _ b: Double) {
        high = a + b
        let part = high - a
        low = (a - (high - part)) + (b - part)
    }

    /// The exact product of two Doubles.
    init(product a: Double, _ b: Double) {
        high = a * b
        low = (-high).addingProduct(a, b)
    }

    static let zero = Twofold(0)

    var squareRoot: Twofold {
        guard high > 0 else { return .zero }
        let inverse = 1 / high.squareRoot(), root = high * inverse
        return Twofold(ordered: root, (self - Twofold(product: root, root)).high * inverse * 0.5)
    }

    static prefix func - (a: Twofold) -> Twofold {
        var a = a
        (a.high, a.low) = (-a.high, -a.low)
        return a
    }

    static func + (a: Twofold, b: Twofold) -> Twofold {
        let high = Twofold(sum: a.high, b.high), low = Twofold(sum: a.low, b.low)
        let middle = Twofold(ordered: high.high, high.low + low.high)
        return Twofold(ordered: middle.high, middle.low + low.low)
    }

    static func - (a: Twofold, b: Twofold) -> Twofold { a + -b }

    static func * (a: Twofold, b: Twofold) -> Twofold {
        let product = Twofold(product: a.high, b.high)
        return Twofold(ordered: product.high, product.low + (a.high * b.low + a.low * b.high))
    }

    static func / (a: Twofold, b: Twofold) -> Twofold {
        let first = a.high / b.high
        let rest = a - b * Twofold(first)
        let second = rest.high / b.high
        let third = (rest - b * Twofold(second)).high / b.high
        return Twofold(ordered: first, second) + Twofold(third)
    }

    static func += (a: inout Twofold, b: Twofold) { a = a + b }
    static func -= (a: inout Twofold, b: Twofold) { a = a - b }
}

/// Vectors of them.
extension [Twofold] {
    init(zeros count: Int) { self.init(repeating: .zero, count: count) }

    func dot(_ other: [Twofold]) -> Twofold {
        var sum = Twofold.zero
        for i in indices { sum += self[i] * other[i] }
        return sum
    }

    var norm: Twofold { dot(self).squareRoot }

    mutating func add(_ factor: Twofold, _ other: [Twofold]) {
        for i in indices { self[i] += factor * other[i] }
    }

    func scaled(by factor: Twofold) -> [Twofold] { map { $0 * factor } }

    var highs: [Double] { map(\.high) }
}
