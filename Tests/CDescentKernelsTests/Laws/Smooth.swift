/// Where a loss has a kink within reach of a central difference, the difference says nothing about the derivative.
enum Smooth {
    static func neuron(_ neuron: Neuron, _ z: Double, reach: Double) -> Bool {
        switch neuron {
        case .relu, .perceptron: z.magnitude > reach
        case .logistic, .linear, .sigmoid, .poisson: true
        }
    }

    static func pair(_ pair: Pair, _ z: Double, _ y: Double, parameter: Double, reach: Double) -> Bool {
        func side(_ z: Double) -> [Bool] {
            let a = value(pair.activation, z)
            switch pair.cost {
            case .absolute: return [a > y]
            case .huber: return [a - y > parameter, y - a > parameter]
            case .hinge: return [(2 * y - 1) * a < 1]
            case .crossEntropy, .halfSquared: return []
            }
        }
        let bends = pair.activation == .rectifier || pair.activation == .step
        return side(z - reach) == side(z + reach) && !(bends && z.magnitude <= reach)
    }

    private static func value(_ activation: Activation, _ z: Double) -> Double {
        let kernels = Double.kernels(.portable)
        return kernels.apply(activation, [z]).value[0]
    }
}
