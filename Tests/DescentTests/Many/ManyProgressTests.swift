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

@Suite struct ManyProgressTests {
    /// What a listener has heard, from whichever thread.
    private final class Heard: Sendable {
        private let all = Guarded<[ManyProgress]>([])
        var progress: [ManyProgress] { all.withLock { $0 } }
        func hear(_ progress: ManyProgress, goOnFor most: Int = .max) -> Bool {
            all.withLock { all in
                all.append(progress)
                return all.count < most
            }
        }
    }

    private func data(samples: Int = 2000) throws -> Dataset<Double> {
        try ManyCase<Double>(NeuronCase("logistic", .logistic), samples: samples).data
    }

    private func members(_ count: Int) -> [Member] {
        (0..<count).map { Member(counts: .bootstrap(seed: 1, replicate: $0)) }
    }

    @Test func isToldAfterEveryRead() throws {
        let heard = Heard()
        let fits = try data().fits(.logistic, members(7)) { heard.hear($0) }
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
        let heard = Heard()
        let fits = try data().fits(.logistic, members(7)) { heard.hear($0, goOnFor: 3) }
        #expect(heard.progress.count == 3)
        for result in fits.results { #expect(try result.get().outcome == .cancelled) }
        let labels = (0..<300).map { $0 % 3 }
        let classes = try Dataset(
            try Matrix(samples: labels.map { [Double($0) + Double.random(in: -1...1)] }), classes: labels, of: 3)
        #expect(throws: DescentError.cancelled) { try classes.fitOneVsRest(.logistic) { _ in false } }
    }

    @Test func endsWithItsTask() async throws {
        let data = try data(), members = members(7), heard = Heard()
        let stopping = try Stopping(gradientNorm: 1e-12, iterations: 1_000_000_000)
        let solver = FirstOrder(GradientDescent(rate: 1e-6), stopping: stopping)
        let task = Task { () async throws -> MemberFits<Double> in
            try await data.fits(.logistic, members, by: [solver]) { progress in
                // It goes on until it is cancelled, and other tests run meanwhile.
                usleep(2000)
                return heard.hear(progress)
            }
        }
        while heard.progress.count < 2 { await Task.yield() }
        task.cancel()
        let fits = try await task.value
        for result in fits.results { #expect(try result.get().outcome == .cancelled) }
    }

    /// Whatever makes many fits can be awaited, has the bits that it has otherwise, and ends with its task.
    @Test func canBeAwaited() async throws {
        let data = try data(), folds = try Folds(3, samples: data.sampleCount, seed: 1)
        let path = try RegularizationPath(count: 3, on: .raw)
        let judged = CrossValidation(folds: folds, path: path), drawn = try Bootstrap(replicates: 4, seed: 1)
        let started = try Restarts(3, seed: 1)
        func waits(_ work: @escaping @Sendable (@escaping Following.Listener) async throws -> [Double]) async throws
            -> [Double]
        {
            let ended = Task { try await work { _ in true } }
            let cancelled = Task { try await work { _ in false } }
            await #expect(throws: DescentError.cancelled) { try await cancelled.value }
            return try await ended.value
        }
        func now<R>(_ work: () throws -> R) rethrows -> R { try work() }
        let lambdas = try await waits { try await path.fit(data, .logistic, progress: $0).points.map(\.loss) }
        #expect(lambdas == (try now { try path.fit(data, .logistic).points.map(\.loss) }))
        let values = try await waits { try await judged.fit(data, .logistic, progress: $0).points.map(\.value) }
        #expect(values == (try now { try judged.fit(data, .logistic).points.map(\.value) }))
        let errors = try await waits { try await drawn.fit(data, .logistic, progress: $0).standardErrors.values }
        #expect(errors == (try now { try drawn.fit(data, .logistic).standardErrors.values }))
        let losses = try await waits { try await started.fit(data, .sigmoid, progress: $0).fits.map(\.fit.risk) }
        #expect(losses == (try now { try started.fit(data, .sigmoid).fits.map(\.fit.risk) }))
    }

    @Test func forecastSaysWhatIsTaken() throws {
        let data = try data(samples: 9001)
        let one = try data.forecast(.logistic, members: 1), many = try data.forecast(.logistic, members: 50)
        #expect(many.fits == 50 && many.description.contains("50 fits side by side"))
        #expect(many.memory.solver == 50 * one.memory.solver)
        let fits = try data.fits(.logistic, members(50))
        #expect(many.reads.contains(fits.reads), "\(fits.reads) reads, \(many.reads) expected")
        #expect(try fits[0].solver == many.solver)
        expectIllegal("the number of members", 0) { try data.forecast(.logistic, members: 0) }
    }

    /// 10⁵ fits with a matrix of 4000² each.
    @Test func refusesWhatDoesNotFit() throws {
        let X = try Matrix<Double>(rows: 4000, columns: 20, (0..<80_000).map { Double($0 % 97) })
        let data = try Dataset(X, targets: (0..<20).map { Double($0 % 2) })
        let members = [Member](repeating: Member(), count: 100_000)
        #expect(try data.forecast(.logistic, members: members.count, by: Newton()).memory.isTooMuch)
        let error = #expect(throws: DescentError.self) { try data.fits(.logistic, members, by: [Newton()]) }
        guard case .tooLarge(_, let bytes, let machine) = error else {
            Issue.record("100 000 fits of 128 MB each were begun")
            return
        }
        #expect(bytes >= 100_000 * 4000 * 4000 * 8 && machine < bytes)
        #expect(error.map { "\($0)" }?.contains("TB") == true)
    }
}
