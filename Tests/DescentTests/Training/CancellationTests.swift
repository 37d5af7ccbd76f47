import Descent
import Synchronization
import TestSupport
import Testing

/// Whoever cancels does not wait for the rest of a read of the data.
@Suite struct CancellationTests {
    /// Has somebody cancel at the first tile that is asked for from then on, and counts those that are asked for nevertheless.
    private final class Counting: SampleSource {
        private let matrix: Matrix<Double>
        private let watch = Mutex<(cancel: (@Sendable () -> Void)?, tiles: Int)>((nil, 0))

        init(_ matrix: Matrix<Double>) { self.matrix = matrix }

        var featureCount: Int { matrix.featureCount }
        var sampleCount: Int { matrix.sampleCount }
        var layout: Matrix<Double>.Layout { matrix.layout }
        var needsStaging: Bool { false }
        var tiles: Int { watch.withLock { $0.tiles } }

        func atTheNextTile(_ cancel: @escaping @Sendable () -> Void) { watch.withLock { $0.cancel = cancel } }

        func tile(
            _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>
        ) throws -> SampleBlock<Double> {
            let cancel: (@Sendable () -> Void)? = watch.withLock { watch in
                guard let cancel = watch.cancel else { return nil }
                watch.tiles += 1
                return watch.tiles == 1 ? cancel : nil
            }
            cancel?()
            return try matrix.tile(range, into: staging)
        }
    }

    /// Features and targets of many tiles, which tell when one is read.
    private struct Problem: Sendable {
        let source: Counting
        let targets: [Double]
        let labels: [Int]
        /// Made before anybody cancels.
        let data: Dataset<Double>
        let classes: Dataset<Double>

        init() async throws {
            var generator = SplitMix64(seed: 5)
            let features = 30, samples = 40_000  // about 37 tiles
            source = Counting(
                try Matrix(
                    rows: features, columns: samples,
                    (0..<features * samples).map { _ in generator.number(in: -1...1) }))
            targets = (0..<samples).map { _ in Double(Int(generator.number(in: 0...1.999))) }
            labels = targets.map { Int($0) }
            data = try await Dataset(source, targets: targets, threads: 1)
            classes = try await Dataset(source, classes: labels, of: 2, threads: 1)
        }
    }

    /// A call that reads data and can be awaited: what comes before it, and then the call, which says whether it ended as cancelled.
    private struct Call: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let prepare: @Sendable (Problem) async throws -> @Sendable () async throws -> Bool

        init(_ name: String, _ prepare: @escaping @Sendable (Problem) async throws -> @Sendable () async throws -> Bool)
        {
            testDescription = name
            self.prepare = prepare
        }

        /// Of a call that throws where it is cancelled.
        static func throwing<R>(
            _ name: String, _ call: @escaping @Sendable (Problem) async throws -> R
        ) -> Call {
            Call(name) { problem in
                {
                    do { _ = try await call(problem) } catch DescentError.cancelled { return true }
                    return false
                }
            }
        }

