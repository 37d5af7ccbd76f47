package import DescentAlgebra

/// Cuts tiles for one thread, with that thread's staging buffers.
package final class TileReader<Element: Scalar> {
    private let feed: TileFeed<Element>
    // Of the source, which is asked only once.
    private let features: Int
    private let layout: Matrix<Element>.Layout
    private let needsStaging: Bool
    private let staging: Buffer<Element>
    private let copy: Buffer<Element>
    private let targets: Row
    private let offsets: Row?
    private let weights: Row?
    private let gatherer: BatchGatherer<Element>?
    /// Bytes of X that the source delivered to this reader.
    package private(set) var bytesDelivered = 0

    package init(_ feed: TileFeed<Element>, tileSamples: Int) throws(DescentError) {
        self.feed = feed
        features = feed.source.featureCount
        layout = feed.source.layout
        needsStaging = feed.source.needsStaging
        let values = features * tileSamples
        gatherer =
            if let selection = feed.selection {
                try BatchGatherer(feed, selection, tileSamples: tileSamples)
            } else { nil }
        staging = try Buffer(needsStaging && gatherer == nil ? values : 0)
        copy = try Buffer(feed.staging == nil ? 0 : values)
        targets = try Row(feed.targets, tileSamples: tileSamples)
        weights = if let weights = feed.weights { try Row(weights, tileSamples: tileSamples) } else { nil }
        offsets = if let offsets = feed.offsets { try Row(offsets, tileSamples: tileSamples) } else { nil }
    }

    /// The samples of a range, or the samples at these positions of a batch.
    ///
    /// - Throws: `cancelled` where that was asked for.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func read(_ range: Range<Int>) throws(DescentError) -> Tile<Element> {
        if let cancellation = feed.cancellation, cancellation.isRequested { throw .cancelled }
        defer { bytesDelivered += features * range.count * MemoryLayout<Element>.stride }
        if let gatherer {
            return centred(
                try gatherer.read(range) { samples, staging throws(DescentError) in
                    try deliver(samples, into: staging)
                })
        }
        let staging = UnsafeMutableBufferPointer(start: staging.base, count: needsStaging ? features * range.count : 0)
        let block = try deliver(range, into: staging)
        let (y, yStride) = targets.run(range)
        let offset = offsets?.run(range)
        return centred(
            Tile(
                range: range, block: block, targets: y, targetsStride: yStride, weights: weights?.run(range).base,
                offsets: offset?.base, offsetsStride: offset?.stride ?? 0, offsetRows: feed.offsets?.rows ?? 0))
    }

    private func deliver(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws(DescentError) -> SampleBlock<Element> {
        let block: SampleBlock<Element>
        do { block = try feed.source.tile(range, into: staging) } catch {
            throw .source(samples: range, underlying: error)
        }
        try block.check(samples: range, features: features, layout: layout)
        return block
    }

    private func centred(_ tile: Tile<Element>) -> Tile<Element> {
        guard let staged = feed.staging else { return tile }
        var tile = tile
        tile.block = TileKernels.centre(
            tile.block, inverse: staged.inverse.base, shifted: staged.shifted.base, into: copy.base)
        return tile
    }

    /// A matrix of per-sample values, of which a range is handed out with every row contiguous.
    private struct Row {
        let base: UnsafePointer<Element>
        let rows: Int
        let stride: Int
        let isContiguous: Bool
        let gathered: Buffer<Element>
        let gatheredStride: Int

        // The pointer stays valid: the reader holds the feed, and with it the matrix.
        init(_ matrix: Matrix<Element>, tileSamples: Int) throws(DescentError) {
            base = matrix.withUnsafePointer { $0 }
            rows = matrix.rows
            stride = matrix.stride
            isContiguous = matrix.layout == .featureMajor || (matrix.rows == 1 && matrix.stride == 1)
            gathered = try Buffer(isContiguous ? 0 : matrix.rows * tileSamples)
            gatheredStride = tileSamples
        }

        func run(_ range: Range<Int>) -> (base: UnsafePointer<Element>, stride: Int) {
            if isContiguous { return (base + range.lowerBound, stride) }
            TileKernels.gather(
                rows: rows, range.count, base + range.lowerBound * stride, stride: stride, into: gathered.base,
                outStride: gatheredStride)
            return (UnsafePointer(gathered.base), gatheredStride)
        }
    }
}

extension SampleBlock {
    /// Throws where a source has handed out another tile than it was asked for.
    func check(
        samples range: Range<Int>, features expected: Int, layout wanted: Matrix<Element>.Layout
    ) throws(DescentError) {
        let run = layout == .sampleMajor ? featureCount : sampleCount
        let fault: String? =
            if sampleCount != range.count {
                "\(sampleCount) samples where \(range.count) were asked for"
            } else if featureCount != expected {
                "\(featureCount) features of \(expected)"
            } else if layout != wanted { "a tile in another layout" } else if stride < run {
                "a stride of \(stride) between runs of \(run) values"
            } else { nil }
        if let fault { throw .brokenSource(samples: range, reason: fault) }
        guard max(stride, featureCount) <= Int(Int32.max) else {
            throw .algebra(.beyondBLAS(rows: featureCount, columns: stride))
        }
    }
}
