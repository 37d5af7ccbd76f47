internal import DescentAlgebra

/// Some features of another source, gathered tile by tile. Where none is chosen a column of zeros stands for them, since a source
/// has one at least.
struct ChosenFeatures<Element: Scalar>: SampleSource {
    private let whole: any SampleSource<Element>
    private let places: [Int]

    var featureCount: Int { max(1, places.count) }
    var sampleCount: Int { whole.sampleCount }
    var layout: Matrix<Element>.Layout { whole.layout }
    var needsStaging: Bool { true }

    init(_ places: [Int], of whole: any SampleSource<Element>) {
        self.whole = whole
        self.places = places
    }

    func tile(
        _ range: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        let count = range.count, stride = max(1, layout == .sampleMajor ? featureCount : count)
        let out = staging.baseAddress!
        out.update(repeating: 0, count: places.isEmpty ? count : 0)
        if !places.isEmpty {
            let room = UnsafeMutableBufferPointer<Element>.allocate(
                capacity: whole.needsStaging ? whole.featureCount * count : 0)
            defer { room.deallocate() }
            let block = try whole.tile(range, into: room)
            for (index, place) in places.enumerated() {
                if layout == .sampleMajor {
                    for j in 0..<count { out[j * stride + index] = block.base[j * block.stride + place] }
                } else {
                    (out + index * stride).update(from: block.base + place * block.stride, count: count)
                }
            }
        }
        return SampleBlock(base: out, features: featureCount, samples: count, stride: stride, layout: layout)
    }

    func confirm() throws { try whole.confirm() }
}

extension Dataset {
    /// The same samples with some of the features; nothing is copied or read.
    package func choosing(features places: [Int]) -> Dataset {
        let zero = FeatureSummary(mean: 0, standardDeviation: 0, minimum: 0, maximum: 0)
        let summaries = places.map { survey.features[$0] }
        var result = Dataset(
            source: ChosenFeatures(places, of: source), targets: targets, classes: classes, weights: weights,
            offsets: offsets,
            survey: Survey(
                features: places.isEmpty ? [zero] : summaries, targets: survey.targets,
                totalWeight: survey.totalWeight, classCounts: survey.classCounts, firstOutside: survey.firstOutside),
            ranks: ranks)
        if let featureNames, !places.isEmpty { result.featureNames = places.map { featureNames[$0] } }
        return result
    }
}
