/// Where a fit is after a step.
public struct FitProgress: Sendable, Hashable {
    /// Steps taken, this one included; an answer that ends the fit is not followed by a step. A solver that begins on a sample of the
    /// data counts those steps by themselves, and the risk is the sample's meanwhile: then it counts from 0 again, on all data.
    public let step: Int
    /// Whole passes over the data, from 0; a fraction of one with mini-batches.
    public let epochs: Double
    /// The penalised risk at the point before the step: of all data, or of the batch.
    public let risk: Double
    /// Of its gradient; with an l1 penalty, of the smallest subgradient.
    public let gradientNorm: Double
    /// The rate of the step.
    public let rate: Double
    /// The unpenalised risk on the validation data, where it was measured at this step.
    public let validationLoss: Double?
    /// Since the fit began.
    public let seconds: Double
}
