public import DescentAlgebra

/// Predictions for whoever must not wait: on threads of Descent's own, in tiles, until the task is cancelled.
extension Layer {
    /// ŷ for every sample, off the tasks' pool: with the bits of `predict(samples:)`, which are those of `predict(_:)` to rounding.
    /// Cancelling the task ends it before the next tile, by throwing `cancelled`. A matrix of no more than 2 MB is worth no thread: it is
    /// predicted where it is awaited.
    public func predict(_ X: Matrix<Element>) async throws(DescentError) -> Matrix<Element> {
        // No `await` on this side: the compiler takes the other form of the same name in a function that does not wait.
        func now() throws(DescentError) -> Matrix<Element> { try predict(samples: X, threads: 1) }
        return X.columns <= piece ? try now() : try await predict(samples: X)
    }

    /// `predict(samples:)`, off the tasks' pool. Cancelling the task ends it before the next tile, by throwing `cancelled`.
    public func predict(
        samples source: some SampleSource<Element>, offsets: Matrix<Element>? = nil, threads: Int? = nil
    ) async throws(DescentError) -> Matrix<Element> {
        try await Cancellation.offThePool { () throws(DescentError) in
            try predict(samples: source, offsets: offsets, threads: threads)
        }
    }

    /// `scores(samples:)`, off the tasks' pool. Cancelling the task ends it before the next tile, by throwing `cancelled`.
    public func scores(
        samples source: some SampleSource<Element>, offsets: Matrix<Element>? = nil, threads: Int? = nil
    ) async throws(DescentError) -> Matrix<Element> {
        try await Cancellation.offThePool { () throws(DescentError) in
            try scores(samples: source, offsets: offsets, threads: threads)
        }
    }

    /// The class of every sample, off the tasks' pool, by the scores of `scores(samples:)`. Cancelling the task ends it before the next
    /// tile, by throwing `cancelled`. A matrix of no more than 2 MB is judged where it is awaited.
    public func classes(_ X: Matrix<Element>) async throws(DescentError) -> [Int] {
        guard let decision = neuron.decision else { throw .notAClassifier(neuron: neuron.name) }
        if decision == .threshold { try requireSingleOutput() }
        func now() throws(DescentError) -> [Int] { try classes(of: scores(samples: X, threads: 1)) }
        if X.columns <= piece { return try now() }
        return try await Cancellation.offThePool { () throws(DescentError) in try classes(of: scores(samples: X)) }
    }
}
