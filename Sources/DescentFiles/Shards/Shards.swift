public import Descent

/// Several sources as one: the samples of the first, then those of the second, and so on.
///
/// Tiles are cut as of one source, so that results have the bits of the same data in one file. A tile within a shard is that shard's own;
/// the one across each border is copied together.
public struct Shards<Element: Scalar>: SampleSource {
    /// That of every shard.
    public let featureCount: Int
    /// Of all shards together.
    public let sampleCount: Int
    /// That of every shard.
    public let layout: Matrix<Element>.Layout
    /// Whether tiles may need the caller's memory: true of several shards, for the tiles across their borders; of one, as it says.
    public let needsStaging: Bool
    private let shards: [any SampleSource<Element>]
    /// Where each begins, and the end of the last.
    private let starts: [Int]

    /// - Throws: `DescentError.empty` without shards, `mismatch` for another number of features, `illegalOption` for another layout than
    ///   the first one's, `algebra` for more samples than an `Int` counts.
    public init(_ shards: [any SampleSource<Element>]) throws(DescentError) {
        guard let first = shards.first else { throw .empty(.samples) }
        var starts = [0]
        for (index, shard) in shards.enumerated() {
            guard shard.featureCount == first.featureCount else {
                throw .mismatch(.features, .features, expected: first.featureCount, found: shard.featureCount)
            }
            guard shard.layout == first.layout else {
                throw .illegalOption(
                    name: "the layout of shard \(index)", value: "\(shard.layout)",
                    requirement: "\(first.layout), as that of the first")
            }
            guard let end = starts[index].adding(checked: shard.sampleCount) else {
                throw .algebra(because: .sizeOverflow(rows: first.featureCount, columns: .max))
            }
            starts.append(end)
        }
        self.shards = shards
        self.starts = starts
        (featureCount, sampleCount, layout) = (first.featureCount, starts.last!, first.layout)
        needsStaging = shards.count > 1 || first.needsStaging
    }

    /// The samples of a range, counted through all shards: the shard's own tile, or a copy in `staging` where it lies in several.
    ///
    /// - Throws: what the shards throw.
    public func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        var index = shard(of: range.lowerBound)
        if range.upperBound <= starts[index + 1] {
            return try shards[index].tile(
                range.lowerBound - starts[index]..<range.upperBound - starts[index], into: staging)
        }
        let isSampleMajor = layout == .sampleMajor
        let stride = max(1, isSampleMajor ? featureCount : range.count)
        // Empty only where there are no features.
        guard let out = staging.baseAddress else { return try shards[index].tile(0..<0, into: staging) }
        var place = range.lowerBound
        while place < range.upperBound {
            let part = place..<min(range.upperBound, starts[index + 1])
            if !part.isEmpty {
                try copy(
                    part, of: index,
                    to: out + (part.lowerBound - range.lowerBound) * (isSampleMajor ? featureCount : 1),
                    stride)
            }
            place = part.upperBound
            index += 1
        }
        return SampleBlock(base: out, features: featureCount, samples: range.count, stride: stride, layout: layout)
    }

    /// Asks every shard; throws what the first throws that is not as it was.
    public func confirm() throws { for shard in shards { try shard.confirm() } }

    /// The one that has a sample: the last that begins there or before.
    private func shard(of sample: Int) -> Int {
        var low = 0, high = shards.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= sample { low = middle } else { high = middle }
        }
        return low
    }

    private func copy(
        _ part: Range<Int>, of index: Int, to out: UnsafeMutablePointer<Element>, _ stride: Int
    ) throws {
        let shard = shards[index], own = part.lowerBound - starts[index]..<part.upperBound - starts[index]
        let staging = UnsafeMutableBufferPointer<Element>.allocate(
            capacity: shard.needsStaging ? featureCount * part.count : 0)
        defer { staging.deallocate() }
        let block = try shard.tile(own, into: staging)
        let (length, runs) = layout == .sampleMajor ? (featureCount, part.count) : (part.count, featureCount)
        for run in 0..<runs { (out + run * stride).update(from: block.base + run * block.stride, count: length) }
    }
}
