public import DescentAlgebra
public import DescentSolvers

extension Penalty {
    /// Penalties in a geometric sequence, from the strongest to the weakest.
    ///
    ///     try Penalty.grid(l2: 1e-5...1, on: .deviations, count: 10)
    ///
    /// - Throws: `illegalOption` for strengths that are not positive and finite, or fewer than 2.
    public static func grid(
        l1: ClosedRange<Double>? = nil, l2: ClosedRange<Double>? = nil, on units: Units, count: Int
    ) throws(DescentError) -> [Penalty] {
        guard count >= 2 else {
            throw .illegalOption(name: "the number of penalties", value: "\(count)", requirement: "at least 2")
        }
        for range in [l1, l2] {
            guard let range, !(range.lowerBound > 0 && range.upperBound.isFinite) else { continue }
            throw .illegalOption(
                name: "a range of penalties", value: "\(range)", requirement: "of positive, finite numbers")
        }
        func strength(_ range: ClosedRange<Double>?, _ index: Int) -> Double {
            guard let range else { return 0 }
            let share = Double(index) / Double(count - 1)
            return Math.exponential(
                (1 - share) * Math.logarithm(range.upperBound) + share * Math.logarithm(range.lowerBound))
        }
        var penalties: [Penalty] = []
        for index in 0..<count {
            penalties.append(try Penalty(l1: strength(l1, index), l2: strength(l2, index), on: units))
        }
        return penalties
    }
}
