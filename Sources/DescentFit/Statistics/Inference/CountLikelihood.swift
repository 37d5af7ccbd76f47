internal import DescentAlgebra

/// The Poisson likelihood of counts of any size, about the likelihood of ŷ = y, so that nothing of the size of y ln y cancels.
///
/// −ln p(y; μ) = d/2 + c(y), with half the deviance d/2 = y ln(y/μ) − y + μ and c(y) = ln y! − y ln y + y = −ln p(y; y). With
/// t = ln μ − ln y the first is y (eᵗ − 1 − t), whose series has no difference in it where μ is near y; the second is
/// ½ ln 2πy and the error of Stirling's formula. Legal: y ≥ 0, whole or not.
enum CountLikelihood {
    /// y ln(y/μ) − y + μ for ln μ = z. What matters of z is its difference to ln y, so both have twice the digits.
    static func halfDeviance(of y: Double, at z: DoubleDouble) -> Double {
        guard y > 0 else { return Math.exponential(z.value) }
        return y * exponentialRemainder((z - logarithm(y)).value)
    }

    /// −ln p(y; y).
    static func leastLoss(of y: Double) -> Double {
        guard y > 0 else { return 0 }
        if y >= 32 {
            return 0.5 * Math.logarithm(y) + DoubleDouble.halfLogTwoPi.high
                + LogGamma.stirlingError(DoubleDouble(y)).value
        }
        return (LogGamma.logGamma(y + 1) - logarithm(y) * y + y).value
    }

    /// eᵗ − 1 − t, to a few units of the last place.
    static func exponentialRemainder(_ t: Double) -> Double {
        guard t.magnitude < 0.5 else { return Math.exponentialLess1(t) - t }
        // t²/2! + t³/3! + … + t¹⁸/18!
        var sum = 0.0
        for inverse in inverseFactorials.reversed() { sum = sum * t + inverse }
        return sum * t * t
    }

    static func logarithm(_ y: Double) -> DoubleDouble {
        guard y < Double(smallLogarithms.count), y == y.rounded(.down), y > 0 else { return DoubleDouble.log(y) }
        return smallLogarithms[Int(y)]
    }

    /// 1/2!, 1/3!, …, 1/18!
    private static let inverseFactorials: [Double] = {
        var factorial = 1.0
        return (2...18).map { n in
            factorial *= Double(n)
            return 1 / factorial
        }
    }()

    /// ln 1, ln 2, … at their places: most counts are small.
    private static let smallLogarithms = (0..<1024).map { $0 == 0 ? DoubleDouble.zero : DoubleDouble.log(Double($0)) }
}
