internal import CDescentKernels
internal import DescentAlgebra

/// Copies a batch's samples, which lie apart, into one tile.
///
/// Blocks of a few samples would be tiles of their own if it were not for the price of a product: for 256 samples of 28
/// features (Double, Cascade Lake) two products on each of 64 blocks take 10.1 µs, on one copy 3.1.
final class BatchGatherer<Element: Scalar> {
    private let feed: TileFeed<Element>
    private let selection: BatchSelection
    private let features: Int
    private let staging: Buffer<Element>
    private let x: Buffer<Element>
    /// Runs that have been asked for and not yet copied: at most two from each lane.
    private let runs: UnsafeMutablePointer<Run>
    private let targets: Rows
    private let weights: Rows?
    private let offsets: Rows?

    private struct Run {
        let samples: Range<Int>
        let block: SampleBlock<Element>
        let place: Int
    }

    init(_ feed: TileFeed<Element>, _ selection: BatchSelection, tileSamples: Int) throws(DescentError) {
        self.feed = feed
        self.selection = selection
        features = feed.source.featureCount
        let block = min(selection.order.block, tileSamples)
        staging = try Buffer(feed.source.needsStaging ? features * block : 0)
        x = try Buffer(features * tileSamples)
        runs = .allocate(capacity: 2 * selection.order.lanes)
        targets = try Rows(feed.targets, tileSamples)
        weights = if let weights = feed.weights { try Rows(weights, tileSamples) } else { nil }
        offsets = if let offsets = feed.offsets { try Rows(offsets, tileSamples) } else { nil }
    }

    deinit { runs.deallocate() }

    /// The tile at some positions of the batch; sample-major, whatever the layout of the source.
    func read(_ positions: Range<Int>, _ delivery: SampleDelivery<Element>) throws(DescentError) -> Tile<Element> {
        if !delivery.needsStaging {
            try gather(positions, from: try delivery.read(selection.span(of: positions), staging: staging.base))
        } else {
            try selection.forEachRun(in: positions) { samples, position throws(DescentError) in
                let block = try delivery.read(samples, staging: staging.base)
                copy(Run(samples: samples, block: block, place: position - positions.lowerBound))
            }
        }
        let block = SampleBlock(
            base: UnsafePointer(x.base), features: features, samples: positions.count, stride: features,
            layout: .sampleMajor)
        return Tile(
            range: positions, block: block, targets: targets.base, targetsStride: targets.stride,
            weights: weights?.base, offsets: offsets?.base, offsetsStride: offsets?.stride ?? 0,
            offsetRows: feed.offsets?.rows ?? 0)
    }

    /// Of a source that points into its own storage. Each run is in another place of memory, and waiting for one after the
    /// other would take most of the time: all are asked for before the first is copied.
    private func gather(_ positions: Range<Int>, from all: SampleBlock<Element>) throws(DescentError) {
        let first = selection.span(of: positions).lowerBound
        var count = 0
        try selection.forEachRun(in: positions) { samples, position throws(DescentError) in
            let run = Run(
                samples: samples, block: all[samples: samples.lowerBound - first..<samples.upperBound - first],
                place: position - positions.lowerBound)
            prefetch(run)
            runs[count] = run
            count += 1
        }
        for run in 0..<count { copy(runs[run]) }
    }

    private func prefetch(_ run: Run) {
        if run.block.layout == .sampleMajor {
            descent_prefetch(run.block.base, run.block.stride * run.block.sampleCount * MemoryLayout<Element>.stride)
        }
        targets.prefetch(run.samples)
        weights?.prefetch(run.samples)
        offsets?.prefetch(run.samples)
    }

    private func copy(_ run: Run) {
        run.block.copy(to: x.base + run.place * features)
        targets.gather(run.samples, to: run.place)
        weights?.gather(run.samples, to: run.place)
        offsets?.gather(run.samples, to: run.place)
    }

    /// The rows of a matrix of per-sample values, each contiguous in the tile.
    private struct Rows {
        let source: UnsafePointer<Element>
        let rows: Int
        /// From row to row and from sample to sample.
        let rowStep: Int
        let sampleStep: Int
        let gathered: Buffer<Element>
        let stride: Int

        // The pointer stays valid: the gatherer holds the feed, and with it the matrix.
        init(_ matrix: Matrix<Element>, _ tileSamples: Int) throws(DescentError) {
            source = matrix.withUnsafePointer { $0 }
            rows = matrix.rows
            rowStep = matrix.layout == .featureMajor ? matrix.stride : 1
            sampleStep = matrix.layout == .featureMajor ? 1 : matrix.stride
            gathered = try Buffer(matrix.rows * tileSamples)
            stride = tileSamples
        }

        var base: UnsafePointer<Element> { UnsafePointer(gathered.base) }

        func prefetch(_ samples: Range<Int>) {
            for row in 0..<rows { descent_prefetch(source + row * rowStep + samples.lowerBound * sampleStep, 1) }
        }

        func gather(_ samples: Range<Int>, to place: Int) {
            for row in 0..<rows {
                let from = source + row * rowStep + samples.lowerBound * sampleStep
                let to = gathered.base + row * stride + place
                for sample in 0..<samples.count { to[sample] = from[sample * sampleStep] }
            }
        }
    }
}
