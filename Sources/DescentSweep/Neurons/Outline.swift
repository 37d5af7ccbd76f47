/// What a neuron's loss is made of: an activation, and a loss of the prediction or of the score.
package struct Outline: Sendable, Hashable {
    /// `nil` for a softmax, and for a neuron that is not Descent's own.
    package let activation: Activation?
    package let criterion: Criterion

    package enum Criterion: Sendable, Hashable {
        /// A function of ŷ and y.
        case cost(Cost)
        /// ŷ − y ln ŷ
        case poisson
        /// max(0, −(2y−1) z), which no function of the step's ŷ is.
        case perceptron
        case softmax
        /// Whatever the neuron computes.
        case own
    }

    package init(_ activation: Activation?, _ criterion: Criterion) {
        self.activation = activation
        self.criterion = criterion
    }

    init(_ activation: Activation, _ cost: Cost) { self.init(activation, .cost(cost)) }

    /// Of a neuron about which nothing is known.
    package static var own: Outline { Outline(nil, .own) }

    /// Whether the loss is a square of ŷ − y.
    package var isSquaredError: Bool { criterion == .cost(.halfSquared) || criterion == .cost(.squared) }
}
