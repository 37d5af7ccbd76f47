package import DescentAlgebra

/// Features as samples: a sweep over this source runs through slabs of features of all samples. The memory is that of
/// the data; transposed, it has the other layout.
package final class TransposedSource<Element: Scalar>: SampleSource, @unchecked Sendable {
    package let featureCount: Int
    package let sampleCount: Int
    package let layout: Matrix<Element>.Layout
    private let source: any SampleSource<Element>
    package var needsStaging: Bool { false }
    /// All of the data. Set before a sweep, never during one.
    package var data: SampleBlock<Element>?

    package init(of source: some SampleSource<Element>) {
        self.source = source
        featureCount = source.sampleCount
        sampleCount = source.featureCount
        layout = source.layout == .sampleMajor ? .featureMajor : .sampleMajor
    }

    package func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        data!.transposed[samples: range]
    }

    package func confirm() throws { try source.confirm() }
}
