public import DescentAlgebra

/// What fits from several starts ended with.
public struct Restarted<Element: Scalar>: Sendable {
    /// One start's fit.
    public struct Start: Sendable {
        /// Which; 0 is the start at 0.
        public let index: Int
        /// What it ended with.
        public let fit: MemberFit<Element>
    }

    /// How far apart minima are.
    public struct Spread: Sendable, Hashable {
        /// The loss of the best fit, penalty included.
        public let least: Double
        /// The lower of two in the middle.
        public let median: Double
        /// The loss of the worst fit, penalty included.
        public let largest: Double
    }

    /// From the lowest loss, penalty included, to the highest; equals in the order of their starts. At least one.
    public let fits: [Start]
    /// The starts without a fit, and why.
    public let failures: [MemberFailure]
    /// How often X was read, by all fits together.
    package let reads: Double
    package let seconds: Double

    /// The fit with the lowest loss.
    public var best: MemberFit<Element> { fits[0].fit }

    /// Of the losses of all `fits`, penalty included.
    public var spread: Spread {
        Spread(
            least: best.risk, median: fits[(fits.count - 1) / 2].fit.risk, largest: fits[fits.count - 1].fit.risk)
    }

    /// How many starts have reached the best: have a loss above it by no more than 10^−digits of the largest.
    ///
    /// One of many is a sign that there are lower minima still; try more starts.
    public func count(within digits: Int) -> Int {
        let spread = spread, most = Math.power(10, -digits) * max(spread.largest.magnitude, spread.least.magnitude)
        return fits.count { $0.fit.risk - spread.least <= most }
    }
}
