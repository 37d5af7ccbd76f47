internal import DescentAlgebra

/// The one way to ask a source for samples: not after the work was told to end, and never trusting that a tile is what it should be.
struct SampleDelivery<Element: Scalar>: Sendable {
    private let source: any SampleSource<Element>
    // Of the source, which is asked only once.
    let features: Int
    private let layout: Matrix<Element>.Layout
    /// Whether the source writes to the memory that comes with a request.
    let needsStaging: Bool
    private let cancellation: Cancellation?

    /// - Parameter cancellation: asked before every tile.
    init(_ source: some SampleSource<Element>, cancellation: Cancellation? = .current) {
        self.source = source
        self.cancellation = cancellation
        features = source.featureCount
        layout = source.layout
        needsStaging = source.needsStaging
    }

    /// - Parameter staging: room for the samples, where the source needs it.
    /// - Throws: `cancelled`, `source`, `brokenSource`.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func read(
        _ range: Range<Int>, staging: UnsafeMutablePointer<Element>
    ) throws(DescentError) -> SampleBlock<Element> {
        if let cancellation, cancellation.isRequested { throw .cancelled }
        let room = UnsafeMutableBufferPointer(start: staging, count: needsStaging ? features * range.count : 0)
        let block: SampleBlock<Element>
        do { block = try source.tile(range, into: room) } catch {
            throw .source(samples: range, underlying: error)
        }
        try block.check(samples: range, features: features, layout: layout)
        return block
    }
}

extension SampleBlock {
    /// Throws where a source has handed out another tile than it was asked for.
    fileprivate func check(
        samples range: Range<Int>, features expected: Int, layout wanted: Matrix<Element>.Layout
    ) throws(DescentError) {
        let run = layout == .sampleMajor ? featureCount : sampleCount
        let fault: String? =
            if sampleCount != range.count {
                "\(sampleCount) samples where \(range.count) were asked for"
            } else if featureCount != expected {
                "\(featureCount) features of \(expected)"
            } else if layout != wanted { "a tile in another layout" } else if stride < run {
                "a stride of \(stride) between runs of \(run) values"
            } else { nil }
        if let fault { throw .brokenSource(samples: range, reason: fault) }
        guard max(stride, featureCount) <= Int(Int32.max) else {
            throw .algebra(because: .beyondBLAS(rows: featureCount, columns: stride))
        }
    }
}
