public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// The same on threads of their own, for those who must not wait: servers, and whoever draws a window. Cancelling the task ends
/// the fits before the next tile is read: those of members end with the outcome `cancelled`, all others by throwing `cancelled`.
extension Dataset {
    /// `fits` of members, off the tasks' pool. Cancelling the task ends them before the next tile, with the outcome `cancelled`.
    public func fits(
        neuron: some Neuron, _ members: [Member], folds: Folds? = nil, by solvers: [Solver] = [.automatic()],
        hasBias: Bool = true, standardised: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) async throws(DescentError) -> [Result<MemberFit<Element>, DescentError>] {
        try await offThePool { () throws(DescentError) in
            try fits(
                neuron: neuron, members, folds: folds, by: solvers, hasBias: hasBias, standardised: standardised,
                threads: threads, progress: progress)
        }
    }

    /// `fits` along a path, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func fits(
        neuron: some Neuron, along path: RegularizationPath, bounds: Bounds = .none, stopping: Stopping = .digits,
        hasBias: Bool = true, threads: Int? = nil, progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) async throws(DescentError) -> [PathPoint<Element>] {
        try await offThePool { () throws(DescentError) in
            try fits(
                neuron: neuron, along: path, bounds: bounds, stopping: stopping, hasBias: hasBias, threads: threads,
                progress: progress)
        }
    }

    /// `crossValidate`, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func crossValidate(
        neuron: some Neuron, folds: Folds, along path: RegularizationPath, metric: Metric = .loss,
        choosing choice: CrossValidation.Choice = .best, bounds: Bounds = .none, stopping: Stopping = .digits,
        hasBias: Bool = true, threads: Int? = nil, progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) async throws(DescentError) -> CrossValidated<Element> {
        try await offThePool { () throws(DescentError) in
            try crossValidate(
                neuron: neuron, folds: folds, along: path, metric: metric, choosing: choice, bounds: bounds,
                stopping: stopping, hasBias: hasBias, threads: threads, progress: progress)
        }
    }

    /// `bootstrap`, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func bootstrap(
        neuron: some Neuron, replicates: Int, seed: UInt64, penalty: Penalty = .none, bounds: Bounds = .none,
        stopping: Stopping = .digits, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) async throws(DescentError) -> Bootstrapped<Element> {
        try await offThePool { () throws(DescentError) in
            try bootstrap(
                neuron: neuron, replicates: replicates, seed: seed, penalty: penalty, bounds: bounds,
                stopping: stopping, hasBias: hasBias, threads: threads, progress: progress)
        }
    }

    /// `restart`, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func restart(
        neuron: some Neuron, starts: Int, seed: UInt64, penalty: Penalty = .none, bounds: Bounds = .none,
        stopping: Stopping = .digits, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) async throws(DescentError) -> Restarted<Element> {
        try await offThePool { () throws(DescentError) in
            try restart(
                neuron: neuron, starts: starts, seed: seed, penalty: penalty, bounds: bounds, stopping: stopping,
                hasBias: hasBias, threads: threads, progress: progress)
        }
    }

    /// `fitOneVsRest`, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func fitOneVsRest(
        neuron: some Neuron, penalty: Penalty = .none, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) async throws(DescentError) -> OneVsRest<Element> {
        try await offThePool { () throws(DescentError) in
            try fitOneVsRest(neuron: neuron, penalty: penalty, hasBias: hasBias, threads: threads, progress: progress)
        }
    }
}

extension RegularizationPath {
    /// `penalties`, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func penalties<Element: Scalar>(
        for data: Dataset<Element>, neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil
    ) async throws(DescentError) -> [Penalty] {
        try await data.offThePool { () throws(DescentError) in
            try penalties(for: data, neuron: neuron, hasBias: hasBias, threads: threads)
        }
    }
}

extension Bootstrapped {
    /// `outOfBag`, off the tasks' pool. Cancelling the task ends it before the next tile.
    public func outOfBag(
        _ metric: Metric = .loss, threads: Int? = nil
    ) async throws(DescentError) -> ReplicateValues {
        try await fit.data.offThePool { () throws(DescentError) in try outOfBag(metric, threads: threads) }
    }
}
