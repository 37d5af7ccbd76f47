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

    init(_ plan: Plan, withCurvatures: Bool, withProducts: Bool = true) throws(DescentError) {
        self.plan = plan
        stride = plan.tileSamples
        scores = try Buffer(plan.outputs * stride)
        residuals = try Buffer(plan.outputs * stride)
        curvatures = try Buffer(withCurvatures ? plan.outputs * stride : 0)
        losses = try Buffer(stride)
        let isNeeded = withProducts && Element.self != Double.self
        gradient = try Buffer(isNeeded ? plan.outputs * plan.features : 0)
    }

    /// Residuals at the scores, and each output's sum of losses added to `sums`. Throws as `evaluate`.
    ///
    /// Without weights a fused neuron does both in one pass; where a sum is not finite, the slow way finds out why.
    func addLosses(
        _ neuron: any Neuron, _ fused: FusedKernel?, _ tile: Tile<Element>, to sums: UnsafeMutablePointer<Double>
    ) throws(DescentError) {
        guard let fused, tile.weights == nil else {
            return try evaluate(neuron, tile, order: .residual, addingLossesTo: sums)
        }
        for output in 0..<plan.outputs {
            let loss = fused.kernel.sum(
                tile.count, UnsafePointer(scores.base + output * stride), tile.targets + output * tile.targetsStride,
                parameter: fused.parameter, residuals: residuals.base + output * stride)
            guard loss.isFinite else { return try evaluate(neuron, tile, order: .residual, addingLossesTo: sums) }
            sums[output] += loss
        }
    }

    /// Losses, residuals and curvatures at the scores. `sums`, where losses matter, gets the weighted sum of each, and a
    /// loss that is not finite is an error. So is a score.
    func evaluate(
        _ neuron: any Neuron, _ tile: Tile<Element>, order: Pointwise<Element>.Order,
        addingLossesTo sums: UnsafeMutablePointer<Double>? = nil
    ) throws(DescentError) {
        for output in 0..<plan.outputs { try requireFinite(scores.base + output * stride, of: .scores, tile) }
        let isCoupled = neuron.coupling != .independent
        for output in 0..<(isCoupled ? 1 : plan.outputs) {
            neuron.evaluate(
                Pointwise(
                    count: tile.count, outputs: isCoupled ? plan.outputs : 1, stride: stride, order: order,
                    scores: UnsafePointer(scores.base + output * stride),
                    targets: tile.targets + output * tile.targetsStride, losses: losses.base,
                    residuals: residuals.base + output * stride, curvatures: curvatures.base + output * stride))
            if order == .gaussNewton, neuron.traits.outline.criterion == .own {
                try requireNonNegative(curvatures.base + output * stride, output, tile)
            }
            guard let sums else { continue }
            let loss = TileKernels.sum(tile.count, losses.base, weights: tile.weights)
            if !loss.isFinite {
                try requireFinite(losses.base, of: .loss, tile)
                throw .overflow(.loss, sample: nil)  // every loss fits, their sum does not
            }
            sums[output] += loss
        }
    }

    /// Throws for the first sample whose value is not finite, unless its weight is 0. Data and parameters are finite, so
    /// such a value is an overflow; a neuron must not see it, or a dead unit would swallow it.
    private func requireFinite(
        _ values: UnsafePointer<Element>, of quantity: DescentError.Quantity, _ tile: Tile<Element>
    ) throws(DescentError) {
        if TileKernels.allFinite(tile.count, values) { return }
        for j in 0..<tile.count where !values[j].isFinite && tile.weights?[j] != 0 {
            let sample = tile.range.lowerBound + j
            if quantity == .loss, values[j].isNaN {  // no overflow: the neuron's own doing
                throw .nonFinite(.loss, sample: sample, component: 0, value: .nan, count: 1)
            }
            throw .overflow(quantity, sample: sample)
        }
    }

    /// A neuron of somebody's own may break its word; of a negative curvature there is no root.
    private func requireNonNegative(
        _ curvatures: UnsafePointer<Element>, _ output: Int, _ tile: Tile<Element>
    ) throws(DescentError) {
        guard let j = firstNegative(curvatures, weights: tile.weights, count: tile.count) else { return }
        throw .illegalValue(
            .curvature, sample: tile.range.lowerBound + j, component: output, value: Double(curvatures[j]),
            requirement: "0 or above where a neuron is asked for its Gauss-Newton part: max(0, ∂²ℓ/∂z²) will do")
    }

    /// Multiplies every output's values by the sample weights.
    func applyWeights(of tile: Tile<Element>, to values: UnsafeMutablePointer<Element>) {
        guard let weights = tile.weights else { return }
        for output in 0..<plan.outputs { TileKernels.multiply(tile.count, values + output * stride, by: weights) }
    }

    /// sums += Σ values per output.
    func addSums(of tile: Tile<Element>, of values: UnsafePointer<Element>, to sums: UnsafeMutablePointer<Double>) {
        for output in 0..<plan.outputs { sums[output] += TileKernels.sum(tile.count, values + output * stride) }
    }

    /// sums += Σ values per output, and gradient += X valuesᵀ, both in Double.
    func addProducts(
        of tile: Tile<Element>, with values: UnsafePointer<Element>, sums: UnsafeMutablePointer<Double>,
        gradient total: UnsafeMutablePointer<Double>
    ) {
        addSums(of: tile, of: values, to: sums)
        tile.block.addSweepGradient(
            values, stride: stride, outputs: plan.outputs, to: total, through: gradient.base)
    }
}

@specialized(where Element == Double)
@specialized(where Element == Float)
private func firstNegative<Element: Scalar>(
    _ values: UnsafePointer<Element>, weights: UnsafePointer<Element>?, count: Int
) -> Int? {
    for index in 0..<count where values[index] < 0 && weights?[index] != 0 { return index }
    return nil
}
