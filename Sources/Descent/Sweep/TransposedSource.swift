internal import DescentAlgebra

/// Features as samples: a sweep over this source runs through slabs of features of all samples. The memory is that of
/// the data; transposed, it has the other layout.
final class TransposedSource<Element: Scalar>: SampleSource, @unchecked Sendable {
    let features: Int
    let samples: Int
    let layout: Matrix<Element>.Layout
    private let source: any SampleSource<Element>
    var needsStaging: Bool { false }
    /// All of the data. Set before a sweep, never during one.
    var data: SampleBlock<Element>?

    init(of source: some SampleSource<Element>) {
        self.source = source
        features = source.samples
        samples = source.features
        layout = source.layout == .sampleMajor ? .featureMajor : .sampleMajor
    }

    func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        data!.transposed[samples: range]
    }

    func confirm() throws { try source.confirm() }
}
