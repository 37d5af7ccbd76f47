internal import CDescentKernels
internal import DescentAlgebra

/// A fused C kernel in both precisions, as a function of a tile.
struct PointwiseKernel: @unchecked Sendable {
    private let double: descent_pointwise_f64
    private let single: descent_pointwise_f32

    init(_ double: descent_pointwise_f64?, _ single: descent_pointwise_f32?) {
        self.double = double!
        self.single = single!
    }

    /// `parameter` is the neuron's own number; kernels without one ignore it.
    func callAsFunction<Element>(_ tile: Pointwise<Element>, parameter: Double = 1) {
        if Element.self == Double.self {
            double(
                tile.count, tile.scores.cast(), tile.targets.cast(), parameter, tile.order.kernel, tile.losses.cast(),
                tile.residuals.cast(), tile.curvatures.cast())
        } else {
            single(
                tile.count, tile.scores.cast(), tile.targets.cast(), Float(parameter), tile.order.kernel,
                tile.losses.cast(), tile.residuals.cast(), tile.curvatures.cast())
        }
    }
}
