internal import DescentAlgebra

/// Some samples of another source, gathered tile by tile: a part of the data without a copy of it.
struct ChosenSamples<Element: Scalar>: SampleSource {
    private let whole: any SampleSource<Element>
    /// Ascending, so that a tile lies in one range of the source that is not much longer.
    private let places: [Int]
    /// Samples that are fetched at once.
    private let span: Int

    var featureCount: Int { whole.featureCount }
    var sampleCount: Int { places.count }
    var layout: Matrix<Element>.Layout { whole.layout }
    var needsStaging: Bool { true }

    init(_ places: [Int], of whole: any SampleSource<Element>) {
        self.whole = whole
        self.places = places
        // A quarter of a megabyte, where the source needs memory of ours for it.
        span = max(1, (256 << 10) / max(1, whole.featureCount * MemoryLayout<Element>.stride))
    }

    func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        let stride = max(1, layout == .sampleMajor ? featureCount : range.count), out = staging.baseAddress!
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(
            capacity: whole.needsStaging ? featureCount * span : 0)
        defer { buffer.deallocate() }
        var next = range.lowerBound
        while next < range.upperBound {
            let first = places[next]
            var last = next + 1
            while last < range.upperBound, places[last] < first + span { last += 1 }
            let fetched = first..<places[last - 1] + 1
            let room = UnsafeMutableBufferPointer(
                rebasing: buffer[..<(whole.needsStaging ? featureCount * fetched.count : 0)])
            let block = try whole.tile(fetched, into: room)
            for place in next..<last {
                copy(places[place] - first, of: block, to: place - range.lowerBound, of: out, stride)
            }
            next = last
        }
        return SampleBlock(base: out, features: featureCount, samples: range.count, stride: stride, layout: layout)
    }

    private func copy(
        _ sample: Int, of block: SampleBlock<Element>, to place: Int, of out: UnsafeMutablePointer<Element>,
        _ stride: Int
    ) {
        if layout == .sampleMajor {
            (out + place * stride).update(from: block.base + sample * block.stride, count: featureCount)
        } else {
            for feature in 0..<featureCount {
                out[feature * stride + place] = block.base[feature * block.stride + sample]
            }
        }
    }

    func confirm() throws { try whole.confirm() }
}
