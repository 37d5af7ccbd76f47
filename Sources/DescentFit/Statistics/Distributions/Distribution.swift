/// A distribution on the line: both tails, each with its own relative accuracy, and where they have a given size.
///
/// NaN in, NaN out. Parameters outside their domain give NaN everywhere, as a probability outside [0, 1] does.
protocol Distribution: Sendable {
    /// P(X ≤ x)
    func lower(_ x: Double) -> Double
    /// P(X > x), never computed as 1 − lower where that would lose digits.
    func upper(_ x: Double) -> Double
    /// x with P(X ≤ x) = p. The ends of the domain at 0 and 1.
    func quantile(lower p: Double) -> Double
    /// x with P(X > x) = p: the way to ask for a far quantile, as 1 − 1e−20 is no Double.
    func quantile(upper p: Double) -> Double
}

/// A distribution that is symmetric about 0.
protocol SymmetricDistribution: Distribution {
    /// P(0 < X ≤ x) for x ≥ 0, to full relative accuracy next to 0.
    func central(_ x: Double) -> Double
    /// x ≥ 0 with P(X > x) = p, for 0 < p ≤ ¼.
    func outerQuantile(_ p: Double) -> Double
    /// x ≥ 0 with P(0 < X ≤ x) = p, for 0 < p ≤ ¼.
    func centralQuantile(_ p: Double) -> Double
}

extension SymmetricDistribution {
    func lower(_ x: Double) -> Double { upper(-x) }

    /// P(|X| > |x|): the p-value of a two-sided test.
    func twoSided(_ x: Double) -> Double { 2 * upper(x.magnitude) }

    func quantile(upper p: Double) -> Double { 0 - quantile(lower: p) }

    func quantile(lower p: Double) -> Double {
        guard p >= 0, p <= 1, !upper(0).isNaN else { return .nan }
        if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
        if p == 0.5 { return 0 }
        // From ¼ on, the differences are exact.
        if p < 0.25 { return -outerQuantile(p) }
        if p > 0.75 { return outerQuantile(1 - p) }
        return p < 0.5 ? -centralQuantile(0.5 - p) : centralQuantile(p - 0.5)
    }
}

/// A distribution of a positive variable whose tails are computed together.
protocol PositiveDistribution: Distribution {
    /// Both tails at 0 < x < ∞.
    func tails(_ x: Double) -> Tails
    /// Whether the parameters are in their domain.
    var isDefined: Bool { get }
    /// A place within the bulk.
    var center: Double { get }
}

extension PositiveDistribution {
    func lower(_ x: Double) -> Double { within(x).lower }
    func upper(_ x: Double) -> Double { within(x).upper }

    /// Both tails at any x, also beyond the distribution's range.
    func within(_ x: Double) -> Tails {
        guard isDefined, !x.isNaN else { return .undefined }
        if x <= 0 { return .nothingBelow }
        return x.isFinite ? tails(x) : .nothingAbove
    }

    func quantile(lower p: Double) -> Double { p > 0.5 ? solve(1 - p, isLower: false) : solve(p, isLower: true) }
    func quantile(upper p: Double) -> Double { p > 0.5 ? solve(1 - p, isLower: true) : solve(p, isLower: false) }

    /// 1 − p is exact from ½ on.
    private func solve(_ p: Double, isLower: Bool) -> Double {
        guard isDefined, p >= 0 else { return .nan }
        if p == 0 { return isLower ? 0 : .infinity }
        return TailSolver.argument(of: p, from: center, grows: isLower) { x in
            let tails = tails(x)
            return (isLower ? tails.lower : tails.upper, tails.growth)
        }
    }
}
