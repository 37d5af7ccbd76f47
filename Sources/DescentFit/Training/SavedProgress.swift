package import DescentAlgebra
internal import DescentSolvers

/// What a saved state says of its fit without it.
package struct SavedProgress: Sendable, Hashable {
    /// That the fit took so far.
    package let seconds: Double
    package let steps: Int
    /// The risk of the last answer.
    package let risk: Double
    package let gradientNorm: Double
    package let rate: Double
    /// Weights and biases.
    package let parameters: Int

    /// - Throws: `unusableState` for bytes that are no state, or damaged.
    package init(of bytes: [UInt8]) throws(DescentError) {
        // In the order of `SavedState`, and of the state in it.
        var reader = try StateReader(bytes), ignored: UInt64 = 0
        var (seconds, loss, gradientNorm, rate) = (0.0, 0.0, 0.0, 0.0), steps = 0, parameters = 0
        try reader.code(&ignored)
        if reader.hasDigest { try reader.code(&ignored) }
        try reader.number(&seconds, "the time that it took")
        var apart = 0
        try reader.count(&apart, "the number of parameters set apart", in: 0...bytes.count)
        for _ in 0..<apart { try reader.code(&ignored) }
        try reader.count(&steps, "the number of steps")
        try reader.number(&loss, "the loss") { _ in true }
        try reader.number(&gradientNorm, "the norm of the gradient") { _ in true }
        try reader.number(&rate, "the rate") { _ in true }
        try reader.count(&parameters, "the number of parameters")
        (self.seconds, self.steps, self.risk) = (seconds, steps, loss)
        (self.gradientNorm, self.rate, self.parameters) = (gradientNorm, rate, parameters)
    }
}
