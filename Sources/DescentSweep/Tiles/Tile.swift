package import DescentAlgebra

/// Consecutive samples with what belongs to them: what a reduction absorbs at a time.
package struct Tile<Element: Scalar> {
    package let range: Range<Int>
    /// Features, as the source delivered them or centred and scaled.
    package var block: SampleBlock<Element>
    /// Row k of the targets is at `targets + k * targetsStride`; class data has one row.
    package var targets: UnsafePointer<Element>
    package let targetsStride: Int
    package var weights: UnsafePointer<Element>?
    /// One row for all outputs where `offsetRows` is 1.
    package var offsets: UnsafePointer<Element>?
    package let offsetsStride: Int
    package var offsetRows: Int

    @inlinable package var count: Int { range.count }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func offsets(output: Int) -> UnsafePointer<Element>? {
        offsets.map { $0 + (offsetRows == 1 ? 0 : output) * offsetsStride }
    }

    /// The part with the samples of a range, which lies within this tile's.
    package subscript(part: Range<Int>) -> Tile {
        @specialized(where Element == Double)
        @specialized(where Element == Float)
        get {
            let skipped = part.lowerBound - range.lowerBound
            return Tile(
                range: part, block: block[samples: skipped..<skipped + part.count], targets: targets + skipped,
                targetsStride: targetsStride, weights: weights.map { $0 + skipped },
                offsets: offsets.map { $0 + skipped }, offsetsStride: offsetsStride, offsetRows: offsetRows)
        }
    }
}
