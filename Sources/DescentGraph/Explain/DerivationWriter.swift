internal import DescentSolvers
internal import DescentSweep

/// Writes steps as lines. Features and samples count from 1, as on paper, and outputs from 0, as classes do.
struct DerivationWriter {
    let neuron: any Neuron
    var lines: Lines

    init(neuron: any Neuron, digits: Int) {
        self.neuron = neuron
        lines = Lines(digits: digits)
    }

    mutating func write(_ step: Derivation.Step, rate: Double) {
        let pass = step.before
        write(pass, backward: true)
        lines.say("  the step")
        let risk = pass.samples.count > 1 ? "R" : "ℓ", eta = Node.variable("η", .init(rate))
        for (index, name) in names(of: pass.parameters) {
            let from = Node.variable(name, .init(pass.parameters.values[index]))
            let slope = Node.variable("∂\(risk)/∂\(name)", .init(pass.gradient.values[index]))
            let change = Node.variable("Δ\(name)", .init(step.change.values[index]))
            lines.add("Δ\(name)", step.change.values[index], [-(eta * slope)])
            lines.add("\(name) + Δ\(name)", step.after.parameters.values[index], [from + change])
        }
        sayRest(of: pass.parameters.values.count, after: Lines.longest)
    }

    /// Every sample, forward and, where asked for, backward; then the means.
    mutating func write(_ pass: Derivation.Pass, backward: Bool) {
        let isBatch = pass.samples.count > 1
        for (index, sample) in pass.samples.prefix(Lines.mostBlocks).enumerated() {
            if isBatch { lines.say("  sample \(index + 1)") }
            var writer = SampleWriter(neuron, sample, at: pass.parameters, lines)
            writer.writeForward()
            if backward { writer.writeBackward(names(of: pass.parameters)) }
            lines = writer.lines
        }
        guard isBatch else { return }
        sayRest(of: pass.samples.count, after: Lines.mostBlocks)
        lines.say("  mean of \(pass.samples.count) samples")
        writeMean("R", pass.loss, of: "ℓ", pass.samples.map(\.loss))
        guard backward else { return }
        for (index, name) in names(of: pass.parameters) {
            let parts = pass.samples.map { $0.gradient.values[index] }
            writeMean("∂R/∂\(name)", pass.gradient.values[index], of: "∂ℓ/∂\(name)", parts)
        }
        sayRest(of: pass.parameters.values.count, after: Lines.longest)
    }

    private mutating func writeMean(_ name: String, _ mean: Double, of part: String, _ values: [Double]) {
        let terms = values.map { Node.variable(part, .init($0)) }
        let formulas = terms.count > Lines.longest ? [] : [Lines.sum(terms) / Double(terms.count)]
        lines.add(name, mean, formulas, symbols: "1/m Σ \(part)")
    }

    private mutating func sayRest(of count: Int, after shown: Int) {
        if count > shown { lines.say("  … \(count - shown) more") }
    }

    /// w₁, w₂ and b of a single neuron; w₀,₁, w₀,₂, w₁,₁, … and b₀, b₁ of several: those that are written.
    private func names(of point: Parameters) -> [(index: Int, name: String)] {
        point.values.indices.prefix(Lines.longest).map { index in
            let (output, feature) = point.place(of: index)
            let bias = SampleWriter.name("b", output, of: point.outputCount)
            return (index, feature.map { SampleWriter.weight($0, output, of: point.outputCount) } ?? bias)
        }
    }
}
