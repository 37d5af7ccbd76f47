import Descent
import TestSupport
import Testing

/// A descent small enough for a pencil, and 1000 steps of it in 50-digit arithmetic.
@Suite struct KnownDescentTests {
    @Test(arguments: [SquaredError.halfSquared, .squared])
    func theFirstStepAndAThousandMore(_ scale: SquaredError) throws {
        let reference = scale == .halfSquared ? DescentReferences.halfSquared : DescentReferences.squared
        let layer = try Layer(neuron: .sigmoid(scale), weights: [-0.8, 0.5], bias: nil)
        let derivation = try layer.derivation([0.1, 0.3], target: 0.2, rate: 0.5, steps: 1001)
        let first = try values(of: derivation.steps[0].after), last = try values(of: derivation.steps[1000].after)
        for (found, wanted) in zip(first, reference.first) { #expect(ulps(found, wanted) <= 8) }
        // Rounding of 1000 steps leaves 14 digits. The loss is the square of a difference that loses one: 13.
        for (index, wanted) in reference.last.enumerated() {
            let tolerance = index < 3 ? 1e-14 : 1e-13
            #expect((last[index] - wanted).magnitude <= tolerance * wanted.magnitude, "\(last[index]), not \(wanted)")
        }
        if scale == .halfSquared {
            #expect(ulps(derivation.steps[0].change[0], -0.0039638030790068825) <= 4)
            #expect(ulps(derivation.steps[0].change[1], -0.0118914092370206474) <= 4)
        }
    }

    private func values(of pass: Derivation.Pass) throws -> [Double] {
        pass.parameters.values + [pass.samples[0].outputs[0].prediction, pass.loss]
    }
}
