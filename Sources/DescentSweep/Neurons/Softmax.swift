internal import CDescentKernels
public import DescentAlgebra

/// `.softmax(classes:)`.
package struct Softmax: Neuron {
    package let classes: Int

    /// Fails with `illegalOption` for fewer than 2 classes.
    package init(classes: Int) throws(DescentError) {
        guard classes >= 2 else {
            throw .illegalOption(name: "the number of classes", value: "\(classes)", requirement: "at least 2")
        }
        self.classes = classes
    }

    package var name: String { "softmax" }
    package var traits: NeuronTraits {
        NeuronTraits(
            .classIndex, Outline(nil, .softmax), coupling: .softmax(classes: classes), decision: .largest,
            isConvex: true, likelihood: .multinomial, recession: .classes(classes))
    }

    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) {
        if Element.self == Double.self {
            Kernels.double.softmax_curve(
                tile.count, tile.outputCount, tile.stride, tile.scores.cast(), tile.predictions.cast())
        } else {
            Kernels.single.softmax_curve(
                tile.count, tile.outputCount, tile.stride, tile.scores.cast(), tile.predictions.cast())
        }
    }

    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
        let wantsProbabilities = tile.order != .residual
        if Element.self == Double.self {
            Kernels.double.softmax(
                tile.count, tile.outputCount, tile.stride, tile.scores.cast(), tile.targets.cast(), tile.losses.cast(),
                tile.residuals.cast(), wantsProbabilities ? tile.curvatures.cast() : nil)
        } else {
            Kernels.single.softmax(
                tile.count, tile.outputCount, tile.stride, tile.scores.cast(), tile.targets.cast(), tile.losses.cast(),
                tile.residuals.cast(), wantsProbabilities ? tile.curvatures.cast() : nil)
        }
    }
}

extension Neuron where Self == BuiltInNeuron {
    /// K scores a sample, ŷₖ = exp(zₖ) / Σ exp(zⱼ), with cross-entropy: multinomial logistic regression.
    ///
    /// ℓ = ln Σ exp(zⱼ) − z_y, ∂ℓ/∂z = ŷ − onehot(y), ∂²ℓ/∂z² = diag(ŷ) − ŷŷᵀ; y is a class index. Convex. Adding the
    /// same number to all scores of a sample changes nothing, so the weights are determined up to that.
    public static func softmax(classes: Int) throws(DescentError) -> BuiltInNeuron {
        BuiltInNeuron(try Softmax(classes: classes))
    }
}
