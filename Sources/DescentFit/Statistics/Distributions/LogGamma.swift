internal import DescentAlgebra

/// ln Γ(a) and ln B(a, b) in twice the digits.
///
/// The C library's `lgamma_r` is not enough: it is right to 2 ulp (glibc 2.36), but ln Γ(5 · 10⁵) is 6 · 10⁶, and an ulp
/// of that, 1e−9, is the relative error of the tail that it is the exponent of.
enum LogGamma {
    /// ln Γ(a) for 0 < a ≤ 1e15, to 1e−30 · max(1, |ln Γ(a)|). By the recurrence from 32 on, by Stirling's series there.
    static func logGamma(_ a: Double) -> DoubleDouble {
        var shift = LogProduct()
        let a = shifted(a) { shift.divide(by: $0) }
        return (a - 0.5) * DoubleDouble.log(a) - a + DoubleDouble.halfLogTwoPi + stirlingError(a) + shift.logarithm
    }

    /// ln Γ(a) + ln Γ(b) − ln Γ(a + b) for a, b > 0, one of them ≤ 1e12.
    ///
    /// The large terms of the three series are taken together, so that nothing of the size of a or b cancels where one
    /// is much larger than the other.
    static func logBeta(_ a: Double, _ b: Double) -> DoubleDouble {
        var shift = LogProduct()
        var sum = DoubleDouble(sum: a, b)
        let raise: (DoubleDouble) -> Void = { value in
            shift.multiply(by: sum)
            shift.divide(by: value)
            sum = sum + 1
        }
        let a = shifted(a, raise), b = shifted(b, raise)
        let large =
            (a - 0.5) * DoubleDouble.log1p(b / a) + (b - 0.5) * DoubleDouble.log1p(a / b) + DoubleDouble.log(sum) * 0.5
        let errors = stirlingError(a) + stirlingError(b) - stirlingError(sum)
        return DoubleDouble.halfLogTwoPi + errors - large + shift.logarithm
    }

    /// a raised by ones to at least 32; every value on the way is handed over.
    private static func shifted(_ a: Double, _ visit: (DoubleDouble) -> Void) -> DoubleDouble {
        var a = DoubleDouble(a)
        while a.high < 32 {
            visit(a)
            a = a + 1
        }
        return a
    }

    /// ln Γ(a) − [(a − ½) ln a − a + ½ ln 2π] for a ≥ 32: Σ B₂ₖ/(2k (2k − 1) a²ᵏ⁻¹), of which 12 terms leave 1e−32.
    static func stirlingError(_ a: DoubleDouble) -> DoubleDouble {
        let inverse = DoubleDouble(1) / a
        let square = inverse * inverse
        var sum = DoubleDouble(0)
        for coefficient in coefficients.reversed() { sum = sum * square + coefficient }
        return sum * inverse
    }

    private static let coefficients: [DoubleDouble] = [
        (1, 12), (-1, 360), (1, 1260), (-1, 1680), (1, 1188), (-691, 360_360), (1, 156), (-3617, 122_400),
        (43867, 244_188), (-174_611, 125_400), (77683, 5796), (-236_364_091, 1_506_960),
    ].map { (over: Double, under: Double) in DoubleDouble(over) / DoubleDouble(under) }
}

/// The logarithm of a product of many factors, for one logarithm.
private struct LogProduct {
    private var significand = DoubleDouble(1)
    private var exponent = 0

    mutating func multiply(by factor: DoubleDouble) { set(significand * taken(factor, 1)) }
    mutating func divide(by factor: DoubleDouble) { set(significand / taken(factor, -1)) }

    var logarithm: DoubleDouble { DoubleDouble.log(significand) + DoubleDouble.ln2 * Double(exponent) }

    private mutating func set(_ product: DoubleDouble) { significand = taken(product, 1) }

    /// A number between 1 and 2, whose power of two is counted: no product or quotient is ever too large.
    private mutating func taken(_ factor: DoubleDouble, _ sign: Int) -> DoubleDouble {
        let power = Int(factor.high.exponent)
        exponent += sign * power
        return factor.scaled(by: -power)
    }
}
