package import Descent

/// How a file names a neuron: one word, and for a pair of activation and cost or a scale of squared error the others.
package struct NeuronWords: Equatable, Sendable {
    package let neuron: String
    package var activation: String?
    var cost: String?
    /// Of Huber's cost, in digits that read back to the same number.
    var delta: String?

    package init(neuron: String, activation: String? = nil, cost: String? = nil, delta: String? = nil) {
        self.neuron = neuron
        self.activation = activation
        self.cost = cost
        self.delta = delta
    }

    var pairs: [(key: String, value: String)] {
        [("neuron", neuron), ("activation", activation), ("cost", cost), ("delta", delta)].compactMap { key, value in
            value.map { (key, $0) }
        }
    }
}

extension NeuronWords {
    /// - Throws: `unsavable` for a neuron that is not Descent's own.
    init(_ neuron: any Neuron) throws(FileError) {
        switch neuron {
        case is Logistic, is Perceptron, is Softmax, is Poisson: self.init(neuron: neuron.name)
        case let linear as Linear: self.init(neuron: neuron.name, cost: linear.cost.rawValue)
        case let relu as ReLU: self.init(neuron: neuron.name, cost: relu.cost.rawValue)
        case let sigmoid as Sigmoid: self.init(neuron: neuron.name, cost: sigmoid.cost.rawValue)
        case let composed as Composed:
            self.init(neuron: "composed", activation: composed.activation.rawValue, cost: composed.cost.name)
            if case .huber(let delta) = composed.cost { (cost, self.delta) = ("huber", "\(delta)") }
        default: throw .unsavable(neuron: neuron.name)
        }
    }

    /// The neuron; nil where there is none of these words.
    package func neuron(outputs: Int) -> (any Neuron)? {
        let squared = cost.flatMap(SquaredError.init)
        switch (neuron, activation) {
        case ("logistic", nil): return cost == nil ? Logistic() : nil
        case ("perceptron", nil): return cost == nil ? Perceptron() : nil
        case ("poisson", nil): return cost == nil ? Poisson() : nil
        case ("softmax", nil): return cost == nil ? try? Softmax(classes: outputs) : nil
        case ("linear", nil): return squared.map { Linear($0) }
        case ("relu", nil): return squared.map { ReLU($0) }
        case ("sigmoid", nil): return squared.map { Sigmoid($0) }
        case ("composed", let activation?):
            guard let activation = Activation(rawValue: activation), let cost = composedCost else { return nil }
            return try? Composed(activation, cost)
        default: return nil
        }
    }

    private var composedCost: Cost? {
        switch cost {
        case "huber": delta.flatMap { Double($0) }.map { .huber(delta: $0) }
        case _ where delta != nil: nil
        case "crossEntropy": .crossEntropy
        case "halfSquared": .halfSquared
        case "squared": .squared
        case "absolute": .absolute
        case "hinge": .hinge
        default: nil
        }
    }
}
