import Checks
import Descent

/// Samples that are made when they are asked for: nothing of them is kept in memory.
struct MadeSamples: SampleSource {
    struct Lost: Error {}

    let featureCount = 6
    let sampleCount: Int
    let layout = Matrix<Double>.Layout.sampleMajor
    let needsStaging = true
    /// The first sample that cannot be read, as if a disk ended there.
    var end = Int.max

    func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Double>
    ) throws -> SampleBlock<Double> {
        guard range.upperBound <= end else { throw Lost() }
        for sample in range {
            // Every sample has numbers of its own, so that it is the same whatever the tiles are.
            var chance = Chance(seed: UInt64(sample) &* 0x2545_f491_4f6c_dd1d)
            let first = (sample - range.lowerBound) * featureCount
            for feature in 0..<featureCount { staging[first + feature] = chance.unit() }
        }
        return SampleBlock(
            base: UnsafePointer(staging.baseAddress!), features: featureCount, samples: range.count,
            stride: featureCount, layout: layout)
    }

    /// The same as a matrix.
    func matrix() throws -> Matrix<Double> {
        var X = try Matrix<Double>(rows: featureCount, columns: sampleCount)
        var values = X.mutableSpan
        try values.withUnsafeMutableBufferPointer { _ = try tile(0..<sampleCount, into: $0) }
        return X
    }
}
