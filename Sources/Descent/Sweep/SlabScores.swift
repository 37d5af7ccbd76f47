internal import DescentAlgebra

/// The scores of all samples without bias and offsets, Σ w x in Double, of which each slab of features adds its part.
///
/// Over transposed data this is the product that a gradient is, with weights where that has residuals.
struct SlabScores<Element: Scalar>: Reduction {
    let point: FoldedPoint<Element>
    /// Of the data.
    let plan: Plan

    /// Output k at `k * samples`; those that pad the last panel come last.
    var partialCount: Int { plan.samples * plan.paddedOutputs }

    func makeWorkspace(_ slabs: Plan) throws(DescentError) -> Buffer<Element> {
        try Buffer(Element.self == Double.self ? 0 : plan.samples * plan.panelWidth)
    }

    func absorb(
        _ slab: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using single: Buffer<Element>
    ) throws(DescentError) {
        for first in stride(from: 0, to: plan.outputs, by: plan.panelWidth) {
            slab.block.addGradient(
                point.weights.base + first * plan.features + slab.range.lowerBound, stride: plan.features,
                outputs: plan.panelWidth, to: partial + first * plan.samples, through: single.base)
        }
    }
}
