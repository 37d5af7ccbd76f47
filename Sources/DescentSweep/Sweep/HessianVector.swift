internal import DescentAlgebra

/// X (ω ∘ s)ᵀ with s the scores of a direction and ω the curvature at a point, weighted: the product of the risk's
/// Hessian (its Gauss–Newton part, where that may be negative) with the direction.
struct HessianVector<Element: Scalar>: Reduction {
    let neuron: any Neuron
    let point: FoldedPoint<Element>
    let direction: FoldedPoint<Element>
    private let layout: GradientPartial

    init(_ neuron: any Neuron, at point: FoldedPoint<Element>, along direction: FoldedPoint<Element>, plan: Plan) {
        self.neuron = neuron
        self.point = point
        self.direction = direction
        self.layout = GradientPartial(plan)
    }

    var partialCount: Int { layout.count }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> NeuronWorkspace<Element> {
        try NeuronWorkspace(plan, withCurvatures: true)
    }

    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: NeuronWorkspace<Element>
    ) throws(DescentError) {
        let stride = workspace.stride
        point.scores(of: tile, into: workspace.scores.base, stride: stride)
        try workspace.evaluate(neuron, tile, order: .gaussNewton)
        // The scores have served; their buffer takes the direction's, which the curvature turns into products.
        let products = workspace.scores.base
        direction.scores(of: tile, into: products, stride: stride, withOffsets: false)
        if case .softmax(let classes) = neuron.coupling {
            TileKernels.softmaxCurvature(
                tile.count, outputs: classes, stride: stride, probabilities: workspace.curvatures.base,
                directions: products)
        } else {
            for output in 0..<point.outputs {
                TileKernels.multiply(
                    tile.count, products + output * stride, by: workspace.curvatures.base + output * stride)
            }
        }
        workspace.applyWeights(of: tile, to: products)
        workspace.addProducts(
            of: tile, with: products, sums: partial + layout.sums, gradient: partial + layout.gradient)
    }
}
