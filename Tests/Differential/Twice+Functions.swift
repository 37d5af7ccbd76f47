import Foundation

/// e^x and its relatives to about 30 digits: the argument is halved until a short Taylor series does.
extension Twice {
    /// ln 2 to 106 bits; the test of functions compares it with published digits.
    static let ln2 = Twice(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)

    /// 1/n! from n = 2 on.
    private static let inverseFactorials: [Twice] = {
        var result: [Twice] = [], factorial = Twice.one
        for n in 2...16 {
            factorial = factorial * Double(n)
            result.append(.one / factorial)
        }
        return result
    }()

    /// e^x − 1 where |x| ≤ ln 2 / 2.
    private static func expm1Reduced(_ x: Twice) -> Twice {
        let halvings = 8, r = x.scaled(by: 0x1p-8)
        var sum = Twice.zero
        for coefficient in inverseFactorials.prefix(13).reversed() { sum = (sum + coefficient) * r }
        sum = sum * r + r
        // (1 + s)² − 1 = 2s + s², which keeps the digits of a small s.
        for _ in 0..<halvings { sum = sum.scaled(by: 2) + sum * sum }
        return sum
    }

    /// e^x; 0 below the range of numbers and infinite above it.
    static func exp(_ x: Twice) -> Twice {
        if x.high.isNaN { return x }
        if x.high > 709 { return Twice(.infinity) }
        if x.high < -740 { return .zero }
        let k = (x.high / ln2.high).rounded()
        let result = expm1Reduced(x - ln2 * k) + .one
        let half = Double(sign: .plus, exponent: Int(k) / 2, significand: 1)
        let rest = Double(sign: .plus, exponent: Int(k) - Int(k) / 2, significand: 1)
        return result.scaled(by: half).scaled(by: rest)
    }

    /// e^x − 1 without cancellation.
    static func expm1(_ x: Twice) -> Twice {
        x.high.magnitude <= 0.34 ? expm1Reduced(x) : exp(x) - .one
    }

    /// ln(1 + u) for u > −1, by Newton steps on e^y − 1 = u from the system's 53 bits.
    static func log1p(_ u: Twice) -> Twice {
        guard u.high != 0, u.high > -1, u.isFinite else { return u.high == -1 ? Twice(-.infinity) : u }
        var y = Twice(Foundation.log1p(u.high))
        for _ in 0..<2 {
            let e = expm1(y)
            y = y - (e - u) / (e + .one)
        }
        return y
    }

    /// ln x for x > 0.
    static func log(_ x: Twice) -> Twice {
        var y = Twice(Foundation.log(x.high))
        for _ in 0..<2 {
            let e = exp(-y)
            y = y + (x * e - .one)
        }
        return y
    }

    /// ln(1 + e^z)
    static func softplus(_ z: Twice) -> Twice {
        let tail = log1p(exp(-z.magnitude))
        return z.high > 0 ? z + tail : tail
    }

    /// 1/(1 + e^−z), with the digits of a small result.
    static func sigmoid(_ z: Twice) -> Twice {
        if z.high < -700 { return .zero }
        if z.high >= 0 { return .one / (.one + exp(-z)) }
        let e = exp(z)
        return e / (.one + e)
    }
}
