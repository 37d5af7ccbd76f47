public import DescentAlgebra

/// The survey of new data for whoever must not wait: on threads of Descent's own, until the task is cancelled.
extension Dataset {
    /// Data with one target per sample, surveyed off the tasks' pool. Cancelling the task ends it before the next tile, by throwing
    /// `cancelled`.
    public init(
        _ features: some SampleSource<Element>, targets: [Element], weights: [Element]? = nil,
        offsets: [Element]? = nil, threads: Int? = nil
    ) async throws(DescentError) {
        self = try await Cancellation.offThePool { () throws(DescentError) in
            try Dataset(
                features, targets: targets, weights: weights, offsets: offsets, threads: threads)
        }
    }

    /// The same with several targets per sample: outputs × samples.
    public init(
        _ features: some SampleSource<Element>, targets: Matrix<Element>, weights: [Element]? = nil,
        offsets: Matrix<Element>? = nil, threads: Int? = nil
    ) async throws(DescentError) {
        self = try await Cancellation.offThePool { () throws(DescentError) in
            try Dataset(
                features, targets: targets, weights: weights, offsets: offsets, threads: threads)
        }
    }

    /// The same in classes: one index in `0 ..< count` per sample.
    public init(
        _ features: some SampleSource<Element>, classes labels: [Int], of count: Int, weights: [Element]? = nil,
        offsets: Matrix<Element>? = nil, threads: Int? = nil
    ) async throws(DescentError) {
        self = try await Cancellation.offThePool { () throws(DescentError) in
            try Dataset(
                features, classes: labels, of: count, weights: weights, offsets: offsets, threads: threads)
        }
    }

    /// `split`, off the tasks' pool. Cancelling the task ends it before the next tile, by throwing `cancelled`.
    public func split(
        _ share: Double, seed: UInt64, threads: Int? = nil
    ) async throws(DescentError) -> (part: Dataset, rest: Dataset) {
        try await offThePool { () throws(DescentError) in
            try split(share, seed: seed, threads: threads)
        }
    }

    /// As `Cancellation.offThePool`, for data of one process: ranks call each other from one thread alone.
    package func offThePool<Result: Sendable>(
        _ work: @escaping @Sendable () throws(DescentError) -> Result
    ) async throws(DescentError) -> Result {
        try requireOneProcess()
        return try await Cancellation.offThePool(work)
    }

    /// - Throws: `illegalOption` for data that ranks share.
    package func requireOneProcess() throws(DescentError) {
        guard ranks != nil else { return }
        throw .illegalOption(
            name: "an awaited call", value: "one on data that ranks share",
            requirement: "made without await, from the thread that brings the ranks together")
    }
}
