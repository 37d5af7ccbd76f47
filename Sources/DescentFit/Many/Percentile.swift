internal import DescentAlgebra

/// Intervals from the values of many replicates.
enum Percentile {
    /// What the middle `level` of the values lies in: their quantiles at (1 − level)/2 and (1 + level)/2.
    ///
    /// - Throws: `illegalOption` for a level that is not between 0 and 1, or so few values that less than one of them would
    ///   lie on each side.
    static func interval(_ values: [Double], level: Double) throws(DescentError) -> ClosedRange<Double> {
        guard level > 0, level < 1 else {
            throw .illegalOption(name: "the level of confidence", value: "\(level)", requirement: "above 0 and below 1")
        }
        let needed = leastCount(level: level)
        guard values.count >= needed else {
            throw .illegalOption(
                name: "the number of replicates", value: "\(values.count)",
                requirement: "at least \(needed) for a level of \(level)")
        }
        let sorted = values.sorted(), outside = (1 - level) / 2
        return quantile(sorted, outside)...quantile(sorted, 1 - outside)
    }

    /// 2/(1 − level), rounded up, but for the rounding of the level itself.
    static func leastCount(level: Double) -> Int {
        let exact = 2 / (1 - level)
        // Beyond any number of values there are.
        return exact < 1e15 ? Int((exact * (1 - 0x1p-40)).rounded(.up)) : .max
    }

    /// The quantile of sorted values between which straight lines are drawn, the first at probability 0 and the last at 1:
    /// the seventh definition of Hyndman and Fan, "Sample quantiles in statistical packages" (1996), the default of R and NumPy.
    static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        let place = probability * Double(sorted.count - 1), below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
