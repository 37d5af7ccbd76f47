/// The distribution of a sum of k squared normal variables, for any real k from 1e−4 to 1e12; beyond, NaN.
///
/// P(X ≤ x) = P(k/2, x/2). Relative error of both tails down to 1e−305, measured for k from ½ to 1e6: 1.1e−15.
struct ChiSquared: PositiveDistribution {
    let degreesOfFreedom: Double

    init(_ degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    var isDefined: Bool { Tails.degreesOfFreedom.contains(degreesOfFreedom) }
    var center: Double { degreesOfFreedom }

    func tails(_ x: Double) -> Tails {
        // Half of the smallest Double is none, but not a place without a tail.
        RegularisedGamma.tails(degreesOfFreedom / 2, max(x / 2, .leastNonzeroMagnitude))
    }
}
