public import DescentAlgebra
public import DescentSolvers

extension CrossValidation {
    /// What folds say of a penalty.
    public struct Point: Sendable {
        /// What was added to the risk of every fold's fit.
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
    package let judgement: CrossValidation.Judgement
    /// Whether `fit` has the best penalty or the simplest.
    package let choice: CrossValidation.Choice
    /// At which end of its mixing the best penalty is; nil elsewhere.
    package let endOfBest: PathEnd?
    /// Of all data with the chosen penalty.
    public let fit: Fit<Element>
    /// Outputs × samples: ŷ of every sample by the chosen penalty's fit that has not seen it.
    public let outOfFold: Matrix<Element>
    /// Of X, by all fits together, the judgement and the last fit included.
    package let reads: Double
    package let seconds: Double

    /// Mixing after mixing, each from the strongest penalty to the weakest; penalties of one's own in their order. To plot:
    /// `value` ± `standardError` over `penalty.strength`.
    public var points: [CrossValidation.Point] { judgement.points }
    /// Where the points of each mixing are; penalties of one's own are one curve.
    public var curves: [Range<Int>] { judgement.curves }
    /// Whether the best penalty is the weakest or the strongest of its mixing, and a better one may lie beyond; a computed path has
    /// been extended once by then, and has nothing beyond λ_max of an l1 penalty, where all weights are 0.
    public var bestIsAtEnd: Bool { endOfBest != nil }
    /// By which penalties are judged.
    package var metric: Metric { judgement.metric }
    /// Of the best value; the first of equals.
    package var bestIndex: Int { judgement.bestIndex }
    /// The penalty with the best value; the first of equals.
    public var best: CrossValidation.Point { points[bestIndex] }

    /// The strongest penalty of the best one's mixing whose value is within one standard error of the best: the simplest model
    /// that the folds cannot tell from the best.
    public var simplest: CrossValidation.Point { points[simplestIndex] }
    package var simplestIndex: Int { judgement.simplestIndex }
    /// The best or the simplest, as was asked for.
    package var chosen: CrossValidation.Point { choice == .best ? best : simplest }
}

extension CrossValidation {
    /// All penalties' values, and which of them to go on with.
    package struct Judgement: Sendable {
        let points: [Point]
        let curves: [Range<Int>]
        let metric: Metric
        let bestIndex: Int
        let simplestIndex: Int

        init(points: [[Point]], best: (curve: Int, index: Int), metric: Metric) {
            self.points = points.flatMap { $0 }
            self.metric = metric
            curves = points.ranges
            let own = curves[best.curve], bestIndex = own.lowerBound + best.index, best = self.points[bestIndex]
            self.bestIndex = bestIndex
            let limit = best.value + (metric.isLargerBetter ? -1 : 1) * best.standardError, all = self.points
            simplestIndex =
                own.filter { !metric.isBetter(limit, than: all[$0].value) }
                .max { all[$0].penalty.strength < all[$1].penalty.strength } ?? bestIndex
        }
    }
}
