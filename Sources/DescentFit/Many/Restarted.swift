public import DescentAlgebra

/// What fits from several starts ended with.
public struct Restarted<Element: Scalar>: Sendable {
    /// The fit of a start by its number; 0 is the start at 0.
    package struct Start: Sendable {
        package let index: Int
        package let fit: MemberFit<Element>
    }

    /// In the order of `fits`.
    package let starts: [Start]
    package let failed: [MemberFailure]
    /// How often X was read, by all fits together.
    package let reads: Double
    package let seconds: Double

    /// From the lowest loss, penalty included, to the highest; equals in the order of their starts. At least one.
    public var fits: [MemberFit<Element>] { starts.map(\.fit) }
    /// The fit with the lowest loss.
    public var best: MemberFit<Element> { starts[0].fit }
    /// Why other starts have no fit, by their numbers, of which 0 is the start at 0; `noStatistics` of one that ended at no number.
    public var failures: [Int: DescentError] { failed.errors }

    /// How far apart minima are: of the losses of all `fits`, penalty included; the median is the lower of two in the middle.
    package var spread: (least: Double, median: Double, largest: Double) {
        (best.risk, starts[(starts.count - 1) / 2].fit.risk, starts[starts.count - 1].fit.risk)
    }

    /// How many starts have reached the best: have a loss above it by no more than 10^−digits of the largest.
    ///
    /// One of many is a sign that there are lower minima still; try more starts.
    public func count(within digits: Int) -> Int {
        let spread = spread, most = Math.power(10, -digits) * max(spread.largest.magnitude, spread.least.magnitude)
        return starts.count { $0.fit.risk - spread.least <= most }
    }
}
