/// Fisher's F: the ratio of two mean squares of d₁ and d₂ degrees of freedom, real numbers from 1e−4 on of which one is at
/// most 1e12; beyond, NaN. From 1e60 on, and so for ∞, one mean square is its expectation: with d₂ = ∞, d₁F is χ² of d₁, and
/// with d₁ = ∞, d₂/F is χ² of d₂.
///
/// P(F ≤ f) = I(d₁/2, d₂/2; x), x = d₁f/(d₁f + d₂). Relative error of both tails down to 1e−305, measured for
/// degrees of freedom from ½ to 1e7: 4e−16.
struct VarianceRatio: PositiveDistribution {
    let over: Double
    let under: Double

    /// - Parameters:
    ///   - over: degrees of freedom of the numerator.
    ///   - under: of the denominator.
    init(_ over: Double, _ under: Double) { (self.over, self.under) = (over, under) }

    var isDefined: Bool { Tails.degreesOfFreedom.contains(min(over, under)) && !over.isNaN && !under.isNaN }
    var center: Double { 1 }

    func tails(_ f: Double) -> Tails {
        if under >= Self.limit { return ChiSquared(over).within(f * over) }
        if over >= Self.limit { return ChiSquared(under).within(under / f).exchanged }
        let above = RegularisedBeta.tails(under / 2, over / 2, Odds(over: over, f, under: under))
        return above.exchanged
    }

    /// At d₁ = 1e12 and f = 1 the limit differs by d₁/d₂ of itself; at 1e60 no digit of any tail does.
    private static let limit = 1e60
}
