internal import DescentAlgebra

/// One thread's buffers for a tile's scores and what a neuron makes of them, and the neuron's pass over a tile, which
/// every reduction at a point shares.
final class NeuronWorkspace<Element: Scalar> {
    let stride: Int
    let scores: Buffer<Element>
    let residuals: Buffer<Element>
    let curvatures: Buffer<Element>
    let losses: Buffer<Element>
    private let gradient: Buffer<Element>
    private let plan: Plan

    init(_ plan: Plan, withCurvatures: Bool) throws(DescentError) {
        self.plan = plan
        stride = plan.tileSamples
        scores = try Buffer(plan.paddedOutputs * stride)
        residuals = try Buffer(plan.paddedOutputs * stride)
        curvatures = try Buffer(withCurvatures ? plan.paddedOutputs * stride : 0)
        losses = try Buffer(stride)
        gradient = try Buffer(Element.self == Double.self ? 0 : plan.panelWidth * plan.features)
    }

    /// Losses, residuals and curvatures at the scores; `sum` gets the weighted sum of each loss. A sample whose loss
    /// is not finite is an error.
    func evaluate(
        _ neuron: any Neuron, _ tile: Tile<Element>, order: Pointwise<Element>.Order, sum: (Int, Double) -> Void
    ) throws(DescentError) {
        let isCoupled = neuron.coupling != .independent
        for output in 0..<(isCoupled ? 1 : plan.outputs) {
            neuron.evaluate(
                Pointwise(
                    count: tile.count, outputs: isCoupled ? plan.outputs : 1, stride: stride, order: order,
                    scores: UnsafePointer(scores.base + output * stride),
                    targets: tile.targets + output * tile.targetsStride, losses: losses.base,
                    residuals: residuals.base + output * stride, curvatures: curvatures.base + output * stride))
            let loss = TileKernels.sum(tile.count, losses.base, weights: tile.weights)
            guard loss.isFinite else {
                let index = (0..<tile.count).first { !losses[$0].isFinite }
                throw .overflow(.loss, sample: index.map { tile.range.lowerBound + $0 })
            }
            sum(output, loss)
        }
    }

    /// Multiplies every output's values by the sample weights.
    func applyWeights(of tile: Tile<Element>, to values: UnsafeMutablePointer<Element>) {
        guard let weights = tile.weights else { return }
        for output in 0..<plan.outputs { TileKernels.multiply(tile.count, values + output * stride, by: weights) }
    }

    /// sums += Σ values per output, and gradient += X valuesᵀ, both in Double.
    func addProducts(
        of tile: Tile<Element>, with values: UnsafePointer<Element>, sums: UnsafeMutablePointer<Double>,
        gradient total: UnsafeMutablePointer<Double>
    ) {
        for output in 0..<plan.outputs { sums[output] += TileKernels.sum(tile.count, values + output * stride) }
        for first in Swift.stride(from: 0, to: plan.outputs, by: plan.panelWidth) {
            let panel = values + first * stride, target = total + first * plan.features
            if Element.self == Double.self {
                tile.block.addGradient(
                    panel, stride: stride, outputs: plan.panelWidth, scale: 1, keeping: 1, to: target.cast())
            } else {
                tile.block.addGradient(
                    panel, stride: stride, outputs: plan.panelWidth, scale: 1, keeping: 0, to: gradient.base)
                TileKernels.accumulate(plan.panelWidth * plan.features, gradient.base, into: target)
            }
        }
    }
}
