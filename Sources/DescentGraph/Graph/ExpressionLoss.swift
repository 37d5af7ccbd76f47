public import DescentAlgebra
public import DescentSweep

/// A neuron whose loss is an expression: `.expression(_:loss:)`.
package struct ExpressionLoss: Neuron {
    package let name: String
    package let traits: NeuronTraits
    /// What makes predictions of scores.
    package let activation: Activation
    private let first: Program
    private let exact: Program
    private let positive: Program

    /// - Throws: as `.expression(_:loss:)`.
    package init(
        _ name: String, activation: Activation = .identity, domain: TargetDomain = .finite, decides: Bool = false,
        isConvex: Bool = false, loss: (_ z: Node, _ y: Node) throws(DescentError) -> Node
    ) throws(DescentError) {
        guard domain != .classIndex else {
            throw .illegalOption(
                name: "the domain of \(name)", value: "classIndex",
                requirement: "another: a loss over one score has no classes")
        }
        let z = Node.unknown("z", varies: true), y = Node.unknown("y", varies: false)
        let value = try loss(z, y)
        var compiler = Compiler(loss: name)
        // Before it is differentiated, so that what is wrong is said of the loss itself.
        _ = try compiler.compile([value], score: z, target: y)
        guard value.varies else { throw compiler.refusal("it does not depend on z") }
        let slope = value.derivative(by: z), bend = slope.varies ? slope.derivative(by: z) : .constant(0)
        let outputs = try compiler.compile([value, slope, bend], score: z, target: y)
        let positivePart = compiler.positivePart(outputs[2])
        self.name = name
        self.activation = activation
        traits = NeuronTraits(
            domain, Outline(activation, .own), decision: decides ? .threshold : nil, isConvex: isConvex)
        first = try compiler.program(Array(outputs.prefix(2)))
        exact = try compiler.program(outputs)
        positive = try compiler.program([outputs[0], outputs[1], positivePart])
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { activation(tile) }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    package func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) {
        switch tile.order {
        case .residual: first(tile)
        case .exactCurvature: exact(tile)
        case .gaussNewton: positive(tile)
        }
    }
}

extension ExpressionLoss: CustomStringConvertible {
    /// The instructions for loss and residual, one per line.
    package var description: String { "\(name)(z, y):\n\(first)" }
}

extension Neuron where Self == BuiltInNeuron {
    /// A neuron whose loss is an expression over the score z and the target y; both derivatives follow.
    ///
    ///     let fit = try data.fit(
    ///         neuron: .expression("pseudoHuber", isConvex: true) { z, y in
    ///             sqrt(1 + pow(z - y, 2)) - 1
    ///         })
    ///
    /// The expression is differentiated and compiled when the loss is made, and runs like any other neuron, in both
    /// precisions. ∂ℓ/∂z and ∂²ℓ/∂z² are those of the expression as it is written: σ, softplus, log1p and the like keep
    /// digits that a hand-written `log(1 + exp(z))` loses. At kinks the rules of the functions apply.
    ///
    /// The curvature that second-order solvers use is max(0, ∂²ℓ/∂z²): all of it where the loss is convex in z. A value that
    /// is NaN ends a sweep with `nonFinite`.
    ///
    /// - Parameters:
    ///   - name: one word, for messages.
    ///   - activation: ŷ = a(z). The loss knows nothing of it. Default the identity.
    ///   - domain: legal targets; class indices are not. Default any finite number.
    ///   - decides: whether scores become classes, 1 where z ≥ 0, else 0. Default false.
    ///   - isConvex: whether ℓ is convex in z, which nothing checks: of a convex loss a fit's minimum is the lowest, and it says
    ///     `converged`. Default false.
    ///   - loss: ℓ(z, y) by the operators and functions of `Node`; called once. Its operands have no values yet.
    /// - Throws: `illegalNeuron` for a loss that does not depend on z, is not value by value, uses a variable other than z
    ///   and y, a constant that `Float` does not hold, or too many values at a time; `illegalShapes`; `noValue`;
    ///   `illegalOption` for the domain of class indices.
    public static func expression(
        _ name: String, activation: Activation = .identity, domain: TargetDomain = .finite, decides: Bool = false,
        isConvex: Bool = false, loss: (_ z: Node, _ y: Node) throws(DescentError) -> Node
    ) throws(DescentError) -> BuiltInNeuron {
        BuiltInNeuron(
            try ExpressionLoss(
                name, activation: activation, domain: domain, decides: decides, isConvex: isConvex, loss: loss))
    }
}
