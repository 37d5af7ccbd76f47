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

    @Test func endsWithinATile() async throws {
        var generator = SplitMix64(seed: 5)
        let features = 30, samples = 40_000  // about 37 tiles
        let source = Counting(
            try Matrix(
                rows: features, columns: samples,
                (0..<features * samples).map { _ in generator.number(in: -1...1) }))
        let run = try Training(
            Dataset(source, targets: (0..<samples).map { Double($0 % 2) }), neuron: .logistic,
            by: FirstOrder(GradientDescent(rate: 1e-9), stopping: try Stopping(iterations: .max)), threads: 1
        ).inBackground()
        source.atTheNextTile { run.cancel() }
        #expect(try await run.fit.outcome == .cancelled)
        #expect(source.tiles < 4, "the tile that was being read, and none of the rest")
    }
}
