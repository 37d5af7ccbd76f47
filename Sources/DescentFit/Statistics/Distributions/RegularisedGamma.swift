internal import DescentAlgebra

/// P(a, x) = 1/Γ(a) ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt and Q(a, x) = 1 − P(a, x).
///
/// Both are a prefactor D = xᵃ e⁻ˣ/Γ(a), whose exponent is summed in twice the digits, times a number near 1:
/// below a + 1, P = D/a · Σ xⁿ/((a + 1)…(a + n)), all terms positive, from the last backwards; from there on,
/// Q = D/(x + 1 − a + 1(a − 1)/(x + 3 − a + 2(a − 2)/(x + 5 − a + …))), Legendre's fraction. About 20 √a terms next to x = a.
enum RegularisedGamma {
    /// - Parameters:
    ///   - a: above 0, at most 1e12.
    ///   - x: at least 0; P(a, 0) = 0.
    static func tails(_ a: Double, _ x: Double) -> Tails {
        guard x > 0 else { return x == 0 ? .nothingBelow : .undefined }
        guard x.isFinite else { return .nothingAbove }
        let prefactor = DoubleDouble.exp(DoubleDouble.log(x) * a - x - LogGamma.logGamma(a))
        if x < a + 1 { return Tails(lower: prefactor / a * series(a, x), growth: prefactor) }
        let fraction = ContinuedFraction.value { n in (alpha: n * (a - n), beta: (x - a) + (2 * n + 1)) }
        return Tails(upper: prefactor / fraction, growth: prefactor)
    }

    /// 1 + x/(a + 1) (1 + x/(a + 2) (1 + …))
    private static func series(_ a: Double, _ x: Double) -> Double {
        var last = 0.0, term = 1.0, sum = 1.0
        while term > 1e-18 * sum {
            last += 1
            term *= x / (a + last)
            sum += term
        }
        sum = 1
        while last > 0 {
            sum = 1 + x / (a + last) * sum
            last -= 1
        }
        return sum
    }
}
