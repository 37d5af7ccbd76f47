internal import DescentAlgebra
internal import DescentSolvers

extension Survey {
    /// About the mean loss of the best constant prediction, less that of the best one there can be, summed over outputs: what
    /// can be gained at all.
    func lossScale(_ domain: TargetDomain, _ smoothness: Smoothness) -> Double {
        switch domain {
        case .unitInterval, .binary, .classIndex: Math.logarithm(2) * Double(targets.count)
        // Half of the deviance, to second order.
        case .nonNegative: targets.reduce(0) { $0 + ($1.mean > 0 ? min($1.variance / $1.mean, $1.mean) / 2 : 0) }
        case .finite:
            targets.reduce(0) { sum, target in
                let squared = target.variance / 2, absolute = target.standardDeviation
                switch smoothness {
                case .twice, .kinked(hasCurvature: true), .mistakes: return sum + squared
                // Squared in the middle and straight outside.
                case .once: return sum + min(squared, absolute)
                case .kinked(hasCurvature: false): return sum + absolute
                }
            }
        }
    }
}

extension FeatureSummary {
    fileprivate var variance: Double { standardDeviation * standardDeviation }
}
