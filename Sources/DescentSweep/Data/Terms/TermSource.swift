package import DescentAlgebra

/// Samples whose features are made from a table while they are in the cache: what is read is the table, and what is kept is
/// the recipe.
///
/// Values are computed in Double, and rounded once where the tiles are of Floats. They do not depend on how samples are cut
/// into tiles.
package struct TermSource<Element: Scalar>: SampleSource {
    package let featureCount: Int
    package let sampleCount: Int
    package let layout: Matrix<Element>.Layout
    package var needsStaging: Bool { true }
    private let plan: TermPlan

    /// - Throws: `illegalFormula` for what the table does not allow.
    package init(
        _ terms: LearnedTerms, of table: Table, unknown: UnknownLevel = .refuse,
        layout: Matrix<Element>.Layout = .sampleMajor
    ) throws(DescentError) {
        featureCount = terms.featureCount
        sampleCount = table.sampleCount
        self.layout = layout
        plan = try TermPlan(terms, table, unknown: unknown)
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        let isSampleMajor = layout == .sampleMajor, stride = isSampleMajor ? featureCount : max(1, range.count)
        // Empty where no sample is asked for.
        let out = staging.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
        let strip = plan.strip, runs = plan.workRuns + plan.numberRuns + TermPlan.products
        withUnsafeTemporaryAllocation(of: Double.self, capacity: runs * strip) { room in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: (plan.placeRuns + 1) * strip) { placeRoom in
                let work = room.baseAddress!, numbers = work + plan.workRuns * strip
                let places = placeRoom.baseAddress!
                for piece in range.pieces(of: strip) {
                    plan.fill(piece, work: work, numbers, places)
                    let skipped = piece.lowerBound - range.lowerBound
                    plan.write(
                        piece.count, numbers, places, features: featureCount,
                        into: out + skipped * (isSampleMajor ? stride : 1), isSampleMajor: isSampleMajor, stride: stride
                    )
                }
            }
        }
        return SampleBlock(
            base: UnsafePointer(out), features: featureCount, samples: range.count, stride: stride, layout: layout)
    }
}
