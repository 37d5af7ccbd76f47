package import DescentAlgebra

/// A loss of straight pieces with its corners rounded off: |e| as √(e² + μ²), and max(0, t) as ½(t + √(t² + μ²)).
///
/// It lies above the loss itself, by at most μ (of the hinge ½ μ), and has second derivatives. So the optimum of one is as good for the
/// other but for μ, which nothing else can vouch for: at an optimum of the loss itself the gradient need not be 0.
package struct SmoothedKinks: Neuron {
    let isHinge: Bool
    /// μ
    let width: Double
    /// Of the loss: of Huber's, whose straight pieces are as steep as δ.
    var factor = 1.0

    package var name: String { "smoothed" }
    package var traits: NeuronTraits { NeuronTraits(isHinge ? .binary : .finite, isConvex: true) }

    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { Activation.identity(tile) }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
        for j in 0..<tile.count {
            let z = Double(tile.scores[j]), y = Double(tile.targets[j])
            let sign = isHinge ? 1 - 2 * y : 1, t = isHinge ? 1 + sign * z : z - y
            let root = (t * t + width * width).squareRoot()
            // t + root without cancellation where t is far below 0.
            let sum = t >= 0 ? t + root : width * width / (root - t)
            let loss = isHinge ? sum / 2 : root
            let slope = isHinge ? sum / root / 2 : t / root
            let share = width / root
            tile.losses[j] = Element(factor * loss)
            tile.residuals[j] = Element(factor * sign * slope)
            if tile.order != .residual {
                tile.curvatures[j] = Element(factor * share * share / root * (isHinge ? 0.5 : 1))
            }
        }
    }
}
