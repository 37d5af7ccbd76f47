internal import DescentAlgebra
internal import DescentSweep

extension Derivation: CustomStringConvertible {
    /// The first steps, the last one and how many there are between, then the loss that they lead to. Of many samples and
    /// parameters likewise the first ones are written; the values of all are in `steps`.
    package var description: String { text(digits: 6) }

    /// The same with results of so many significant digits, from 1 to 16.
    package func text(digits: Int) -> String {
        var writer = DerivationWriter(neuron: neuron, digits: min(16, max(1, digits)))
        writer.lines.say("\(neuron.name) neuron, η = \(rate.written(digits: 17))")
        for (index, step) in steps.enumerated() {
            if index < Lines.mostBlocks - 1 || index == steps.count - 1 {
                writer.lines.say("step \(index + 1)")
                writer.write(step, rate: rate)
            } else if index == Lines.mostBlocks - 1 {
                writer.lines.say("… \(steps.count - Lines.mostBlocks) more")
            }
        }
        writer.lines.say("after \(steps.count == 1 ? "the step" : "\(steps.count) steps")")
        writer.write(steps[steps.count - 1].after, backward: false)
        return writer.lines.text
    }
}
