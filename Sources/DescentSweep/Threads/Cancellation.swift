package import DescentAlgebra
internal import Synchronization

/// The wish that work ends, from any thread: every tile that is read asks for it.
package final class Cancellation: Sendable {
    /// That of the work under way on this thread: whatever cuts tiles while it is set asks for it.
    @TaskLocal package static var current: Cancellation?

    private let flag = Atomic<Bool>(false)
    private let parent: Cancellation?

    /// - Parameter parent: the wish that work ends of which this is a part. What ends the part does not end the whole.
    package init(within parent: Cancellation? = nil) { self.parent = parent }
    package func request() { flag.store(true, ordering: .relaxed) }
    package var isRequested: Bool { flag.load(ordering: .relaxed) || parent?.isRequested ?? false }

    /// Does some work whose reads ask for this wish.
    package func watching<Result>(_ work: () throws(DescentError) -> Result) throws(DescentError) -> Result {
        let result = Self.$current.withValue(self) { Swift.Result { () throws(DescentError) in try work() } }
        return try result.get()
    }

    /// Does some work on a thread of its own, so that the pool that tasks share goes on with other things; a task that is cancelled
    /// ends it before its next tile is read.
    ///
    /// - Throws: what the work throws, which is `cancelled` where that has ended it; `noThreads` where the system refuses another.
    package static func offThePool<Result: Sendable>(
        by cancellation: Cancellation = Cancellation(),
        _ work: @escaping @Sendable () throws(DescentError) -> Result
    ) async throws(DescentError) -> Result {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                (continuation: CheckedContinuation<Swift.Result<Result, DescentError>, Never>) in
                let hasStarted = DedicatedThread.start {
                    continuation.resume(
                        returning: Swift.Result { () throws(DescentError) in try cancellation.watching(work) })
                }
                if !hasStarted { continuation.resume(returning: .failure(.noThread)) }
            }
        } onCancel: {
            cancellation.request()
        }
        return try result.get()
    }
}
