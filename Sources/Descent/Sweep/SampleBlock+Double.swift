internal import DescentAlgebra

/// The two products with sums that are kept in Double, as those over tiles are. Those of a Float block are its own
/// in Float, and go through `single`, which has room for outputs × what the sums are of.
extension SampleBlock {
    /// Z += XᵀW.
    func addScores(
        _ weights: UnsafePointer<Element>, weightsStride: Int, outputs: Int,
        to sums: UnsafeMutablePointer<Double>, stride sumsStride: Int, through single: UnsafeMutablePointer<Element>
    ) {
        if Element.self == Double.self {
            return addScores(
                weights, weightsStride: weightsStride, outputs: outputs, to: sums.cast(), stride: sumsStride)
        }
        single.update(repeating: 0, count: outputs * samples)
        addScores(weights, weightsStride: weightsStride, outputs: outputs, to: single, stride: samples)
        for output in 0..<outputs {
            TileKernels.accumulate(samples, single + output * samples, into: sums + output * sumsStride)
        }
    }

    /// G += X R, of which an output is contiguous.
    func addGradient(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int,
        to sums: UnsafeMutablePointer<Double>, through single: UnsafeMutablePointer<Element>
    ) {
        if Element.self == Double.self {
            return addGradient(
                residuals, stride: residualsStride, outputs: outputs, scale: 1, keeping: 1, to: sums.cast())
        }
        addGradient(residuals, stride: residualsStride, outputs: outputs, scale: 1, keeping: 0, to: single)
        TileKernels.accumulate(outputs * features, single, into: sums)
    }
}
