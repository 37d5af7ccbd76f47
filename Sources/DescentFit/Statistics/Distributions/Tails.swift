/// Both tails of a distribution at one place, each with its own relative accuracy.
///
/// One is computed on its side of the mean, the other is 1 minus it: from half a degree of freedom on, the other is at least
/// 0.05 there, and loses a digit at most. With less, nearly all of the distribution may lie on one side of its mean, and what
/// is left is right to 1e−16 of the whole, no longer of itself.
struct Tails: Sendable {
    let lower: Double
    let upper: Double
    /// By how much the lower tail grows per unit of the argument's logarithm.
    let growth: Double

    init(lower: Double, growth: Double) {
        (self.lower, self.upper, self.growth) = (lower, 1 - lower, growth)
    }

    init(upper: Double, growth: Double) {
        (self.lower, self.upper, self.growth) = (1 - upper, upper, growth)
    }

    private init(lower: Double, upper: Double, growth: Double) {
        (self.lower, self.upper, self.growth) = (lower, upper, growth)
    }

    /// Seen from the other side.
    var exchanged: Tails { Tails(lower: upper, upper: lower, growth: growth) }

    /// Degrees of freedom for which the fractions end within a second: next to the mean they take a few hundred terms over
    /// the smaller ones where these are below 1, and some twenty times their root where they are large.
    static let degreesOfFreedom = 1e-4...1e12

    static let nothingBelow = Tails(lower: 0, growth: 0)
    static let nothingAbove = Tails(upper: 0, growth: 0)
    static let undefined = Tails(lower: .nan, growth: .nan)
}
