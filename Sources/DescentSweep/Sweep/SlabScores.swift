internal import DescentAlgebra

/// The scores of all samples without bias and offsets, Σ w x in Double, of which each slab of features adds its part.
///
/// Over transposed data this is the product that a gradient is, with weights where that has residuals.
struct SlabScores<Element: Scalar>: Reduction {
    let point: FoldedPoint<Element>
    /// The plan of the data, of which a slab is some features.
    let plan: Plan

    /// Output k at `k * samples`.
    var partialCount: Int { plan.samples * plan.outputs }

    func makeWorkspace(_ slabs: Plan) throws(DescentError) -> Buffer<Element> {
        try Buffer(Element.self == Double.self ? 0 : plan.samples * plan.outputs)
    }

    func absorb(
        _ slab: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using single: Buffer<Element>
    ) throws(DescentError) {
        slab.block.addSweepGradient(
            point.weights.base + slab.range.lowerBound, stride: plan.features, outputs: plan.outputs, to: partial,
            through: single.base)
    }
}
