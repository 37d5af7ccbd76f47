import Descent

/// Why there are many fits over the same samples.
enum ManyKind: String, CaseIterable {
    /// Penalties × folds, as cross-validation has them.
    case folds
    case bootstrap
    case oneVsRest = "one-vs-rest"
    /// The folds' fits once more, for the memory that they take.
    case memory

    static let foldCount = 5
    static let penaltyCount = 10
    static let replicateCount = 100
    static let classCount = 10

    /// How many.
    var fits: Int {
        switch self {
        case .folds, .memory: Self.foldCount * Self.penaltyCount
        case .bootstrap: Self.replicateCount
        case .oneVsRest: Self.classCount
        }
    }

    /// Shapes of the suite.
    func shapes(isQuick: Bool) -> [Shape] {
        switch self {
        // A fold's samples are more than those for which a fit alone is Newton's: both sides go the same way.
        case .folds:
            isQuick
                ? [Shape(28, 51_000)]
                : [Shape(28, 200_000), Shape(200, 50_000), Shape(784, 60_000)]
        case .bootstrap: [isQuick ? Shape(28, 1_000) : Shape(28, 200_000)]
        case .oneVsRest: [isQuick ? Shape(28, 6_000) : Shape(784, 20_000)]
        case .memory: [isQuick ? Shape(28, 51_000) : Shape(28, 1_000_000)]
        }
    }

    /// Values that fits of their own have beside X, all in memory: every fold's copy of the others, replicates' weights,
    /// classes' targets. For memory, X in a process of its own.
    func valuesBeside(_ shape: Shape) -> Int {
        switch self {
        case .folds: (Self.foldCount - 1) * shape.values
        case .bootstrap: Self.replicateCount * shape.samples
        case .oneVsRest: Self.classCount * shape.samples
        case .memory: shape.values
        }
    }
}
