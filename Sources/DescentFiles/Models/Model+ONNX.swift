internal import Descent

extension Model {
    /// Writes the model as an ONNX graph, which onnxruntime and others run: input `features` (samples × features), outputs `predictions`
    /// and `scores` (samples × outputs), in the model's precision.
    ///
    /// - Throws: `unsavable` for a neuron of your own, `system`.
    public func writeONNX(to path: String) throws(FileError) {
        let activation = try ONNXNode.activation(of: layer.neuron)
        var writer = ProtobufWriter()
        writer.integer(1, 8)  // IR version
        writer.text(2, "descent")
        writer.text(3, Version.current)
        writer.message(7) { writeGraph(to: &$0, activation) }
        writer.message(8) { opset in opset.integer(2, 13) }
        for (key, names) in [("feature_names", featureNames), ("class_labels", classes)] {
            guard let names else { continue }
            writer.message(14) { property in
                property.text(1, key)
                property.text(2, JSON.array(names.map { .string($0) }).written)
            }
        }
        try OutputFile.write(writer.bytes, to: path)
    }

    private func writeGraph(to graph: inout ProtobufWriter, _ activation: [ONNXNode]) {
        let type = MemoryLayout<Element>.size == 4 ? ONNXType.float : .double
        var nodes = [ONNXNode("MatMul", ["features", "weights"], "products")]
        nodes.append(
            layer.bias == nil
                ? ONNXNode("Identity", ["products"], "scores") : ONNXNode("Add", ["products", "bias"], "scores"))
        for node in nodes + activation.map({ $0.casting(to: type) }) { graph.message(1) { node.write(to: &$0) } }
        graph.text(2, layer.neuron.name)

        func tensor(_ name: String, _ shape: [Int], _ values: [Element]) {
            graph.message(5) { tensor in
                for extent in shape { tensor.integer(1, extent) }
                tensor.integer(2, type.rawValue)
                tensor.text(8, name)
                tensor.raw(9, values.flatMap(\.littleEndianBytes))
            }
        }
        // ONNX has samples as rows, so W stands as features × outputs.
        let (features, outputs) = (layer.featureCount, layer.outputCount), weights = layer.weights
        tensor(
            "weights", [features, outputs],
            (0..<features).flatMap { feature in (0..<outputs).map { weights[feature, $0] } })
        if let bias = layer.bias { tensor("bias", [outputs], bias) }
        if activation.contains(where: { $0.inputs.contains("zero") }) { tensor("zero", [], [0]) }

        func value(_ field: Int, _ name: String, _ columns: Int) {
            graph.message(field) { value in
                value.text(1, name)
                value.message(2) { kind in
                    kind.message(1) { tensor in
                        tensor.integer(1, type.rawValue)
                        tensor.message(2) { shape in
                            shape.message(1) { $0.text(2, "samples") }
                            shape.message(1) { $0.integer(1, columns) }
                        }
                    }
                }
            }
        }
        value(11, "features", features)
        value(12, "predictions", outputs)
        value(12, "scores", outputs)
    }
}

/// How the numbers of a tensor are stored.
private enum ONNXType: Int {
    case float = 1
    case double = 11
}

private struct ONNXNode {
    let operation: String
    let inputs: [String]
    let output: String
    var attributes: [(name: String, value: Int)] = []

    init(_ operation: String, _ inputs: [String], _ output: String, _ attributes: [(name: String, value: Int)] = []) {
        self.operation = operation
        self.inputs = inputs
        self.output = output
        self.attributes = attributes
    }

    /// A cast goes to the model's precision.
    func casting(to type: ONNXType) -> ONNXNode {
        operation == "Cast" ? ONNXNode(operation, inputs, output, [("to", type.rawValue)]) : self
    }

    func write(to node: inout ProtobufWriter) {
        for input in inputs { node.text(1, input) }
        node.text(2, output)
        node.text(4, operation)
        for attribute in attributes {
            node.message(5) { field in
                field.text(1, attribute.name)
                field.integer(3, attribute.value)
                field.integer(20, 2)
            }
        }
    }
}

extension ONNXNode {
    /// The operations from `scores` to `predictions`.
    ///
    /// - Throws: `unsavable` for a neuron that is not Descent's own.
    fileprivate static func activation(of neuron: any Neuron) throws(FileError) -> [ONNXNode] {
        func one(_ operation: String) -> [ONNXNode] { [ONNXNode(operation, ["scores"], "predictions")] }
        _ = try NeuronWords(of: neuron)
        switch neuron.traits.outline.activation {
        case .identity: return one("Identity")
        case .sigmoid: return one("Sigmoid")
        case .relu: return one("Relu")
        case .tanh: return one("Tanh")
        case .exp: return one("Exp")
        case nil: return [ONNXNode("Softmax", ["scores"], "predictions", [("axis", -1)])]
        case .step:
            // 1 where z ≥ 0.
            return [
                ONNXNode("Less", ["scores", "zero"], "isBelow"), ONNXNode("Not", ["isBelow"], "isClass1"),
                ONNXNode("Cast", ["isClass1"], "predictions"),
            ]
        }
    }
}

extension Scalar {
    /// Its bytes, in as many as its own precision has.
    var littleEndianBytes: [UInt8] {
        MemoryLayout<Self>.size == 4
            ? withUnsafeBytes(of: Float(self).bitPattern.littleEndian, Array.init)
            : withUnsafeBytes(of: Double(self).bitPattern.littleEndian, Array.init)
    }
}
