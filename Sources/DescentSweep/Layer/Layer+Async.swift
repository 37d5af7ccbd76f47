public import DescentAlgebra

/// Predictions for whoever must not wait: on threads of Descent's own, in tiles, until the task is cancelled.
extension Layer {
    /// ŷ for every sample, off the tasks' pool: with the bits of `predict(samples:)`, which are those of `predict(_:)` to rounding.
    /// Cancelling the task ends it before the next tile, by throwing `cancelled`.
    public func predict(_ X: Matrix<Element>) async throws(DescentError) -> Matrix<Element> {
        try await predict(samples: X)
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
    /// tile, by throwing `cancelled`.
    public func classes(_ X: Matrix<Element>) async throws(DescentError) -> [Int] {
        try await Cancellation.offThePool { () throws(DescentError) in try classes(of: scores(samples: X)) }
    }
}
