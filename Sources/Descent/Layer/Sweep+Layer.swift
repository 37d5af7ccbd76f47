internal import DescentAlgebra

extension Sweep {
    /// The layer that predicts as this sweep evaluates at a point, in the coordinates of the original features.
    public func layer(at parameters: Parameters) throws(DescentError) -> Layer<Element> {
        try requireShape(parameters, .parameters)
        func make(_ neuron: some Neuron) throws(DescentError) -> Layer<Element> {
            try Layer(neuron, standardisation?.original(parameters) ?? parameters)
        }
        var layer = try make(neuron)
        layer.expectsOffsets = data.offsets != nil
        return layer
    }
}
