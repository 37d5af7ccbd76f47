/// Weights and biases as one flat run of Doubles, whatever the precision of the data: a point, a direction or a
/// gradient, in the order that solvers and files use.
public struct Parameters: Sendable, Hashable {
    /// Weights of each output.
    public let featureCount: Int
    /// Neurons side by side, or the classes of a softmax.
    public let outputCount: Int
    /// Whether there is a bias per output.
    public let hasBias: Bool
    /// The weights of output 0, of output 1, …, then one bias per output if there are any.
    public var values: [Double]

    /// Zeros. Traps for counts below 0.
    public init(features: Int, outputs: Int = 1, hasBias: Bool = true) {
        precondition(features >= 0 && outputs >= 0)
        self.featureCount = features
        self.outputCount = outputs
        self.hasBias = hasBias
        self.values = [Double](repeating: 0, count: outputs * (features + (hasBias ? 1 : 0)))
    }

    /// A weight. Traps for one that is not there.
    @inlinable public subscript(feature: Int, output: Int = 0) -> Double {
        get { values[place(feature, output)] }
        set { values[place(feature, output)] = newValue }
    }

    /// Beyond the features there would be another output's weight, or a bias.
    @inlinable func place(_ feature: Int, _ output: Int) -> Int {
        precondition((0..<featureCount).contains(feature) && (0..<outputCount).contains(output), "no such weight")
        return output * featureCount + feature
    }

    /// The bias of an output; 0 where there is none.
    @inlinable public func bias(_ output: Int = 0) -> Double {
        hasBias ? values[outputCount * featureCount + output] : 0
    }

    /// Traps where there is no bias.
    @inlinable public mutating func setBias(_ bias: Double, output: Int = 0) {
        precondition(hasBias, "these parameters have no bias")
        values[outputCount * featureCount + output] = bias
    }

    /// The same shape with other values.
    package func with(_ values: [Double]) -> Parameters {
        var result = self
        result.values = values
        return result
    }

    @inlinable package func hasShape(of other: Parameters) -> Bool {
        featureCount == other.featureCount && outputCount == other.outputCount && hasBias == other.hasBias
            && values.count == other.values.count
    }
}
