public import DescentAlgebra

/// Where samples come from: memory, files, shards, streams, other number types.
///
/// A sweep asks for tiles, from several threads at once. A source either points into its own storage, which must
/// stay as it is until the sweep ends, or fills the staging buffer that comes with the request.
public protocol SampleSource<Element>: Sendable {
    /// The precision of the tiles.
    associatedtype Element: Scalar

    /// Values of a sample; the same whenever it is asked.
    var featureCount: Int { get }
    /// Samples in all; the same whenever it is asked.
    var sampleCount: Int { get }
    /// How the tiles that this source hands out lie in memory.
    var layout: Matrix<Element>.Layout { get }
    /// Whether `tile` writes to the staging buffer; sources that do not get an empty one.
    var needsStaging: Bool { get }

    /// The samples of a range that lies within `0 ..< samples`. `staging` holds features × range.count values.
    func tile(_ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>) throws -> SampleBlock<Element>

    /// Asked after a sweep: throws where tiles that were handed out may not have been what they should, such as those of a file
    /// that was truncated meanwhile. The default never does.
    func confirm() throws
}

extension SampleSource {
    public func confirm() throws {}

    func requireIntact() throws(DescentError) {
        do { try confirm() } catch { throw .source(samples: 0..<sampleCount, underlying: error) }
    }
}

extension Matrix: SampleSource {
    /// The rows.
    public var featureCount: Int { rows }
    /// The columns.
    public var sampleCount: Int { columns }
    public var needsStaging: Bool { false }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    public func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        // The pointer outlives the call because the sweep holds the data set, and with it this matrix's storage.
        sampleBlock(range)
    }
}