        static let all: [Call] = [
            Call("fit") { problem in
                { try await problem.data.fit(neuron: .logistic, threads: 1).outcome == .cancelled }
            },
            Call("fit, least squares") { problem in
                { try await problem.data.fit(neuron: .linear, threads: 1).outcome == .cancelled }
            },
            Call("fit by a solver") { problem in
                {
                    try await problem.data.fit(neuron: .logistic, by: .lbfgs(), threads: 1).outcome == .cancelled
                }
            },
            Call("training") { problem in
                {
                    try await Training(
                        problem.data, neuron: .logistic, by: .firstOrder(.adam()), batches: .of(256, seed: 1),
                        threads: 1
                    ).fit().outcome == .cancelled
                }
            },
            Call("fits") { problem in
                {
                    let fits = try await problem.data.fits(neuron: .logistic, [Member(), Member()], threads: 1)
                    return fits.allSatisfy { (try? $0.get().outcome) == .cancelled }
                }
            },
            .throwing("fits along a path") {
                try await $0.data.fits(
                    neuron: .logistic, along: RegularizationPath(count: 3, on: .deviations), threads: 1)
            },
            .throwing("penalties") {
                try await RegularizationPath(count: 3, on: .raw, factors: [0] + Array(repeating: 1, count: 29))
                    .penalties(for: $0.data, neuron: .logistic, threads: 1)
            },
            .throwing("crossValidate") {
                try await $0.data.crossValidate(
                    neuron: .logistic, folds: Folds(3, samples: $0.targets.count, seed: 1),
                    along: RegularizationPath(count: 3, on: .deviations), threads: 1)
            },
            .throwing("bootstrap") {
                try await $0.data.bootstrap(neuron: .logistic, replicates: 4, seed: 1, threads: 1)
            },
            .throwing("restart") { try await $0.data.restart(neuron: .sigmoid, starts: 3, seed: 1, threads: 1) },
            .throwing("fitOneVsRest") { try await $0.classes.fitOneVsRest(neuron: .logistic, threads: 1) },
            .throwing("Dataset") { try await Dataset($0.source, targets: $0.targets, threads: 1) },
            .throwing("Dataset of rows") {
                try await Dataset($0.source, targets: Matrix(rows: 1, columns: 40_000, $0.targets), threads: 1)
            },
            .throwing("Dataset of classes") { try await Dataset($0.source, classes: $0.labels, of: 2, threads: 1) },
            .throwing("split") { try await $0.data.split(0.5, seed: 1, threads: 1) },
            .throwing("Separation.test") {
                try await Separation.test($0.data, neuron: .logistic, threads: 1)
            },
            .throwing("predict") {
                try await Layer(neuron: .logistic, weights: [Double](repeating: 0.1, count: 30))
                    .predict(samples: $0.source, threads: 1)
            },
            .throwing("scores") {
                try await Layer(neuron: .logistic, weights: [Double](repeating: 0.1, count: 30))
                    .scores(samples: $0.source, threads: 1)
            },
            .throwing("partialFit") {
                var stream = try Streaming<Double>(
                    neuron: .logistic, features: 30, by: .firstOrder(.gradientDescent()), threads: 1)
                try await stream.partialFit($0.data)
            },
            Call("statistics") { problem in
                let fit = try await problem.data.fit(neuron: .logistic)
                return {
                    do { _ = try await fit.statistics(errors: .robustHC1, threads: 1) } catch DescentError.cancelled {
                        return true
                    }
                    return false
                }
            },
            Call("outOfBag") { problem in
                let found = try await problem.data.bootstrap(neuron: .logistic, replicates: 2, seed: 1)
                return {
                    do { _ = try await found.outOfBag(threads: 1) } catch DescentError.cancelled { return true }
                    return false
                }
            },
        ]
    }

    @Test(arguments: Call.all) private func endsWithinATile(_ call: Call) async throws {
        let problem = try await Problem(), ended = try await call.prepare(problem)
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in gate {}
            return try await ended()
        }
        problem.source.atTheNextTile { task.cancel() }
        opening.finish()
        #expect(try await task.value, "it did not hear that it was cancelled")
        #expect((1..<4).contains(problem.source.tiles), "the tile that was being read, and none of the rest")
    }

    @Test func aBackgroundFitThatNobodyHoldsEnds() async throws {
        let problem = try await Problem()
        func begin() throws {
            let run = try Training(
                problem.data, neuron: .logistic,
                by: .firstOrder(.gradientDescent(rate: 1e-9), stopping: Stopping(iterations: .max)), threads: 1
            ).inBackground()
            withExtendedLifetime(run) {}
        }
        try begin()
        var before = -1, quiet = 0
        problem.source.atTheNextTile {}
        while quiet < 20 {
            try await Task.sleep(for: .milliseconds(5))
            let now = problem.source.tiles
            quiet = now == before ? quiet + 1 : 0
            before = now
            try #require(now < 100_000, "it goes on without anybody")
        }
    }

    @Test func aBackgroundFitCanBeCancelled() async throws {
        let problem = try await Problem()
        let run = try Training(
            problem.data, neuron: .logistic,
            by: .firstOrder(.gradientDescent(rate: 1e-9), stopping: Stopping(iterations: .max)), threads: 1
        ).inBackground()
        problem.source.atTheNextTile { run.cancel() }
        #expect(try await run.fit.outcome == .cancelled)
        #expect(problem.source.tiles < 4)
    }
}
