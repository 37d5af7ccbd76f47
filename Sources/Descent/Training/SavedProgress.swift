/// What a saved state says of its fit without it.
public struct SavedProgress: Sendable, Hashable {
    public let steps: Int
    /// Of the last answer.
    public let loss: Double
    public let gradientNorm: Double
    public let rate: Double
    /// That the fit took so far.
    public let seconds: Double
    /// Weights and biases.
    public let parameters: Int

    /// - Throws: `unusableState` for bytes that are no state, or damaged.
    public init(of bytes: [UInt8]) throws(DescentError) {
        var reader = try StateReader(bytes)
        _ = try reader.integer()
        steps = Int(clamping: try reader.integer())
        (loss, gradientNorm, rate) = (try reader.number(), try reader.number(), try reader.number())
        seconds = try reader.number()
        _ = try reader.integer()
        parameters = try reader.numbers(upTo: .max).count
    }
}
