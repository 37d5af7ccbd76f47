internal import DescentAlgebra
internal import DescentSweep

/// Where many fits are, all together.
public struct ManyProgress: Sendable, Hashable {
    /// Of the members, those that have come to an end.
    public let ended: Int
    /// Of all runs of the call together, as far as is known; a path that is extended adds some.
    public let members: Int
    /// How often X was read, so far.
    public let reads: Double
    /// Since they began.
    public let seconds: Double
}

/// Tells whoever waits for many fits where they are, and hears whether these are to end: across all the runs that one call makes.
final class Following: Sendable {
    typealias Listener = @Sendable (ManyProgress) -> Void

    private let listener: Listener?
    /// That of the call, for the threads that fit its members.
    let cancellation: Cancellation?
    private let state: Guarded<State>

    private struct State {
        var members: Int
        var endedBefore = 0
        var readsBefore = 0.0
        var isCancelled = false
        let began = Math.seconds()
    }

    /// - Parameter members: of all runs together.
    init(_ listener: Listener? = nil, members: Int = 0) {
        self.listener = listener
        cancellation = .current
        state = Guarded(State(members: members))
    }

    func expect(members: Int) { state.withLock { $0.members = members } }

    var isCancelled: Bool { cancellation?.isRequested ?? false || state.withLock { $0.isCancelled } }

    /// After every read. False where the fits are to end.
    func goesOn(ended: Int, reads: Double) -> Bool {
        let progress = state.withLock { state in
            if Task.isCancelled { state.isCancelled = true }
            return ManyProgress(
                ended: state.endedBefore + ended, members: state.members, reads: state.readsBefore + reads,
                seconds: Math.seconds() - state.began)
        }
        listener?(progress)
        return !isCancelled
    }

    /// In the middle of a read.
    func cancel() { state.withLock { $0.isCancelled = true } }

    /// A run is over; the next counts from there.
    func close(ended: Int, reads: Double) {
        state.withLock { state in
            state.endedBefore += ended
            state.readsBefore += reads
        }
    }

    /// - Parameter ranks: that share the data. What ends one of them must end all, so only a wish counts that all have heard of; one that
    ///   comes after the last question is each one's own.
    /// - Throws: `cancelled`, for what is worth nothing unless all of it is there.
    func requireWhole(across ranks: (any Communicator)?) throws(DescentError) {
        if ranks == nil ? isCancelled : state.withLock(\.isCancelled) { throw .cancelled }
    }
}
