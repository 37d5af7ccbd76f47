public import DescentAlgebra

/// A number of every bootstrap replicate that has one: a coefficient, or how well it predicts.
public struct ReplicateValues: Sendable, Hashable {
    /// In the order of the replicates; finite.
    public let values: [Double]
    /// Which have one, in ascending order.
    package let replicates: [Int]

    init(_ values: [Double], of replicates: [Int]) {
        let heard = values.indices.filter { values[$0].isFinite }
        self.values = heard.map { values[$0] }
        self.replicates = heard.map { replicates[$0] }
    }

    /// The mean of the values; NaN without any.
    public var mean: Double { values.reduce(0, +) / Double(values.count) }

    /// The standard deviation of the values, with B − 1 as divisor; NaN for fewer than two.
    public var standardError: Double {
        let mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : .nan
    }

    /// The percentile interval: the quantiles at (1 − level)/2 and (1 + level)/2, with straight lines between neighbouring
    /// values, the least at 0 and the largest at 1 (Hyndman and Fan's type 7).
    ///
    /// - Throws: `illegalOption` for a level that is not between 0 and 1, and for fewer than 2/(1 − level) values: 40 for
    ///   0.95, 200 for 0.99.
    public func interval(level: Double = 0.95) throws(DescentError) -> ClosedRange<Double> {
        try Percentile.interval(values, level: level)
    }
}
