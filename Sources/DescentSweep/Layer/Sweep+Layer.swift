public import DescentAlgebra
public import DescentSolvers

extension Sweep {
    /// The layer that predicts as this sweep evaluates at a point, in the coordinates of the original features.
    public func layer(at parameters: Parameters) throws(DescentError) -> Layer<Element> {
        try requireShape(parameters, .parameters)
        var layer = try Layer<Element>(neuron: neuron, parameters: standardisation?.original(parameters) ?? parameters)
        layer.expectsOffsets = data.offsets != nil
        return layer
    }
}
