internal import CDescentKernels
internal import DescentAlgebra

/// A fused C kernel in both precisions, as a function of a tile.
package struct PointwiseKernel: @unchecked Sendable {
    private let double: descent_pointwise_f64
    private let single: descent_pointwise_f32
    private let doubleSum: descent_summed_f64
    private let singleSum: descent_summed_f32

    init(
        _ double: descent_pointwise_f64?, _ single: descent_pointwise_f32?, sums doubleSum: descent_summed_f64?,
        _ singleSum: descent_summed_f32?
    ) {
        self.double = double!
        self.single = single!
        self.doubleSum = doubleSum!
        self.singleSum = singleSum!
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

    /// Residuals, and the sum of the losses of samples that all count 1; not finite where a score is not.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func sum<Element>(
        _ count: Int, _ scores: UnsafePointer<Element>, _ targets: UnsafePointer<Element>, parameter: Double,
        residuals: UnsafeMutablePointer<Element>
    ) -> Double {
        Element.self == Double.self
            ? doubleSum(count, scores.cast(), targets.cast(), parameter, residuals.cast())
            : singleSum(count, scores.cast(), targets.cast(), Float(parameter), residuals.cast())
    }
}

/// A neuron's own kernel with the neuron's number: a sweep asks it for the sum of the losses instead of each.
package struct FusedKernel: Sendable {
    package let kernel: PointwiseKernel
    package let parameter: Double

    init(_ kernel: PointwiseKernel, parameter: Double = 1) {
        self.kernel = kernel
        self.parameter = parameter
    }
}
