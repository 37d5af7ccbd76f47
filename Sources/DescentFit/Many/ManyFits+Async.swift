public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// The same on threads of their own, for those who must not wait: servers, and whoever draws a window. Cancelling the task ends
/// the fits after the read under way, those of `data.fits` with the outcome `cancelled`, all others by throwing `cancelled`.
extension Dataset {
    /// `fits` on a thread of its own. Cancelling the task ends the fits after the read under way, with the outcome `cancelled`.
    public func fits(
        _ neuron: some Neuron, _ members: [Member], folds: Folds? = nil, by solvers: [any Solver] = [Automatic()],
        hasBias: Bool = true, standardised: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) async throws -> MemberFits<Element> {
        try await Following.offThePool(progress) { listener in
            try fits(
                neuron, members, folds: folds, by: solvers, hasBias: hasBias, standardised: standardised,
                threads: threads, progress: listener)
        }
    }

    /// `fitOneVsRest` on a thread of its own. Cancelling the task ends it after the read under way.
    public func fitOneVsRest(
        _ neuron: some Neuron, penalty: Penalty = .none, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) async throws -> OneVsRest<Element> {
        try await Following.offThePool(progress) { listener in
            try fitOneVsRest(neuron, penalty: penalty, hasBias: hasBias, threads: threads, progress: listener)
        }
    }
}

extension RegularizationPath {
    /// `fit` on a thread of its own. Cancelling the task ends it after the read under way.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, bounds: Bounds = .none,
        stopping: Stopping = .digits, threads: Int? = nil, progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) async throws -> PathFits<Element> {
        try await Following.offThePool(progress) { listener in
            try fit(
                data, neuron, hasBias: hasBias, bounds: bounds, stopping: stopping, threads: threads,
                progress: listener)
        }
    }
}

extension CrossValidation {
    /// `fit` on a thread of its own. Cancelling the task ends it after the read under way.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) async throws -> CrossValidated<Element> {
        try await Following.offThePool(progress) { listener in
            try fit(data, neuron, hasBias: hasBias, threads: threads, progress: listener)
        }
    }
}

extension Bootstrap {
    /// `fit` on a thread of its own. Cancelling the task ends it after the read under way.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) async throws -> Bootstrapped<Element> {
        try await Following.offThePool(progress) { listener in
            try fit(data, neuron, hasBias: hasBias, threads: threads, progress: listener)
        }
    }
}

extension Restarts {
    /// `fit` on a thread of its own. Cancelling the task ends it after the read under way.
    public func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Bool)? = nil
    ) async throws -> Restarted<Element> {
        try await Following.offThePool(progress) { listener in
            try fit(data, neuron, hasBias: hasBias, threads: threads, progress: listener)
        }
    }
}
