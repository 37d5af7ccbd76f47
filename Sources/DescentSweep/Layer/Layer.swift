public import DescentAlgebra
public import DescentSolvers

/// Neurons of one kind that share an input: weights, biases and what they make of a score. One output is one neuron.
///
/// A layer is a value. It predicts, and shows the two products that training is made of; training itself runs the same
/// products tile by tile, in a `Sweep`.
public struct Layer<Element: Scalar>: Sendable {
    /// What turns scores into predictions and losses.
    public let neuron: any Neuron
    /// Wᵀ, features × outputs: a neuron's weights are contiguous.
    public let weights: Matrix<Element>
    /// One per output, or none.
    public let bias: [Element]?
    /// Whether it has learned beside score offsets: without theirs, its predictions are those of samples whose offset is 0.
    public package(set) var expectsOffsets = false

    /// One neuron. The bias is 0 unless given; `nil` leaves it out.
    ///
    /// - Throws: `empty` without weights, `nonFinite` for a weight or bias that is not finite, and `mismatch` for a
    ///   softmax, which has an output per class.
    public init(neuron: some Neuron, weights: [Element], bias: Element? = 0) throws(DescentError) {
        let column = try Matrix(rows: weights.count, columns: 1, weights)
        try self.init(neuron: neuron, weights: column, bias: bias.map { [$0] })
    }

    /// Several neurons: `weights` is features × outputs, `bias` has one value per output or is `nil`.
    ///
    /// - Throws: `empty` without features or outputs, `nonFinite`, and `mismatch` for biases, or classes of a softmax,
    ///   that are not as many as outputs.
    public init(neuron: some Neuron, weights: Matrix<Element>, bias: [Element]?) throws(DescentError) {
        guard weights.rows > 0 else { throw .empty(.features) }
        guard weights.columns > 0 else { throw .empty(.outputs) }
        if case .softmax(let classes) = neuron.coupling, classes != weights.columns {
            throw .mismatch(.weights, .outputs, expected: classes, found: weights.columns)
        }
        if let bias, bias.count != weights.columns {
            throw .mismatch(.bias, .outputs, expected: weights.columns, found: bias.count)
        }
        // Dense and column-major, whatever it was.
        let values = weights.values
        let dense = try Matrix(rows: weights.rows, columns: weights.columns, values)
        try requireFinite(values, .weights)
        try requireFinite(bias ?? [], .bias)
        self.neuron = neuron.itself
        self.weights = dense
        self.bias = bias
    }

    /// A layer with these parameters, rounded to this precision.
    ///
    /// They are weights of the features as they are: take a point of a standardised sweep through
    /// `Standardisation.original(_:)` first. Throws as `init(neuron:weights:bias:)`; a value too large for `Float` is not
    /// finite there.
    public init(neuron: some Neuron, parameters: Parameters) throws(DescentError) {
        let values = parameters.values.map { Element($0) }
        let count = parameters.featureCount * parameters.outputCount
        let weights = try Matrix(
            rows: parameters.featureCount, columns: parameters.outputCount, Array(values.prefix(count)))
        try self.init(neuron: neuron, weights: weights, bias: parameters.hasBias ? Array(values.dropFirst(count)) : nil)
    }

    /// Weights of each output: values that a sample needs.
    public var featureCount: Int { weights.rows }
    /// Neurons side by side, or the classes of a softmax.
    public var outputCount: Int { weights.columns }

    /// The weights and biases as a point of a sweep.
    public var parameters: Parameters {
        var result = Parameters(features: featureCount, outputs: outputCount, hasBias: bias != nil)
        result.values = weights.values.map { Double($0) } + (bias ?? []).map { Double($0) }
        return result
    }
}

/// Throws where a value is NaN or infinite.
package func requireFinite<Element: Scalar>(
    _ values: [Element], _ quantity: DescentError.Quantity
) throws(DescentError) {
    let infinite = values.indices.filter { !values[$0].isFinite }
    guard let first = infinite.first else { return }
    throw .nonFinite(quantity, sample: 0, component: first, value: Double(values[first]), count: infinite.count)
}
