internal import DescentAlgebra

extension SampleBlock {
    /// Sample after sample, dense, whatever the layout.
    func copy(to target: UnsafeMutablePointer<Element>) {
        if layout == .featureMajor {
            TileKernels.gather(
                rows: sampleCount, featureCount, base, stride: stride, into: target, outStride: featureCount)
        } else if stride == featureCount {
            target.update(from: base, count: featureCount * sampleCount)
        } else {
            for sample in 0..<sampleCount {
                (target + sample * featureCount).update(from: base + sample * stride, count: featureCount)
            }
        }
    }
}
