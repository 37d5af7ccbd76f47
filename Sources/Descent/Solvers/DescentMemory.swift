/// What a descent by gradients remembers.
struct DescentMemory: Sendable, Hashable {
    /// Of the parameters the first are weights, which are penalised.
    let weights: Int
    /// The rule's numbers, one kind after the other.
    var rule: [Double]
    /// The point before the last step.
    var before: [Double]
    var firstLoss = Double.nan
    /// Means over epochs: of the last whole one, and the sum so far of the one under way.
    var lastLoss = Double.nan
    var epochLoss = 0.0

    init(_ count: Int, weights: Int, perParameter: Int) {
        self.weights = weights
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
