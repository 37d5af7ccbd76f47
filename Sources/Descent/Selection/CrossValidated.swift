public import DescentAlgebra

extension CrossValidation {
    /// What folds say of a penalty.
    public struct Point: Sendable {
        public let penalty: Penalty
        /// Of each fold's samples, the metric of the fit that has not seen them; of a loss without penalty. Infinite where it is
        /// worse than a number can be, and NaN for a fold whose samples all have weight 0.
        public let foldValues: [Double]
        /// Their mean, each fold counted by its weight: of a mean loss or error, that of all samples.
        public let value: Double
        /// Of that mean: √(Σ W (v − value)² / Σ W / (k − 1)), W the weights of the k folds.
        public let standardError: Double
        /// How the folds' fits ended.
        public let outcomes: [Outcome]

        init(
            _ penalty: Penalty, _ values: [Double], _ weights: [Double], _ metric: Metric, _ outcomes: [Outcome]
        ) {
            self.penalty = penalty
            self.outcomes = outcomes
            foldValues = values
            let heard = values.indices.filter { weights[$0] > 0 }, total = heard.reduce(0) { $0 + weights[$1] }
            let mean = heard.reduce(0) { $0 + weights[$1] / total * values[$1] }
            value = mean
            let squares = heard.reduce(0) { $0 + weights[$1] / total * (values[$1] - mean) * (values[$1] - mean) }
            standardError =
                mean.isFinite ? (squares / Double(max(1, heard.count - 1))).squareRoot() : .infinity
        }
    }
}

/// What cross-validation has found.
public struct CrossValidated<Element: Scalar>: Sendable {
    /// Mixing after mixing, each from the strongest penalty to the weakest; penalties of one's own in their order. To plot:
    /// `value` ± `standardError` over `penalty.strength`.
    public let points: [CrossValidation.Point]
    /// Where the points of each mixing are; penalties of one's own are one curve.
    public let curves: [Range<Int>]
    /// Of the best value; the first of equals.
    public let bestIndex: Int
    public let metric: Metric
    /// Of all data with the best penalty.
    public let fit: Fit<Element>
    /// Outputs × samples: ŷ of every sample by the best penalty's fit that has not seen it.
    public let outOfFold: Matrix<Element>
    /// Of X, by all fits together, the judgement and the last fit included.
    public let reads: Double
    public let seconds: Double

    public var best: CrossValidation.Point { points[bestIndex] }

    /// The strongest penalty of the best one's mixing whose value is within one standard error of the best: the simplest model
    /// that the folds cannot tell from the best.
    public var simplest: CrossValidation.Point {
        let limit = best.value + (metric.isLargerBetter ? -1 : 1) * best.standardError
        return points[curves.first { $0.contains(bestIndex) }!]
            .filter { !metric.isBetter(limit, than: $0.value) }
            .max { $0.penalty.strength < $1.penalty.strength } ?? best
    }
}
