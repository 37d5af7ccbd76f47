internal import DescentAlgebra

/// Consecutive samples with what belongs to them: what a reduction absorbs at a time.
struct Tile<Element: Scalar> {
    let range: Range<Int>
    /// Features, as the source delivered them or centred and scaled.
    let block: SampleBlock<Element>
    /// Row k of the targets is at `targets + k * targetsStride`; class data has one row.
    let targets: UnsafePointer<Element>
    let targetsStride: Int
    let weights: UnsafePointer<Element>?
    /// One row for all outputs where `offsetRows` is 1.
    let offsets: UnsafePointer<Element>?
    let offsetsStride: Int
    let offsetRows: Int

    var count: Int { range.count }

    func offsets(output: Int) -> UnsafePointer<Element>? {
        offsets.map { $0 + (offsetRows == 1 ? 0 : output) * offsetsStride }
    }
}

/// Everything that tiles are cut from.
struct TileFeed<Element: Scalar>: Sendable {
    let source: any SampleSource<Element>
    let targets: Matrix<Element>
    let weights: Matrix<Element>?
    let offsets: Matrix<Element>?
    /// Where set, tiles are copied to aligned memory on the way, centred and scaled.
    var staging: StagedCopy<Element>?
}

/// x · inverse − shifted per feature. Powers of two as factors, so that a staged value is rounded once.
final class StagedCopy<Element: Scalar>: Sendable {
    let inverse: Buffer<Element>
    let shifted: Buffer<Element>

    init(features: Int, standardisation: Standardisation?) throws(DescentError) {
        inverse = try Buffer(features)
        shifted = try Buffer(features)
        for feature in 0..<features {
            let factor = standardisation.map { 1 / $0.scale[feature] } ?? 1
            inverse[feature] = Element(factor)
            shifted[feature] = Element((standardisation?.shift[feature] ?? 0) * factor)
        }
    }
}

/// Cuts tiles for one thread, with that thread's staging buffers.
final class TileReader<Element: Scalar> {
    private let feed: TileFeed<Element>
    private let staging: Buffer<Element>
    private let copy: Buffer<Element>
    private let targets: Row
    private let offsets: Row?
    private let weights: Row?
    /// Bytes of X that the source delivered to this reader.
    private(set) var bytesDelivered = 0

    init(_ feed: TileFeed<Element>, tileSamples: Int) throws(DescentError) {
        self.feed = feed
        let values = feed.source.features * tileSamples
        staging = try Buffer(feed.source.needsStaging ? values : 0)
        copy = try Buffer(feed.staging == nil ? 0 : values)
        targets = try Row(feed.targets, tileSamples: tileSamples)
        weights = if let weights = feed.weights { try Row(weights, tileSamples: tileSamples) } else { nil }
        offsets = if let offsets = feed.offsets { try Row(offsets, tileSamples: tileSamples) } else { nil }
    }

    func read(_ range: Range<Int>) throws(DescentError) -> Tile<Element> {
        var block: SampleBlock<Element>
        do {
            block = try feed.source.tile(
                range, into: UnsafeMutableBufferPointer(start: staging.base, count: staging.count))
        } catch {
            throw .source(samples: range, underlying: error)
        }
        guard block.samples == range.count else {
            throw .mismatch(.features, .samples, expected: range.count, found: block.samples)
        }
        guard block.features == feed.source.features else {
            throw .mismatch(.features, .features, expected: feed.source.features, found: block.features)
        }
        guard max(block.stride, block.features) <= Int(Int32.max) else {
            throw .algebra(.beyondBLAS(rows: block.features, columns: block.stride))
        }
        bytesDelivered += block.samples * block.features * MemoryLayout<Element>.stride
        if let staged = feed.staging {
            block = TileKernels.centre(
                block, inverse: staged.inverse.base, shifted: staged.shifted.base, into: copy.base)
        }
        let (y, yStride) = targets.run(range)
        let offset = offsets?.run(range)
        return Tile(
            range: range, block: block, targets: y, targetsStride: yStride, weights: weights?.run(range).base,
            offsets: offset?.base, offsetsStride: offset?.stride ?? 0, offsetRows: feed.offsets?.rows ?? 0)
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
