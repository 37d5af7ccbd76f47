/// When a fit by descent ends. Whatever fires first names itself in the outcome.
public struct Stopping: Sendable, Hashable {
    /// ‖∇R‖₂ at which a full-batch fit has converged; with mini-batches the gradient is that of a batch, and this does not
    /// apply. With an l1 penalty, of the smallest subgradient. Nil for never.
    public let gradientNorm: Double?
    /// |R − R before| ≤ lossChange · max(1, |R|), between steps, or with mini-batches between the means of epochs. Nil,
    /// the default, for never.
    public let lossChange: Double?
    /// Steps.
    public let iterations: Int
    public let seconds: Double?

    /// Fails with `illegalOption` for a tolerance or time that is negative or not finite, or no iterations.
    public init(
        gradientNorm: Double? = 1e-6, lossChange: Double? = nil, iterations: Int = 10_000, seconds: Double? = nil
    ) throws(DescentError) {
        if let gradientNorm {
            try Hyperparameter("the gradient norm to stop at", gradientNorm, .nonNegative).validate()
        }
        if let lossChange { try Hyperparameter("the loss change to stop at", lossChange, .nonNegative).validate() }
        if let seconds { try Hyperparameter("the time limit", seconds, .positive).validate() }
        guard iterations >= 1 else {
            throw .illegalOption(name: "the number of iterations", value: "\(iterations)", requirement: "at least 1")
        }
        self.gradientNorm = gradientNorm
        self.lossChange = lossChange
        self.iterations = iterations
        self.seconds = seconds
    }

    private init() {
        gradientNorm = 1e-6
        lossChange = nil
        iterations = 10_000
        seconds = nil
    }

    public static let standard = Stopping()
}
