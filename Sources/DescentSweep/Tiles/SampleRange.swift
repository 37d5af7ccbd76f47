package import DescentAlgebra

/// The samples of a range of another source, where they lie.
package struct SampleRange<Element: Scalar>: SampleSource {
    private let whole: any SampleSource<Element>
    private let range: Range<Int>

    package init(_ range: Range<Int>, of whole: any SampleSource<Element>) {
        (self.range, self.whole) = (range, whole)
    }

    package var featureCount: Int { whole.featureCount }
    package var sampleCount: Int { range.count }
    package var layout: Matrix<Element>.Layout { whole.layout }
    package var needsStaging: Bool { whole.needsStaging }

    package func tile(
        _ wanted: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        try whole.tile(wanted.lowerBound + range.lowerBound..<wanted.upperBound + range.lowerBound, into: staging)
    }

    package func confirm() throws { try whole.confirm() }
}
