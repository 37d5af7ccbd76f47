internal import DescentAlgebra

/// The two products as sweeps use them: for one output by `gemv`, for several by kernels that give each the bits that it
/// has beside any others, in any number. Where sums are kept in Double, as those over tiles are, the products of a Float
/// block are its own in Float, and go through `single`, which has room for outputs × what the sums are of.
extension SampleBlock {
    /// Z += XᵀW. Outputs of the weights are `weightsStride` apart; without it, dense.
    func addSweepScores(
        _ weights: UnsafePointer<Element>, weightsStride: Int? = nil, outputs: Int,
        to scores: UnsafeMutablePointer<Element>, stride scoresStride: Int
    ) {
        if outputs == 1 {
            addScores(weights, outputs: 1, to: scores, stride: scoresStride)
        } else {
            addScoresOfAny(
                weights, weightsStride: weightsStride ?? features, outputs: outputs, to: scores, stride: scoresStride)
        }
    }

    /// The same by the kernels for several outputs also where there is one, which then has the bits of one among others.
    package func addScoresOfAny(
        _ weights: UnsafePointer<Element>, weightsStride: Int, outputs: Int,
        to scores: UnsafeMutablePointer<Element>, stride scoresStride: Int
    ) {
        if layout == .sampleMajor {
            TileKernels.dots(
                samples, depth: features, base, stride: stride, outputs: outputs, weights, bStride: weightsStride,
                to: scores, cStride: scoresStride)
        } else {
            TileKernels.outer(
                samples, depth: features, base, stride: stride, outputs: outputs, weights, bStride: weightsStride,
                to: scores, cStride: scoresStride)
        }
    }

    /// G += X R, of which an output is contiguous.
    func addSweepGradient(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int,
        to gradient: UnsafeMutablePointer<Element>
    ) {
        if outputs == 1 {
            addGradient(residuals, stride: residualsStride, outputs: 1, scale: 1, keeping: 1, to: gradient)
        } else {
            addGradientOfAny(residuals, stride: residualsStride, outputs: outputs, to: gradient)
        }
    }

    /// The same by the kernels for several outputs also where there is one.
    package func addGradientOfAny(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int,
        to gradient: UnsafeMutablePointer<Element>
    ) {
        if layout == .sampleMajor {
            TileKernels.outer(
                features, depth: samples, base, stride: stride, outputs: outputs, residuals, bStride: residualsStride,
                to: gradient, cStride: features)
        } else {
            TileKernels.dots(
                features, depth: samples, base, stride: stride, outputs: outputs, residuals, bStride: residualsStride,
                to: gradient, cStride: features)
        }
    }

    /// Z += XᵀW in Double.
    func addScores(
        _ weights: UnsafePointer<Element>, weightsStride: Int, outputs: Int,
        to sums: UnsafeMutablePointer<Double>, stride sumsStride: Int, through single: UnsafeMutablePointer<Element>
    ) {
        if Element.self == Double.self {
            return addSweepScores(
                weights, weightsStride: weightsStride, outputs: outputs, to: sums.cast(), stride: sumsStride)
        }
        single.update(repeating: 0, count: outputs * samples)
        addSweepScores(weights, weightsStride: weightsStride, outputs: outputs, to: single, stride: samples)
        for output in 0..<outputs {
            TileKernels.accumulate(samples, single + output * samples, into: sums + output * sumsStride)
        }
    }

    /// G += X R in Double.
    func addGradient(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int,
        to sums: UnsafeMutablePointer<Double>, through single: UnsafeMutablePointer<Element>
    ) {
        if Element.self == Double.self {
            return addSweepGradient(residuals, stride: residualsStride, outputs: outputs, to: sums.cast())
        }
        single.update(repeating: 0, count: outputs * features)
        addSweepGradient(residuals, stride: residualsStride, outputs: outputs, to: single)
        TileKernels.accumulate(outputs * features, single, into: sums)
    }
}
