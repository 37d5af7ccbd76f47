/// Student's distribution of ν degrees of freedom, any real number from 1e−4 on; below, NaN. From 1e22 on, and so
/// for ∞, it is the normal distribution: their tails differ by t⁴/4ν of themselves, below 1e−16 where they are Doubles.
///
/// With x = ν/(ν + t²): P(T > t) = ½ I(ν/2, ½; x) and P(0 < T ≤ t) = ½ I(½, ν/2; 1 − x), t ≥ 0.
/// Relative error of both down to 1e−305, measured for ν from ½ to 1e7, t from 1e−6 to 1e300: 4.1e−16.
struct StudentT: SymmetricDistribution {
    let degreesOfFreedom: Double

    init(_ degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    func upper(_ t: Double) -> Double {
        if isNormal { return StandardNormal().upper(t) }
        guard isDefined, !t.isNaN else { return .nan }
        if t == 0 { return 0.5 }
        let outside = 0.5 * tails(t.magnitude).lower
        return t > 0 ? outside : 1 - outside
    }

    func central(_ t: Double) -> Double {
        if isNormal { return StandardNormal().central(t) }
        guard isDefined, t >= 0 else { return .nan }
        return t == 0 ? 0 : 0.5 * tails(t).upper
    }

    func outerQuantile(_ p: Double) -> Double {
        if isNormal { return StandardNormal().outerQuantile(p) }
        return TailSolver.argument(of: 2 * p, from: 1, grows: false) {
            let tails = tails($0)
            return (tails.lower, 2 * tails.growth)
        }
    }

    func centralQuantile(_ p: Double) -> Double {
        if isNormal { return StandardNormal().centralQuantile(p) }
        return TailSolver.argument(of: 2 * p, from: p, grows: true) {
            let tails = tails($0)
            return (tails.upper, 2 * tails.growth)
        }
    }

    private var isNormal: Bool { degreesOfFreedom >= 1e22 }
    private var isDefined: Bool { degreesOfFreedom >= Tails.degreesOfFreedom.lowerBound }

    /// What lies outside of ±t as the lower tail, what lies between as the upper one.
    private func tails(_ t: Double) -> Tails {
        guard t.isFinite else { return .nothingBelow }
        return RegularisedBeta.tails(degreesOfFreedom / 2, 0.5, Odds(over: t, t, under: degreesOfFreedom))
    }
}
