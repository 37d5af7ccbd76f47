/// Logarithms in twice the digits, and the exponential that leaves them.
extension DoubleDouble {
    /// ln x for x > 0: x is a power of two times a number between √½ and √2.
    package static func log(_ x: DoubleDouble) -> DoubleDouble {
        var exponent = Int(x.high.exponent)
        if x.high.significand > 1.4142135623730951 { exponent += 1 }
        let reduced = x.scaled(by: -exponent)
        return ln2 * Double(exponent) + twiceAreaTangent((reduced - 1) / (reduced + 1))
    }

    package static func log(_ x: Double) -> DoubleDouble { log(DoubleDouble(x)) }

    /// ln(1 + u) for u > −1, to the last digits also where u is small.
    package static func log1p(_ u: DoubleDouble) -> DoubleDouble {
        (-0.25...0.4).contains(u.high) ? twiceAreaTangent(u / (u + 2)) : log(u + 1)
    }

    /// eˣ, rounded to a Double.
    package static func exp(_ x: DoubleDouble) -> Double {
        let leading = Math.exponential(x.high)
        return leading + leading * x.low
    }

    /// 2 artanh s = 2(s + s³/3 + s⁵/5 + …) for |s| ≤ 0.172, where 21 terms reach 1e−32 of s.
    private static func twiceAreaTangent(_ s: DoubleDouble) -> DoubleDouble {
        let square = s * s
        var sum = oddInverses[oddInverses.count - 1]
        for inverse in oddInverses.dropLast().reversed() { sum = sum * square + inverse }
        return s * sum * 2
    }

    /// 1, 1/3, 1/5, …
    private static let oddInverses = (0..<21).map { DoubleDouble(1) / DoubleDouble(Double(2 * $0 + 1)) }

    /// ln 2 and ½ ln 2π: the nearest Doubles, and the nearest ones to what is left.
    package static let ln2 = DoubleDouble(sum: 0.6931471805599453, 2.3190468138462996e-17)
    package static let halfLogTwoPi = DoubleDouble(sum: 0.9189385332046728, -3.8782941580672414e-17)
}
