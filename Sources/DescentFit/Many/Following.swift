internal import DescentAlgebra

/// Where many fits are, all together.
public struct ManyProgress: Sendable, Hashable {
    /// Of the members, those that have come to an end.
    public let ended: Int
    public let members: Int
    /// How often X was read, so far.
    public let reads: Double
    /// Since they began.
    public let seconds: Double
}

/// Tells whoever waits for many fits where they are, and hears whether these go on: across all the runs that one call makes.
final class Following: Sendable {
    typealias Listener = @Sendable (ManyProgress) -> Bool

    private let listener: Listener?
    private let state: Guarded<State>

    private struct State {
        var members: Int
        var endedBefore = 0
        var readsBefore = 0.0
        var isCancelled = false
        let began = Math.seconds()
    }

    /// - Parameter members: of all runs together.
    init(_ listener: Listener?, members: Int) {
        self.listener = listener
        state = Guarded(State(members: members))
    }

    func expect(members: Int) { state.withLock { $0.members = members } }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// After every read. False where the fits are to end.
    func goesOn(ended: Int, reads: Double) -> Bool {
        let progress = state.withLock { state in
            ManyProgress(
                ended: state.endedBefore + ended, members: state.members, reads: state.readsBefore + reads,
                seconds: Math.seconds() - state.began)
        }
        guard Task.isCancelled || listener.map({ !$0(progress) }) ?? false else { return true }
        state.withLock { $0.isCancelled = true }
        return false
    }

    /// A run is over; the next counts from there.
    func close(ended: Int, reads: Double) {
        state.withLock { state in
            state.endedBefore += ended
            state.readsBefore += reads
        }
    }

    /// - Throws: `cancelled`, for what is worth nothing unless all of it is there.
    func requireWhole() throws(DescentError) {
        if isCancelled { throw .cancelled }
    }
}
