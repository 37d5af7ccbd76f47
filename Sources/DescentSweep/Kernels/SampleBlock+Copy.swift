internal import DescentAlgebra

extension SampleBlock {
    /// Sample after sample, dense, whatever the layout.
    func copy(to target: UnsafeMutablePointer<Element>) {
        if layout == .featureMajor {
            TileKernels.gather(rows: samples, features, base, stride: stride, into: target, outStride: features)
        } else if stride == features {
            target.update(from: base, count: features * samples)
        } else {
            for sample in 0..<samples {
                (target + sample * features).update(from: base + sample * stride, count: features)
            }
        }
    }
}
