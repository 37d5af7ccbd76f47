internal import DescentAlgebra

/// I(a, b; x) = 1/B(a, b) ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt
///
/// A prefactor D = xᵃ yᵇ/B(a, b), whose exponent is summed in twice the digits, divided by a continued fraction: the even
/// part of Gauss's, in the form of Didonato and Morris (1992), which takes a − (a + b)x as one number. It is used below the
/// mean, x ≤ a/(a + b), where all its terms but the last few are positive; above it the same holds for I(b, a; y).
/// About 20 √min(a, b) terms next to the mean.
enum RegularisedBeta {
    /// I(a, b; x) as the lower tail, its growth per unit of ln(x/y). a, b > 0, one of them ≤ 1e12.
    static func tails(_ a: Double, _ b: Double, _ odds: Odds) -> Tails {
        let prefactor = DoubleDouble.exp(odds.logX * a + odds.logY * b - LogGamma.logBeta(a, b))
        let distance = (odds.y * a - odds.x * b).value
        return distance >= 0
            ? Tails(lower: prefactor / fraction(a, b, odds, distance), growth: prefactor)
            : Tails(upper: prefactor / fraction(b, a, odds.inverse, -distance), growth: prefactor)
    }

    /// - Parameter distance: a y − b x = a − (a + b)x ≥ 0
    private static func fraction(_ a: Double, _ b: Double, _ odds: Odds, _ distance: Double) -> Double {
        let x = odds.x.value, y = odds.y.value
        return ContinuedFraction.value { n in
            // The general formula is 0/0 here where a = 1.
            if n == 0 { return (alpha: 0, beta: a / (a + 1) * (distance + 1)) }
            let before = a + 2 * n - 1
            // Quotients first: the square of a large a is no Double.
            let alpha = ((a + n - 1) / before * x) * ((a + b + n - 1) / before * x) * n * (b - n)
            let beta = n + n * (b - n) / before * x + (a + n) / (a + 2 * n + 1) * (distance + 1 + n * (1 + y))
            return (alpha, beta)
        }
    }
}
