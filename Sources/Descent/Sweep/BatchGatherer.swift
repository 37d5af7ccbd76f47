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
    private let runs: UnsafeMutablePointer<(block: SampleBlock<Element>, place: Int)>
    private let targets: Rows
    private let weights: Rows?
    private let offsets: Rows?

    init(_ feed: TileFeed<Element>, _ selection: BatchSelection, tileSamples: Int) throws(DescentError) {
        self.feed = feed
        self.selection = selection
        features = feed.source.features
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
    func read(
        _ positions: Range<Int>,
        _ deliver: (Range<Int>, UnsafeMutableBufferPointer<Element>) throws(DescentError) -> SampleBlock<Element>
    ) throws(DescentError) -> Tile<Element> {
        var count = 0
        try selection.forEachRun(in: positions) { samples, position throws(DescentError) in
            let place = position - positions.lowerBound
            let buffer = UnsafeMutableBufferPointer(
                start: staging.base, count: staging.count == 0 ? 0 : features * samples.count)
            let block = try deliver(samples, buffer)
            if staging.count == 0 {
                prefetch(block)
                runs[count] = (block, place)
                count += 1
            } else {
                copy(block, to: x.base + place * features)
            }
            targets.gather(samples, to: place)
            weights?.gather(samples, to: place)
            offsets?.gather(samples, to: place)
        }
        for run in 0..<count { copy(runs[run].block, to: x.base + runs[run].place * features) }
        let block = SampleBlock(
            base: UnsafePointer(x.base), features: features, samples: positions.count, stride: features,
            layout: .sampleMajor)
        return Tile(
            range: positions, block: block, targets: targets.base, targetsStride: targets.stride,
            weights: weights?.base, offsets: offsets?.base, offsetsStride: offsets?.stride ?? 0,
            offsetRows: feed.offsets?.rows ?? 0)
    }

    /// Each run is in another place of memory; waiting for one after the other would take most of the time.
    private func prefetch(_ block: SampleBlock<Element>) {
        guard block.layout == .sampleMajor else { return }
        descent_prefetch(block.base, block.stride * block.samples * MemoryLayout<Element>.stride)
    }

    private func copy(_ block: SampleBlock<Element>, to target: UnsafeMutablePointer<Element>) {
        if block.layout == .featureMajor {
            TileKernels.gather(
                rows: block.samples, features, block.base, stride: block.stride, into: target, outStride: features)
        } else if block.stride == features {
            target.update(from: block.base, count: features * block.samples)
        } else {
            for sample in 0..<block.samples {
                (target + sample * features).update(from: block.base + sample * block.stride, count: features)
            }
        }
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

        func gather(_ samples: Range<Int>, to place: Int) {
            for row in 0..<rows {
                let from = source + row * rowStep + samples.lowerBound * sampleStep
                let to = gathered.base + row * stride + place
                for sample in 0..<samples.count { to[sample] = from[sample * sampleStep] }
            }
        }
    }
}
