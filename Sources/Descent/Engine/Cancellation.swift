internal import Synchronization

/// The wish that a fit ends, from any thread: every tile that is read asks for it.
final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)
    func request() { flag.store(true, ordering: .relaxed) }
    var isRequested: Bool { flag.load(ordering: .relaxed) }
}
