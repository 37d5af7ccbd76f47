internal import DescentAlgebra
internal import DescentSweep

extension Following {
    /// Runs many fits on a thread of their own, so that the tasks' pool goes on with other work, with a listener that passes
    /// on what they tell and ends them after the read in which the task is cancelled.
    ///
    /// - Throws: what the work throws, and `noThread`.
    static func offThePool<Result: Sendable>(
        _ listener: Listener?, _ work: @escaping @Sendable (@escaping Listener) throws -> Result
    ) async throws -> Result {
        let cancellation = Cancellation()
        let both: Listener = { progress in listener.map { $0(progress) } ?? true && !cancellation.isRequested }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let hasStarted = DedicatedThread.start {
                    continuation.resume(with: Swift.Result { try work(both) })
                }
                if !hasStarted { continuation.resume(throwing: DescentError.noThread) }
            }
        } onCancel: {
            cancellation.request()
        }
    }
}
