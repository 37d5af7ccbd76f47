package import DescentAlgebra

/// The two products as sweeps use them: for one output that is alone by `gemv` or, where samples are short, by kernels of our
/// own; for several, and for one that is to have the bits that it has beside others, by kernels that give each output the same
/// in any number. Where sums are kept in Double, as
/// those over tiles are, the products of a Float block are its own in Float, and go through `single`, which has room for
/// outputs × what the sums are of.
extension SampleBlock {
    /// Z += XᵀW. Outputs of the weights are `weightsStride` apart; without it, dense.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func addSweepScores(
        _ weights: UnsafePointer<Element>, weightsStride: Int? = nil, outputs: Int, isAlone: Bool = true,
        to scores: UnsafeMutablePointer<Element>, stride scoresStride: Int
    ) {
        if outputs == 1, isAlone, hasShortSamples {
            TileKernels.aloneScores(sampleCount, features: featureCount, base, stride: stride, weights, to: scores)
        } else if outputs == 1, isAlone {
            addScores(weights, outputs: 1, to: scores, stride: scoresStride)
        } else if layout == .sampleMajor {
            TileKernels.dots(
                sampleCount, depth: featureCount, base, stride: stride, outputs: outputs, weights,
                bStride: weightsStride ?? featureCount, to: scores, cStride: scoresStride)
        } else {
            TileKernels.outer(
                sampleCount, depth: featureCount, base, stride: stride, outputs: outputs, weights,
                bStride: weightsStride ?? featureCount, to: scores, cStride: scoresStride)
        }
    }

    /// The same in Double.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func addSweepScores(
        _ weights: UnsafePointer<Element>, weightsStride: Int, outputs: Int,
        to sums: UnsafeMutablePointer<Double>, stride sumsStride: Int, through single: UnsafeMutablePointer<Element>
    ) {
        if Element.self == Double.self {
            return addSweepScores(
                weights, weightsStride: weightsStride, outputs: outputs, to: sums.cast(), stride: sumsStride)
        }
        single.update(repeating: 0, count: outputs * sampleCount)
        addSweepScores(weights, weightsStride: weightsStride, outputs: outputs, to: single, stride: sampleCount)
        for output in 0..<outputs {
            TileKernels.accumulate(sampleCount, single + output * sampleCount, into: sums + output * sumsStride)
        }
    }

    /// G += X R, of which an output is contiguous.
    func addSweepGradient(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int, isAlone: Bool = true,
        to gradient: UnsafeMutablePointer<Element>
    ) {
        if outputs == 1, isAlone, hasShortSamples {
            TileKernels.aloneGradient(
                sampleCount, features: featureCount, base, stride: stride, residuals, to: gradient)
        } else if outputs == 1, isAlone {
            addGradient(residuals, stride: residualsStride, outputs: 1, scale: 1, keeping: 1, to: gradient)
        } else if layout == .sampleMajor {
            TileKernels.outer(
                featureCount, depth: sampleCount, base, stride: stride, outputs: outputs, residuals,
                bStride: residualsStride,
                to: gradient, cStride: featureCount)
        } else {
            TileKernels.dots(
                featureCount, depth: sampleCount, base, stride: stride, outputs: outputs, residuals,
                bStride: residualsStride,
                to: gradient, cStride: featureCount)
        }
    }

    /// The same in Double.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func addSweepGradient(
        _ residuals: UnsafePointer<Element>, stride residualsStride: Int, outputs: Int, isAlone: Bool = true,
        to sums: UnsafeMutablePointer<Double>, through single: UnsafeMutablePointer<Element>
    ) {
        if Element.self == Double.self {
            return addSweepGradient(
                residuals, stride: residualsStride, outputs: outputs, isAlone: isAlone, to: sums.cast())
        }
        single.update(repeating: 0, count: outputs * featureCount)
        addSweepGradient(residuals, stride: residualsStride, outputs: outputs, isAlone: isAlone, to: single)
        TileKernels.accumulate(outputs * featureCount, single, into: sums)
    }

    /// Whether one output alone is left to our own kernels.
    private var hasShortSamples: Bool {
        layout == .sampleMajor && Plan.hasShortSamples(Element.self, features: featureCount)
    }
}
