public import DescentAlgebra

/// A neuron that Descent brings or makes of an expression, by the name it is made by: `.logistic`, `.softmax(classes: 3)`,
/// `.composed(.tanh, .squared)`.
public struct BuiltInNeuron: Neuron {
    package let neuron: any Neuron

    package init(_ neuron: some Neuron) { self.neuron = neuron }

    public var name: String { neuron.name }
    public var traits: NeuronTraits { neuron.traits }
    public func predict<Element: Scalar>(_ tile: ScoreTile<Element>) { neuron.predict(tile) }
    public func evaluate<Element: Scalar>(_ tile: Pointwise<Element>) { neuron.evaluate(tile) }
}

extension Neuron {
    /// The neuron that does the work, which is what sweeps and layers keep.
    package var itself: any Neuron { (self as? BuiltInNeuron)?.neuron ?? self }
}
