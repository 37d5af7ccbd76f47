internal import DescentAlgebra

/// Consecutive samples with what belongs to them: what a reduction absorbs at a time.
struct Tile<Element: Scalar> {
    let range: Range<Int>
    /// Features, as the source delivered them or centred and scaled.
    var block: SampleBlock<Element>
    /// Row k of the targets is at `targets + k * targetsStride`; class data has one row.
    var targets: UnsafePointer<Element>
    let targetsStride: Int
    var weights: UnsafePointer<Element>?
    /// One row for all outputs where `offsetRows` is 1.
    var offsets: UnsafePointer<Element>?
    let offsetsStride: Int
    var offsetRows: Int

    var count: Int { range.count }

    func offsets(output: Int) -> UnsafePointer<Element>? {
        offsets.map { $0 + (offsetRows == 1 ? 0 : output) * offsetsStride }
    }

    /// The part with the samples of a range, which lies within this tile's.
    subscript(part: Range<Int>) -> Tile {
        let skipped = part.lowerBound - range.lowerBound
        return Tile(
            range: part, block: block[samples: skipped..<skipped + part.count], targets: targets + skipped,
            targetsStride: targetsStride, weights: weights.map { $0 + skipped }, offsets: offsets.map { $0 + skipped },
            offsetsStride: offsetsStride, offsetRows: offsetRows)
    }
}
