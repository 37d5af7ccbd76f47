internal import DescentAlgebra

/// X R by slabs of features: each writes its own part of the result, so there is nothing to merge.
///
/// Over transposed data this is the product that scores are, with residuals where those have weights.
struct SlabGradient<Element: Scalar>: Reduction {
    /// Output k at `k * samples`.
    let residuals: Buffer<Element>
    /// In the order of `GradientPartial`.
    let result: Buffer<Double>
    /// The plan of the data, of which a slab is some features.
    let plan: Plan

    /// What one product of Floats sums up, before the Doubles take over; and residuals stay in the cache.
    static var blockSamples: Int { 1024 }

    var partialCount: Int { 0 }

    func makeWorkspace(_ slabs: Plan) throws(DescentError) -> Buffer<Element> {
        try Buffer(Element.self == Double.self ? 0 : slabs.tileSamples * plan.outputs)
    }

    func absorb(
        _ slab: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using single: Buffer<Element>
    ) throws(DescentError) {
        let result = result.base + GradientPartial(plan).gradient + slab.range.lowerBound
        for output in 0..<plan.outputs {
            (result + output * plan.features).update(repeating: 0, count: slab.count)
        }
        let samples = slab.block.transposed
        for range in (0..<plan.samples).pieces(of: Self.blockSamples) {
            samples[samples: range].transposed.addSweepScores(
                residuals.base + range.lowerBound, weightsStride: plan.samples, outputs: plan.outputs, to: result,
                stride: plan.features, through: single.base)
        }
    }
}
