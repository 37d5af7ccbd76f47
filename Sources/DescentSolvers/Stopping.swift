public import DescentAlgebra

/// When a fit by descent ends. Whatever fires first names itself in the outcome.
public struct Stopping: Sendable, Hashable {
    /// ‖∇R‖₂ at which a full-batch fit has converged; with mini-batches the gradient is that of a batch, and this does not
    /// apply. With an l1 penalty, of the smallest subgradient. Nil for never.
    package let gradientNorm: Double?
    /// |R − R before| ≤ lossChange · max(1, |R|), between steps, or with mini-batches between the means of epochs. Nil,
    /// the default, for never.
    package let lossChange: Double?
    /// max |step| ≤ digits · max |parameter|, in the fit's coordinates, for solvers of second order, whose step is their
    /// estimate of what is still wrong. Nil, the default, for never.
    package let digits: Double?
    /// Steps.
    package let iterations: Int
    package let seconds: Double?

    /// Fails with `illegalOption` for a tolerance or time that is negative or not finite, or no iterations.
    public init(
        gradientNorm: Double? = 1e-6, lossChange: Double? = nil, digits: Double? = nil, iterations: Int = 10_000,
        seconds: Double? = nil
    ) throws(DescentError) {
        if let gradientNorm {
            try Hyperparameter("the gradient norm to stop at", gradientNorm, .nonNegative).validate()
        }
        if let lossChange { try Hyperparameter("the loss change to stop at", lossChange, .nonNegative).validate() }
        if let digits { try Hyperparameter("the digits to stop at", digits, .nonNegative).validate() }
        if let seconds { try Hyperparameter("the time limit", seconds, .positive).validate() }
        guard iterations >= 1 else {
            throw .illegalOption(name: "the number of iterations", value: "\(iterations)", requirement: "at least 1")
        }
        self.gradientNorm = gradientNorm
        self.lossChange = lossChange
        self.digits = digits
        self.iterations = iterations
        self.seconds = seconds
    }

    private init(gradientNorm: Double?, digits: Double?, iterations: Int, seconds: Double? = nil) {
        self.gradientNorm = gradientNorm
        self.lossChange = nil
        self.digits = digits
        self.iterations = iterations
        self.seconds = seconds
    }

    /// Of a closer look, which ends when its steps no longer shrink.
    package func closer(left iterations: Int) -> Stopping {
        Stopping(gradientNorm: nil, digits: min(digits ?? 1e-8, 1e-8), iterations: iterations, seconds: seconds)
    }

    /// A gradient norm of 10⁻⁶, or 10 000 steps; no limit of time. The default of `Solver.firstOrder`.
    public static let standard = Stopping(gradientNorm: 1e-6, digits: nil, iterations: 10_000)
    /// Eight digits of the coefficients at least, and as many as there are where they are cheap.
    public static let digits = Stopping(gradientNorm: nil, digits: 1e-8, iterations: 500)
    static let sampleOptimum = Stopping(gradientNorm: nil, digits: 1e-2, iterations: 30)
}
