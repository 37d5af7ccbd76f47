import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import Descent
@testable import DescentFit
@testable import DescentSolvers
import DescentSweep

@Suite struct ManyProgressTests {
    /// What a listener has heard, from whichever thread.
    private final class Heard: Sendable {
        private let all = Guarded<[ManyProgress]>([])
        var progress: [ManyProgress] { all.withLock { $0 } }
        func hear(_ progress: ManyProgress) { all.withLock { $0.append(progress) } }
    }

    private func data(samples: Int = 2000) throws -> Dataset<Double> {
        try ManyCase<Double>(NeuronCase("logistic", .logistic), samples: samples).data
    }

    private func members(_ count: Int) -> [Member] {
        (0..<count).map { Member(counts: .bootstrap(seed: 1, replicate: $0)) }
    }

    @Test func isToldAfterEveryRead() throws {
        let heard = Heard()
        let fits = try data().memberFits(neuron: .logistic, members(7)) { heard.hear($0) }
        let progress = heard.progress
        #expect(progress.count > 3)
        for (before, after) in zip(progress, progress.dropFirst()) {
            #expect(before.ended <= after.ended && before.reads <= after.reads && before.seconds <= after.seconds)
        }
        #expect(progress.allSatisfy { $0.members == 7 })
        #expect(progress.first?.ended == 0 && progress.last?.ended == 7)
        #expect(progress.last?.reads == fits.reads)
    }

    @Test func endsWhenToldTo() throws {
        let heard = Heard(), cancellation = Cancellation(), data = try data()
        let fits = try cancellation.watching { () throws(DescentError) in
            try data.fits(neuron: .logistic, members(7)) {
                heard.hear($0)
                if heard.progress.count == 3 { cancellation.request() }
            }
        }
        #expect(heard.progress.count == 3)
        for result in fits { #expect(try result.get().outcome == .cancelled) }
        let labels = (0..<300).map { $0 % 3 }
        let classes = try Dataset(
            try Matrix(samples: labels.map { [Double($0) + Double.random(in: -1...1)] }), classes: labels, of: 3)
        let wish = Cancellation()
        #expect(throws: DescentError.cancelled) {
            try wish.watching { () throws(DescentError) in
                try classes.fitOneVsRest(neuron: .logistic) { _ in wish.request() }
            }
        }
    }

    @Test func endsWithItsTask() async throws {
        let data = try data(), members = members(7), heard = Heard()
        let stopping = try Stopping(gradientNorm: 1e-12, iterations: 1_000_000_000)
        let solver = try Solver.firstOrder(GradientDescent(rate: 1e-6), stopping: stopping)
        let task = Task { () async throws -> [Result<MemberFit<Double>, DescentError>] in
            try await data.fits(neuron: .logistic, members, by: [solver]) { progress in
                // It goes on until it is cancelled, and other tests run meanwhile.
                usleep(2000)
                heard.hear(progress)
            }
        }
        while heard.progress.count < 2 { await Task.yield() }
        task.cancel()
        let fits = try await task.value
        for result in fits { #expect(try result.get().outcome == .cancelled) }
    }

    /// Whatever makes many fits can be awaited, has the bits that it has otherwise, and ends with its task.
    @Test func canBeAwaited() async throws {
        let data = try data(), folds = try Folds(3, samples: data.sampleCount, seed: 1)
        let path = try RegularizationPath(count: 3, on: .raw)
        func waits(_ work: @escaping @Sendable (@escaping Following.Listener) async throws -> [Double]) async throws
            -> [Double]
        {
            let heard = Heard(), isCancelled = Guarded(false), ended = Task { try await work { _ in } }
            let cancelled = Task {
                try await work {
                    heard.hear($0)
                    while !isCancelled.withLock({ $0 }) { usleep(1000) }
                }
            }
            while heard.progress.isEmpty { await Task.yield() }
            cancelled.cancel()
            isCancelled.withLock { $0 = true }
            await #expect(throws: DescentError.cancelled) { try await cancelled.value }
            return try await ended.value
        }
        func now<R>(_ work: () throws -> R) rethrows -> R { try work() }
        let lambdas = try await waits {
            try await data.fits(neuron: .logistic, along: path, progress: $0).map(\.loss)
        }
        #expect(lambdas == (try now { try data.fits(neuron: .logistic, along: path).map(\.loss) }))
        let values = try await waits {
            try await data.crossValidate(neuron: .logistic, folds: folds, along: path, progress: $0)
                .points.map(\.value)
        }
        #expect(
            values
                == (try now { try data.crossValidate(neuron: .logistic, folds: folds, along: path).points.map(\.value) })
        )
        let errors = try await waits {
            try await data.bootstrap(neuron: .logistic, replicates: 4, seed: 1, progress: $0).standardErrors.values
        }
        #expect(
            errors == (try now { try data.bootstrap(neuron: .logistic, replicates: 4, seed: 1).standardErrors.values }))
        let losses = try await waits {
            try await data.restart(neuron: .sigmoid, starts: 3, seed: 1, progress: $0).fits.map(\.risk)
        }
        #expect(losses == (try now { try data.restart(neuron: .sigmoid, starts: 3, seed: 1).fits.map(\.risk) }))
    }

    @Test func forecastSaysWhatIsTaken() throws {
        let data = try data(samples: 9001)
        let one = try data.forecast(neuron: .logistic, members: 1),
            many = try data.forecast(neuron: .logistic, members: 50)
        #expect(many.fits == 50 && many.description.contains("50 fits side by side"))
        #expect(many.memory.solver == 50 * one.memory.solver)
        let fits = try data.memberFits(neuron: .logistic, members(50))
        #expect(many.reads.contains(fits.reads), "\(fits.reads) reads, \(many.reads) expected")
        #expect(try fits[0].solver == many.solver)
        expectIllegal("the number of members", 0) { try data.forecast(neuron: .logistic, members: 0) }
    }

    /// 10⁵ fits with a matrix of 4000² each.
    @Test func refusesWhatDoesNotFit() throws {
        let X = try Matrix<Double>(rows: 4000, columns: 20, (0..<80_000).map { Double($0 % 97) })
        let data = try Dataset(X, targets: (0..<20).map { Double($0 % 2) })
        let members = [Member](repeating: Member(), count: 100_000)
        #expect(try data.forecast(neuron: .logistic, members: members.count, by: .newton()).memory.isTooMuch)
        let error = #expect(throws: DescentError.self) {
            try data.fits(neuron: .logistic, members, by: [Solver.newton()])
        }
        guard case .tooLarge(_, let bytes, let machine) = error else {
            Issue.record("100 000 fits of 128 MB each were begun")
            return
        }
        #expect(bytes >= 100_000 * 4000 * 4000 * 8 && machine < bytes)
        #expect(error.map { "\($0)" }?.contains("TB") == true)
    }
}
