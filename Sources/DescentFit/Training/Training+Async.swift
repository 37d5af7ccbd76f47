public import DescentAlgebra
internal import DescentSweep

extension Training {
    /// The fit on a thread of its own, so that the tasks' pool goes on with other work. Cancelling the task ends the fit
    /// before its next tile is read, with the outcome `cancelled` and the parameters of the last whole step.
    ///
    /// - Throws: as `step()`.
    public consuming func fit() async throws -> Fit<Element> {
        try await inBackground().fit
    }

    /// Starts the fit on a thread of its own: follow its `progress`, await its `fit`, or `cancel()` it.
    ///
    ///     let run = try Training(data, neuron: .logistic, by: solver).inBackground()
    ///     for await progress in run.progress { print(progress.risk) }
    ///     let layer = try await run.fit.layer
    public consuming func inBackground() -> BackgroundFit<Element> { BackgroundFit(self) }
}

/// A fit that runs while its owner does something else. It ends by itself, or before the next tile is read once it is cancelled.
public final class BackgroundFit<Element: Scalar>: Sendable {
    /// Every step's progress as it comes; where the reader is slower than the fit, the latest.
    public let progress: AsyncStream<FitProgress>
    private let cancellation: Cancellation
    private let state = Guarded(State())

    private struct State {
        var result: Result<Fit<Element>, any Error>?
        var waiting: [CheckedContinuation<Fit<Element>, any Error>] = []
    }

    init(_ training: consuming Training<Element>) {
        let (progress, end) = AsyncStream.makeStream(of: FitProgress.self, bufferingPolicy: .bufferingNewest(1))
        self.progress = progress
        cancellation = training.cancellation
        let box = Box(training)
        let hasStarted = DedicatedThread.start { [self] in
            finish(Result { try box.take().fit { end.yield($0) } })
            end.finish()
        }
        if !hasStarted {
            end.finish()
            finish(.failure(DescentError.noThread))
        }
    }

    /// Ends the fit before its next tile is read.
    public func cancel() { cancellation.request() }

    /// The result, as often as it is asked for. Cancelling a task that waits for it cancels the fit.
    public var fit: Fit<Element> {
        get async throws {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let result = state.withLock { state in
                        if state.result == nil { state.waiting.append(continuation) }
                        return state.result
                    }
                    if let result { continuation.resume(with: result) }
                }
            } onCancel: {
                cancel()
            }
        }
    }

    private func finish(_ result: Result<Fit<Element>, any Error>) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.result = result
            return state.waiting
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    /// Hands the training to the thread: it has one owner at a time.
    private final class Box: @unchecked Sendable {
        private var training: Training<Element>?
        init(_ training: consuming Training<Element>) { self.training = consume training }
        func take() -> Training<Element> { training.take()! }
    }
}
