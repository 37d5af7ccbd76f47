internal import CDescentKernels
public import DescentAlgebra
internal import DescentSolvers

/// `.composed(_:_:)`.
package struct Composed: Neuron {
    package let activation: Activation
    package let cost: Cost
    /// Those of the neuron that has a name, where the pair has one.
    package let traits: NeuronTraits
    private let neuron: any Neuron

    /// Fails with `illegalNeuron` or, for a δ that is not positive and finite, `illegalOption`.
    package init(_ activation: Activation, _ cost: Cost) throws(DescentError) {
        if case .huber(let delta) = cost, !(1e-30...1e30).contains(delta) {
            throw .illegalOption(
                name: "huber's delta", value: "\(delta)", requirement: "from 1e-30 to 1e30, which both precisions hold")
        }
        self.activation = activation
        self.cost = cost
        let neuron: any Neuron =
            switch (activation, cost) {
            case (.step, _):
                throw .illegalPair(
                    activation: activation.name, cost: cost.name,
                    reason: "a step is flat, no cost can move it; use Perceptron")
            case (.sigmoid, .crossEntropy): Logistic()
            case (_, .crossEntropy):
                throw .illegalPair(
                    activation: activation.name, cost: cost.name,
                    reason: "cross-entropy needs predictions between 0 and 1")
            case (.sigmoid, .hinge), (.relu, .hinge), (.exp, .hinge):
                throw .illegalPair(
                    activation: activation.name, cost: cost.name, reason: "the hinge needs predictions of both signs")
            case (.identity, .halfSquared): Linear()
            case (.identity, .squared): Linear(.squared)
            case (.relu, .halfSquared): ReLU()
            case (.relu, .squared): ReLU(.squared)
            case (.sigmoid, .halfSquared): Sigmoid()
            case (.sigmoid, .squared): Sigmoid(.squared)
            default: ChainRule(activation, cost)
            }
        self.neuron = neuron
        traits = neuron.traits
    }

    package var name: String { "\(activation.name)+\(cost.name)" }
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { activation(tile) }
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { neuron.evaluate(tile) }
}

extension Neuron where Self == BuiltInNeuron {
    /// An activation with a cost: `try .composed(.tanh, .huber(delta: 1.5))`.
    ///
    /// | activation | crossEntropy | halfSquared, squared | absolute, huber | hinge |
    /// |---|---|---|---|---|
    /// | identity | | `linear` | yes | yes |
    /// | sigmoid | `logistic` | `sigmoid` | yes | |
    /// | relu | | `relu` | yes | |
    /// | tanh | | yes | yes | yes |
    /// | exp | | yes | yes | |
    /// | step | | | | |
    ///
    /// A pair with a name runs that neuron's fused kernel; the others run the chain rule, ∂ℓ/∂z = c′(ŷ) a′(z).
    /// A step is flat, so no cost can move it: the `perceptron` learns by its own criterion.
    ///
    /// - Throws: `illegalNeuron` for a pair without a yes or a name; `illegalOption` for a δ that is not positive and finite.
    public static func composed(_ activation: Activation, _ cost: Cost) throws(DescentError) -> BuiltInNeuron {
        BuiltInNeuron(try Composed(activation, cost))
    }
}

/// Any activation with any cost, as two kernels composed per tile. Exact where no factor is 0 while another is infinite.
struct ChainRule: Neuron {
    let activation: Activation
    let cost: Cost

    init(_ activation: Activation, _ cost: Cost) {
        self.activation = activation
        self.cost = cost
    }

    var name: String { "\(activation.name)+\(cost.name)" }
    var traits: NeuronTraits {
        NeuronTraits(
            cost.domain, Outline(activation, cost),
            decision: activation == .sigmoid || cost == .hinge ? .threshold : nil, isConvex: activation == .identity,
            smoothness: smoothness, corners: activation == .identity ? corners : nil)
    }

    private var smoothness: Smoothness {
        switch (activation, cost) {
        case (_, .absolute), (_, .hinge): .kinked(hasCurvature: false)
        case (.relu, _): .kinked(hasCurvature: true)
        case (_, .huber): .once
        default: .twice
        }
    }

    private var corners: Corners? {
        switch cost {
        case .absolute: Corners(isHinge: false)
        case .hinge: Corners(isHinge: true)
        case .huber(let delta): Corners(isHinge: false, factor: delta, knee: delta)
        case .crossEntropy, .halfSquared, .squared: nil
        }
    }

    func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { activation(tile) }

    func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
        if Element.self == Double.self {
            Kernels.double.chain(
                tile.count, tile.scores.cast(), tile.targets.cast(), cost.parameter, tile.order.kernel,
                activation.double, cost.double, tile.losses.cast(), tile.residuals.cast(), tile.curvatures.cast())
        } else {
            Kernels.single.chain(
                tile.count, tile.scores.cast(), tile.targets.cast(), Float(cost.parameter), tile.order.kernel,
                activation.single, cost.single, tile.losses.cast(), tile.residuals.cast(), tile.curvatures.cast())
        }
    }
}
