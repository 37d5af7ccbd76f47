import Testing

/// Levels round differently, by contraction to fused multiply-adds, and agree to a few ulp.
@Suite struct LevelTests {
    @Test(arguments: Level.here) func agreesWithThePortableLevel(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), portable = T.kernels(.portable)
        let scores = T.numbers(400, in: -30...30, seed: 14), targets = T.numbers(400, in: 0...1, seed: 15)
        var worst = Worst()
        func compare(_ name: String, _ found: [T], _ wanted: [T], _ operands: [T]) {
            for (j, value) in found.enumerated() {
                worst.note(value, wanted[j], operand: operands[j], "\(name) at z = \(scores[j]), y = \(targets[j])")
            }
        }
        for activation in Activation.allCases {
            let found = kernels.apply(activation, scores), wanted = portable.apply(activation, scores)
            let none = T.zeros(scores.count)
            compare("\(activation)", found.value, wanted.value, none)
            compare("\(activation)'", found.first, wanted.first, none)
            compare("\(activation)''", found.second, wanted.second, none)
        }
        for neuron in Neuron.allCases {
            let found = kernels.evaluate(neuron, scores, targets)
            let wanted = portable.evaluate(neuron, scores, targets)
            // Differences from a target may cancel: ulp of the target or score then.
            compare("loss of \(neuron)", found.value, wanted.value, scores)
            compare("residual of \(neuron)", found.first, wanted.first, targets)
            compare("curvature of \(neuron)", found.second, wanted.second, targets)
        }
        worst.expect(within: 12)
    }
}
