package import DescentAlgebra

/// Cuts tiles for one thread, with that thread's staging buffers.
package final class TileReader<Element: Scalar> {
    private let feed: TileFeed<Element>
    private let delivery: SampleDelivery<Element>
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
        delivery = SampleDelivery(feed.source, cancellation: feed.cancellation)
        let values = delivery.features * tileSamples
        gatherer =
            if let selection = feed.selection {
                try BatchGatherer(feed, selection, tileSamples: tileSamples)
            } else { nil }
        staging = try Buffer(delivery.needsStaging && gatherer == nil ? values : 0)
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
        defer { bytesDelivered += delivery.features * range.count * MemoryLayout<Element>.stride }
        if let gatherer {
            return centred(try gatherer.read(range, delivery))
        }
        let block = try delivery.read(range, staging: staging.base)
        let (y, yStride) = targets.run(range)
        let offset = offsets?.run(range)
        return centred(
            Tile(
                range: range, block: block, targets: y, targetsStride: yStride, weights: weights?.run(range).base,
                offsets: offset?.base, offsetsStride: offset?.stride ?? 0, offsetRows: feed.offsets?.rows ?? 0))
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
