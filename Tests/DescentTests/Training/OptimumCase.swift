import Descent
import Testing

/// A neuron whose optimum is known without the library: by Newton's method where the risk is convex, by construction
/// where it is not, as no weights are better than those that the targets were computed from.
struct OptimumCase: Sendable, CustomTestStringConvertible {
    enum Optimum: Sendable {
        /// Targets with noise: of a sample's score, or scores, and two random numbers in ±1.
        case newton(
            target: @Sendable (_ scores: [Double], _ noise: [Double]) -> Double,
            sample: @Sendable (_ scores: [Double], _ target: Double) -> NewtonReference.Sample)
        /// Targets y = a(z) without noise.
        case truth(@Sendable (Double) -> Double)
    }

    let neuron: any Neuron
    let label: String
    let outputs: Int
    let optimum: Optimum
    /// A bound on ∂²ℓ/∂z² on the way from the start to the optimum.
    let curvature: Double
    /// Where the biases start; the weights start at 0.
    let startBias: Double
    /// Whether the loss has a corner at its minimum, which takes steps that shorten by themselves.
    let isSharp: Bool

    var testDescription: String { label }

    init(
        _ neuron: some Neuron, _ label: String, outputs: Int = 1, curvature: Double, startBias: Double = 0,
        isSharp: Bool = false, _ optimum: Optimum
    ) {
        self.neuron = neuron
        self.label = label
        self.outputs = outputs
        self.curvature = curvature
        self.startBias = startBias
        self.isSharp = isSharp
        self.optimum = optimum
    }

    var isConvex: Bool { if case .newton = optimum { true } else { false } }

    /// Not among them: the perceptron and the hinge, which have many optima on data that a plane separates. Where none does,
    /// the perceptron's is 0, which decides nothing. Behind a tanh the hinge has none at all.
    static let all = convex + realisable

    static let convex = [
        OptimumCase(
            .logistic, "logistic", curvature: 0.25,
            .newton(
                target: { z, noise in noise[0] / 2 + 0.5 < sigma(z[0]) ? 1 : 0 },
                sample: { z, y in
                    let p = sigma(z[0])
                    return .one(loss: Reference.logarithm1p(Reference.exponential(z[0])) - y * z[0], p - y, p * (1 - p))
                })),
        OptimumCase(.linear, "linear", curvature: 1, linear(scale: 1)),
        OptimumCase(.linear(.squared), "linear, squared", curvature: 2, linear(scale: 2)),
        OptimumCase(
            .poisson, "poisson", curvature: 4,
            .newton(
                target: { z, noise in (Reference.exponential(z[0]) * (1 + noise[0])).rounded() },
                sample: { z, y in
                    let p = Reference.exponential(z[0])
                    return .one(loss: p - y * z[0], p - y, p)
                })),
        OptimumCase(
            try! Softmax(classes: 3), "softmax of 3", outputs: 3, curvature: 0.5,
            .newton(
                target: { z, noise in
                    let noisy = [z[0] + 2 * noise[0], z[1] + 2 * noise[1], z[2]]
                    return Double(noisy.indices.max { noisy[$0] < noisy[$1] }!)
                },
                sample: { z, y in
                    let sum = z.reduce(0) { $0 + Reference.exponential($1) }
                    let p = z.map { Reference.exponential($0) / sum }
                    return NewtonReference.Sample(
                        loss: Reference.logarithm(sum) - z[Int(y)],
                        slopes: p.indices.map { p[$0] - ($0 == Int(y) ? 1 : 0) },
                        bends: p.indices.flatMap { k in p.indices.map { p[k] * (($0 == k ? 1 : 0) - p[$0]) } })
                })),
        OptimumCase(
            try! Composed(.identity, .huber(delta: 0.7)), "identity+huber", curvature: 1,
            .newton(
                target: { z, noise in z[0] + noise[0] + (noise[1] > 0.8 ? 4 : 0) },
                sample: { z, y in
                    let error = z[0] - y
                    return error.magnitude <= 0.7
                        ? .one(loss: error * error / 2, error, 1)
                        : .one(loss: 0.7 * (error.magnitude - 0.35), error > 0 ? 0.7 : -0.7, 0)
                })),
    ]

    private static func linear(scale: Double) -> Optimum {
        .newton(
            target: { z, noise in z[0] + 0.5 * noise[0] },
            sample: { z, y in .one(loss: scale / 2 * (z[0] - y) * (z[0] - y), scale * (z[0] - y), scale) })
    }

    static let realisable: [OptimumCase] = {
        let curves: [(Activation, curvature: Double, startBias: Double, @Sendable (Double) -> Double)] = [
            (.identity, 1, 0, { $0 }), (.sigmoid, 0.0625, 0, sigma), (.relu, 1, 1, { max(0, $0) }),
            (.tanh, 1, 0, Reference.tangent), (.exp, 10, 0, Reference.exponential),
        ]
        let costs: [(Cost, scale: Double)] = [
            (.halfSquared, 1), (.squared, 2), (.huber(delta: 0.7), 1), (.absolute, 1),
        ]
        return curves.flatMap { activation, curvature, startBias, curve in
            costs.filter { activation != .identity || $0.0 == .absolute }.map { cost, scale in
                OptimumCase(
                    try! Composed(activation, cost), "\(activation.name)+\(cost.name)", curvature: curvature * scale,
                    startBias: startBias, isSharp: cost == .absolute, .truth(curve))
            }
        }
    }()

    private static func sigma(_ z: Double) -> Double { 1 / (1 + Reference.exponential(-z)) }
}

extension NewtonReference.Sample {
    fileprivate static func one(loss: Double, _ slope: Double, _ bend: Double) -> Self {
        Self(loss: loss, slopes: [slope], bends: [bend])
    }
}
