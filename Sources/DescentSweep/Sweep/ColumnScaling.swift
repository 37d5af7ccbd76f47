package import DescentAlgebra

/// Powers of two that bring every feature, target and weight to size 1. Multiplying by them rounds nothing, so a column
/// times a power of two is the same problem to the bit, and the norms that rank is decided by are comparable.
package struct ColumnScaling: Sendable {
    /// x̃ = x · 2^−exponent.
    package let features: [Int]
    package let targets: [Int]
    package let weight: Int
    /// The sum of the scaled weights.
    package let totalWeight: Double

    package init(_ survey: Survey, samples: Int) {
        features = survey.features.map(Self.exponent)
        targets = survey.targets.map(Self.exponent)
        weight = Int((survey.totalWeight / Double(samples)).exponent)
        totalWeight = Self.scaled(survey.totalWeight, by: -weight)
    }

    /// Near the root mean square, and such that no value, of weight 0 or not, leaves the range in which products split.
    private static func exponent(_ column: FeatureSummary) -> Int {
        let size = max(column.mean.magnitude, column.standardDeviation)
        let largest = max(column.minimum.magnitude, column.maximum.magnitude)
        guard largest > 0 else { return 0 }
        let wanted = size > 0 ? Int(size.exponent) : Int(largest.exponent)
        return min(max(wanted, Int(largest.exponent) - 900, -1022), 1022)
    }

    package static func scaled(_ x: Double, by exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: x)
    }

    /// 2^−exponent of every column.
    package static func inverses(_ exponents: [Int]) throws(DescentError) -> Buffer<Double> {
        let result = try Buffer<Double>(exponents.count)
        for index in exponents.indices { result[index] = scaled(1, by: -exponents[index]) }
        return result
    }
}
