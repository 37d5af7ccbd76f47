import Descent

/// Reads a source as sweeps do, a few samples at a time.
public func forEachTile(
    of source: some SampleSource<Double>, _ body: (_ sample: Int, _ feature: Int, _ number: Double) -> Void
) throws {
    guard source.sampleCount > 0, source.featureCount > 0 else { return }
    let width = min(7, source.sampleCount)
    var staging = [Double](repeating: 0, count: width * source.featureCount)
    try staging.withUnsafeMutableBufferPointer { staging in
        for first in stride(from: 0, to: source.sampleCount, by: width) {
            let range = first..<min(source.sampleCount, first + width)
            let room = UnsafeMutableBufferPointer(rebasing: staging[..<(range.count * source.featureCount)])
            let block = try source.tile(range, into: room)
            for sample in range {
                for feature in 0..<source.featureCount {
                    let place =
                        block.layout == .sampleMajor
                        ? (sample - first) * block.stride + feature : feature * block.stride + sample - first
                    body(sample, feature, block.base[place])
                }
            }
        }
    }
}
