import Checks
import Descent
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Times, which are printed and never judged: what they are is the machine's business.
extension Server {
    /// How long a task that wants to awake every 5 ms has slept at most, beside four fits and beside nothing.
    static func measureSilence(_ data: Dataset<Double>) async throws {
        let runs = !isDebug && getenv("DESCENT_MEASURE") != nil ? 10 : 1
        print("BLAS core \(BLAS.core), \(ThreadBudget.cores) cores; largest silence of a task that sleeps 5 ms:")
        var beside: [Duration] = [], idle: [Duration] = []
        for run in 0..<runs {
            let began = clock.now
            let silence = try await heartbeat {
                try await withThrowingTaskGroup(of: Outcome.self) { group in
                    for _ in 0..<4 { group.addTask { try await data.fit(neuron: .logistic).outcome } }
                    for try await outcome in group {
                        if case .converged = outcome { continue }
                        fail("a fit beside others has not converged: \(outcome)")
                    }
                }
            }
            let length = clock.now - began
            let control = try await heartbeat { try await Task.sleep(for: length) }
            print("run \(run): \(silence.ms) ms beside 4 fits of \(length.ms) ms, \(control.ms) ms beside nothing")
            beside.append(silence)
            idle.append(control)
        }
        print("worst: \(beside.max()!.ms) ms beside fits, \(idle.max()!.ms) ms beside nothing")
    }

    /// The longest time between two awakenings, while some work is done.
    static func heartbeat(beside work: @Sendable () async throws -> Void) async throws -> Duration {
        let pulse = Task {
            var longest = Duration.zero, last = clock.now
            while !Task.isCancelled {
                // A cancelled sleep ends at once, and is the last.
                try? await Task.sleep(for: .milliseconds(5))
                let now = clock.now
                longest = max(longest, now - last)
                last = now
            }
            return longest
        }
        try await work()
        pulse.cancel()
        return await pulse.value
    }

    /// From `cancel()` to the end of a fit that would go on for long.
    static func measureCancellation(_ data: Dataset<Double>) async throws {
        let solver = try Solver.firstOrder(
            .gradientDescent(rate: 0.01), stopping: Stopping(gradientNorm: nil, iterations: 1_000_000))
        for delay in [20, 50, 100] {
            let hasBegun = Mutex(false)
            let task = Task {
                try await data.fit(neuron: .logistic, by: solver, progress: { _ in hasBegun.withLock { $0 = true } })
            }
            while !hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
            try await Task.sleep(for: .milliseconds(delay))
            let began = clock.now
            task.cancel()
            let fit = try await task.value
            let length = clock.now - began
            check("a cancelled fit says so", fit.outcome == .cancelled, "\(fit.outcome)")
            check("and has the weights of its last step", fit.layer.weights.values.allSatisfy(\.isFinite))
            print("from cancel() to the end: \(length.ms) ms, after \(fit.report.steps) steps")
        }
    }
}

extension Duration {
    /// Milliseconds with two digits behind the point.
    var ms: Double { (self / .microseconds(10)).rounded() / 100 }
}

extension Matrix<Double> {
    /// The first of all values.
    func values(_ count: Int) -> [Double] {
        let span = span
        return (0..<count).map { span[$0] }
    }
}
