internal import DescentSolvers
internal import DescentSweep

/// Writes one sample's way to the loss and back.
struct SampleWriter {
    private(set) var lines: Lines
    private let sample: Derivation.Sample
    private let point: Parameters
    private let formulas: [Formulas]
    private let softmax: SoftmaxFormulas?

    init(_ neuron: any Neuron, _ sample: Derivation.Sample, at point: Parameters, _ lines: Lines) {
        self.lines = lines
        self.sample = sample
        self.point = point
        let outline = neuron.traits.outline
        formulas = sample.outputs.enumerated().map { k, output in
            Formulas(outline, output, subscript: Self.name("", k, of: point.outputCount))
        }
        softmax = neuron.coupling == .independent ? nil : SoftmaxFormulas(sample.outputs)
    }

    mutating func writeForward() {
        for k in sample.outputs.indices { writeScore(k) }
        for (k, output) in sample.outputs.enumerated() {
            lines.add(name("ŷ", k), output.prediction, softmax?.prediction(k) ?? formulas[k].predictions)
            if softmax == nil { lines.add(name("ℓ", k), output.loss, formulas[k].losses) }
        }
        if let softmax {
            lines.add("ℓ", sample.loss, softmax.loss)
        } else if sample.outputs.count > 1 {
            let losses = sample.outputs.indices.map { Node.variable(name("ℓ", $0), .init(sample.outputs[$0].loss)) }
            let isLong = losses.count > Lines.longest
            lines.add("ℓ", sample.loss, isLong ? [] : [Lines.sum(losses)], symbols: isLong ? "Σ ℓ" : nil)
        }
    }

    private mutating func writeScore(_ k: Int) {
        let bias = point.hasBias ? [Node.variable(name("b", k), .init(point.bias(k)))] : []
        guard sample.features.count <= Lines.longest else {
            return lines.add(name("z", k), sample.outputs[k].score, [], symbols: bias.isEmpty ? "w · x" : "w · x + b")
        }
        let products = sample.features.indices.map { feature in
            Node.variable(Self.weight(feature, k, of: point.outputCount), .init(point[feature, k])) * x(feature)
        }
        lines.add(name("z", k), sample.outputs[k].score, [Lines.sum(products + bias)])
    }

    /// - Parameter parameters: the places of those that are written, and their names.
    mutating func writeBackward(_ parameters: [(index: Int, name: String)]) {
        let k = point.outputCount == 1 ? "" : "ₖ", comma = k.isEmpty ? "" : ","
        for feature in sample.features.indices.prefix(Lines.longest) {
            let weight = "w\(k)\(comma)\(subscripted(feature + 1))"
            lines.add("∂z\(k)/∂\(weight)", sample.features[feature], [x(feature)])
        }
        for k in sample.outputs.indices { writeResidual(k) }
        for (index, parameter) in parameters {
            let (k, feature) = point.place(of: index)
            let residual = Node.variable(name("∂ℓ/∂z", k), .init(sample.outputs[k].residual))
            let slope = feature.map { residual * x($0) } ?? residual
            lines.add("∂ℓ/∂\(parameter)", sample.gradient.values[index], [slope])
        }
    }

    /// The chain rule, what is left of it when all has cancelled that can, and the error term.
    private mutating func writeResidual(_ k: Int) {
        let output = sample.outputs[k], own = formulas[k]
        // A softmax's loss sees the prediction of the sample's class alone.
        let seen = softmax == nil ? k : sample.outputs.firstIndex { $0.target == 1 }!
        let loss = name("∂ℓ/∂ŷ", seen), activation = "\(name("∂ŷ", seen))/\(name("∂z", k))", residual = name("∂ℓ/∂z", k)
        lines.add("\(name("y", k)) − \(name("ŷ", k))", output.error, [own.y - own.prediction])
        if let slope = output.lossByPrediction, softmax == nil || k == 0 {
            lines.add(loss, slope, softmax?.lossByPrediction ?? own.lossesByPrediction)
        }
        if let slope = output.outputGradient {
            lines.add(activation, slope, softmax?.outputGradient(k) ?? own.outputGradients)
        }
        let simplified = softmax?.residual(k) ?? own.residuals
        if let left = output.lossByPrediction, let right = output.outputGradient {
            let product = Node.variable(loss, .init(left)) * .variable(activation, .init(right))
            let isWhole = !simplified.isEmpty && lines.digits(of: product, for: output.residual) != nil
            lines.add(residual, output.residual, [product] + (isWhole ? [] : simplified))
            if isWhole { lines.add(residual, output.residual, simplified) }
        } else {
            lines.say("      The loss is a function of the score, not of ŷ.")
            lines.add(residual, output.residual, simplified)
        }
        lines.add(name("δ", k), output.errorTerm, [-Node.variable(residual, .init(output.residual))])
    }

    private func x(_ feature: Int) -> Node {
        .variable("x" + subscripted(feature + 1), .init(sample.features[feature]))
    }

    private func name(_ letter: String, _ k: Int) -> String { Self.name(letter, k, of: point.outputCount) }

    /// z of a single output, z₀ and z₁ of several.
    static func name(_ letter: String, _ output: Int, of outputs: Int) -> String {
        outputs == 1 ? letter : letter + subscripted(output)
    }

    /// w₁ of a single output, w₀,₁ and w₁,₁ of several.
    static func weight(_ feature: Int, _ output: Int, of outputs: Int) -> String {
        outputs == 1
            ? "w" + subscripted(feature + 1) : "w" + subscripted(output) + "," + subscripted(feature + 1)
    }
}

extension Parameters {
    /// Whose it is: a weight's output and feature, or a bias's output alone.
    func place(of index: Int) -> (output: Int, feature: Int?) {
        let weights = featureCount * outputCount
        return index < weights ? (index / featureCount, index % featureCount) : (index - weights, nil)
    }
}

/// 12 as ₁₂.
func subscripted(_ number: Int) -> String {
    String(String.UnicodeScalarView("\(number)".unicodeScalars.map { Unicode.Scalar($0.value - 48 + 0x2080)! }))
}
