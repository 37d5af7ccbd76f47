/// What a descent by gradients remembers.
package struct DescentMemory: Sendable, Hashable {
    // Facts of the fit.
    /// Of the parameters the first are weights.
    let weights: Int
    let penalty: PenaltyStrengths

    /// The rule's numbers, one kind after the other.
    var rule: [Double]
    /// The point before the last step.
    var before: [Double]
    var firstLoss = Double.nan
    /// Means over epochs: of the last whole one, and the sum so far of the one under way.
    var lastLoss = Double.nan
    var epochLoss = 0.0

    init(_ count: Int, weights: Int, penalty: PenaltyStrengths, perParameter: Int) {
        self.weights = weights
        self.penalty = penalty
        rule = [Double](repeating: 0, count: perParameter * count)
        before = [Double](repeating: 0, count: count)
    }

    mutating func code<Coder: StateCoder>(with coder: inout Coder) throws(Coder.Failure) {
        try coder.numbers(&rule, "the rule's numbers")
        try coder.numbers(&before, "the point before")
        try coder.numberOrNone(&firstLoss, "the first loss")
        try coder.numberOrNone(&lastLoss, "the loss of the last epoch")
        try coder.number(&epochLoss, "the loss of this epoch")
    }
}
