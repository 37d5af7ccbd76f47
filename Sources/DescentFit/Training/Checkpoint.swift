/// Saves a fit on its way, so that another can go on from there: `Training.resume(from:)`.
///
///     let training = try Training(data, neuron: .logistic, by: solver)
///     let fit = try training.fit(
///         checkpoint: Checkpoint(every: 100) { state in
///             print(state.count, "bytes")
///         })
///
/// What `data.fit` has saved, a `Training` goes on with that has the same solver and is `standardised: true`, as `data.fit` is.
public struct Checkpoint: Sendable {
    let steps: Int
    let save: @Sendable (_ state: [UInt8]) throws -> Void

    /// - Parameters:
    ///   - steps: from one state that is saved to the next, at least 1; less counts as 1.
    ///   - save: gets the encoded state, on the thread of the fit, which waits. What it throws ends the fit, as `unsaved`.
    public init(every steps: Int, _ save: @escaping @Sendable (_ state: [UInt8]) throws -> Void) {
        self.steps = max(1, steps)
        self.save = save
    }
}
