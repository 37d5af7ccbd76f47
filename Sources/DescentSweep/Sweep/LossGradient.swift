internal import DescentAlgebra

/// Σ w ℓ per output and, unless only the loss is asked for, Σ w r and X (w r)ᵀ: on every tile `z = Wx + b`, the
/// neuron's kernel, and the product with the residuals while the tile is still in the cache.
struct LossGradient<Element: Scalar>: Reduction {
    let neuron: any Neuron
    private let fused: FusedKernel?
    let point: FoldedPoint<Element>
    let wantsGradient: Bool
    private let layout: GradientPartial

    init(_ neuron: any Neuron, at point: FoldedPoint<Element>, plan: Plan, wantsGradient: Bool) {
        self.neuron = neuron
        self.fused = neuron.traits.kernel
        self.point = point
        self.wantsGradient = wantsGradient
        self.layout = GradientPartial(plan)
    }

    var partialCount: Int { wantsGradient ? layout.count : layout.sums }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> NeuronWorkspace<Element> {
        try NeuronWorkspace(plan, withCurvatures: false)
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: NeuronWorkspace<Element>
    ) throws(DescentError) {
        point.scores(of: tile, into: workspace.scores.base, stride: workspace.stride)
        try workspace.addLosses(neuron, fused, tile, to: partial)
        guard wantsGradient else { return }
        workspace.applyWeights(of: tile, to: workspace.residuals.base)
        workspace.addProducts(
            of: tile, with: workspace.residuals.base, sums: partial + layout.sums, gradient: partial + layout.gradient)
    }
}
