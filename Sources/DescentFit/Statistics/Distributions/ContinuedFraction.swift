/// β₀ + α₁/(β₁ + α₂/(β₂ + …))
enum ContinuedFraction {
    /// The value, from the end backwards.
    ///
    /// A first run forward, by Steed's recurrence for the steps from one approximant to the next, finds the term that no longer
    /// counts; their product can be followed below the rounding of the value itself. The value is then computed from there back:
    /// each division damps the rounding of those before it, where a running product, as in Lentz's method, collects them.
    ///
    /// - Parameter term: αₙ and βₙ. α₀ is not used.
    @inline(__always)
    static func value(_ term: (_ n: Double) -> (alpha: Double, beta: Double)) -> Double {
        var inverse = 1 / term(0).beta
        var step = 1.0, last = 0.0
        while step > 1e-22, last < mostTerms {
            last += 1
            let (alpha, beta) = term(last)
            let next = 1 / (beta + alpha * inverse)
            step *= (alpha * inverse * next).magnitude
            inverse = next
        }
        var (alpha, value) = term(last)
        while last > 0 {
            last -= 1
            let (nextAlpha, beta) = term(last)
            value = beta + alpha / value
            alpha = nextAlpha
        }
        return value
    }

    /// Far more than any fraction here needs within the domains that their callers state; it only bounds the time.
    static let mostTerms = 1e8
}
