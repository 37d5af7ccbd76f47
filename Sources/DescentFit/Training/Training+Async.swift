public import DescentAlgebra
internal import DescentSweep

extension Training {
    /// The fit on a thread of its own, so that the tasks' pool goes on with other work. Cancelling the task ends the fit
    /// before its next tile is read, or after the factorisation that is under way, with the outcome `cancelled` and the parameters of
    /// the last whole step.
    ///
    /// - Throws: as `step()`, `unsaved` and `noThreads`.
    public consuming func fit(
        progress: (@Sendable (FitProgress) -> Void)? = nil, checkpoint: Checkpoint? = nil
    ) async throws(DescentError) -> Fit<Element> {
        try sweep.data.requireOneProcess()
        let cancellation = self.cancellation, owner = TrainingOwner(self)
        return try await Cancellation.offThePool(by: cancellation) { () throws(DescentError) in
            try owner.take().fit(progress: { progress?($0) }, checkpoint: checkpoint)
        }
    }

    /// Starts the fit on a thread of its own: follow its `progress`, await its `fit`, or `cancel()` it.
    ///
    ///     let run = try Training(data, neuron: .logistic, by: solver).inBackground()
    ///     for await progress in run.progress { print(progress.risk) }
    ///     let layer = try await run.fit.layer
    public consuming func inBackground(checkpoint: Checkpoint? = nil) -> BackgroundFit<Element> {
        BackgroundFit(self, checkpoint)
    }
}

/// A fit that runs while its owner does something else. It ends by itself, or before the next tile is read once it is cancelled;
/// nobody holding it any more cancels it.
public final class BackgroundFit<Element: Scalar>: Sendable {
    /// Every step's progress as it comes; where the reader is slower than the fit, the latest. Following it does not hold the fit, which
    /// ends where nobody holds it.
    public let progress: AsyncStream<FitProgress>
    private let cancellation: Cancellation
    private let outcome = Outcome()

    init(_ training: consuming Training<Element>, _ checkpoint: Checkpoint?) {
        let (stream, end) = AsyncStream.makeStream(of: FitProgress.self, bufferingPolicy: .bufferingNewest(1))
        self.progress = stream
        let cancellation = training.cancellation, outcome = self.outcome
        self.cancellation = cancellation
        let owner = TrainingOwner(training)
        // The thread holds all but this object, whose end it is to hear of.
        let hasStarted = DedicatedThread.start {
            outcome.set(
                Result { () throws(DescentError) in
                    try cancellation.watching { () throws(DescentError) in
                        try owner.take().fit(progress: { end.yield($0) }, checkpoint: checkpoint)
                    }
                })
            end.finish()
        }
        if !hasStarted {
            end.finish()
            outcome.set(.failure(DescentError.noThread))
        }
    }

    deinit { cancellation.request() }

    /// Ends the fit before its next tile is read.
    public func cancel() { cancellation.request() }

    /// The result, as often as it is asked for. Cancelling a task that waits for it cancels the fit.
    public var fit: Fit<Element> {
        get async throws(DescentError) {
            let result = await withTaskCancellationHandler {
                await withCheckedContinuation { outcome.resume($0) }
            } onCancel: {
                cancel()
            }
            return try result.get()
        }
    }

    /// What the fit has come to, and who waits for it.
    private final class Outcome: Sendable {
        private let state = Guarded(State())

        private struct State {
            var result: Result<Fit<Element>, DescentError>?
            var waiting: [CheckedContinuation<Result<Fit<Element>, DescentError>, Never>] = []
        }

        func set(_ result: Result<Fit<Element>, DescentError>) {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                state.result = result
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: result) }
        }

        func resume(_ continuation: CheckedContinuation<Result<Fit<Element>, DescentError>, Never>) {
            let result = state.withLock { state in
                if state.result == nil { state.waiting.append(continuation) }
                return state.result
            }
            if let result { continuation.resume(returning: result) }
        }
    }
}

/// Hands a training to a thread: it has one owner at a time.
private final class TrainingOwner<Element: Scalar>: @unchecked Sendable {
    private var training: Training<Element>?
    init(_ training: consuming Training<Element>) { self.training = consume training }
    func take() -> Training<Element> { training.take()! }
}
