public import DescentAlgebra
internal import DescentSolvers

/// How much the samples of each class count beside their own weights.
package enum ClassWeights: Sendable, Hashable {
    /// Every class as much as any other, and all together as much as before: W / (K Wₖ), W the weight of all samples, Wₖ that of
    /// the K classes that have any.
    case balanced
    /// One factor per class, at least 0 and finite.
    case factors([Double])

    /// Weights for samples of these classes: the samples' own, or 1, times the factor of their class.
    ///
    /// - Parameters:
    ///   - labels: a class index per sample, in `0 ..< count`.
    ///   - count: of classes.
    ///   - weights: the samples' own. Default 1.
    /// - Throws: `classIndex`, `mismatch`, `illegalOption` for a factor that is not legal, or for another number of factors.
    package func weights<Element: Scalar>(
        labels: [Int], of count: Int, weights: [Element]? = nil
    ) throws(DescentError) -> [Element] {
        if let weights, weights.count != labels.count {
            throw .mismatch(.sampleWeights, .samples, expected: labels.count, found: weights.count)
        }
        var sums = [Double](repeating: 0, count: count)
        for (sample, label) in labels.enumerated() {
            guard sums.indices.contains(label) else { throw .classIndex(sample: sample, value: label, classes: count) }
            sums[label] += weights.map { Double($0[sample]) } ?? 1
        }
        let factors = try self.factors(sums)
        return labels.indices.map { (weights?[$0] ?? 1) * Element(factors[labels[$0]]) }
    }

    private func factors(_ sums: [Double]) throws(DescentError) -> [Double] {
        switch self {
        case .balanced:
            let present = Double(sums.filter { $0 > 0 }.count), total = sums.reduce(0, +)
            return sums.map { $0 > 0 ? total / (present * $0) : 1 }
        case .factors(let factors):
            guard factors.count == sums.count else {
                throw .illegalOption(
                    name: "the number of class weights", value: "\(factors.count)",
                    requirement: "\(sums.count), one per class")
            }
            for factor in factors { try Hyperparameter("a class weight", factor, .nonNegative).validate() }
            return factors
        }
    }
}

extension Dataset {
    /// Weights by which every class counts as much as any other, and all together as much as before: a sample's own, or 1, times
    /// W / (K Wₖ), W the weight of all samples, Wₖ that of the K classes that have any.
    ///
    ///     let weights = try Dataset<Double>.balancedWeights(labels, of: 3)
    ///
    /// - Parameters:
    ///   - labels: a class index per sample, in `0 ..< count`.
    ///   - count: of classes.
    ///   - weights: the samples' own. Default 1.
    /// - Throws: `classIndex`, and `mismatch` for another number of weights.
    public static func balancedWeights(
        _ labels: [Int], of count: Int, weights: [Element]? = nil
    ) throws(DescentError) -> [Element] {
        try ClassWeights.balanced.weights(labels: labels, of: count, weights: weights)
    }
}
