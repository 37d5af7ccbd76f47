import Testing

/// A fused neuron computes what the chain rule does, and goes on where the chain rule meets 0·∞.
@Suite struct ChainRuleTests {
    static let fused: [(neuron: Neuron, pair: Pair)] = [
        (.logistic, Pair(activation: .logisticCurve, cost: .crossEntropy)),
        (.linear, Pair(activation: .identity, cost: .halfSquared)),
        (.relu, Pair(activation: .rectifier, cost: .halfSquared)),
        (.sigmoid, Pair(activation: .logisticCurve, cost: .halfSquared)),
    ]

    @Test(arguments: Level.here) func fusedEqualsChained(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), scores = T.numbers(130, in: -5...5, seed: 2) + [0]
        let targets = T.numbers(130, in: 0...1, seed: 3) + [1]
        let growth = kernels.apply(.exponential, scores.map(\.magnitude)).value
        for (neuron, pair) in Self.fused {
            // Cross-entropy keeps only the expected part of its curvature when fused, which the chain rule cannot know.
            for order in neuron == .logistic ? [.exactCurvature] : [Order.exactCurvature, .gaussNewton] {
                let fused = kernels.evaluate(neuron, scores, targets, order)
                let chained = kernels.evaluate(pair, scores, targets, order)
                var worst = Worst()
                for (j, z) in scores.enumerated() {
                    // ŷ near 1 has lost e^|z| of the digits of 1 − ŷ, by which cross-entropy divides.
                    let lost: T = neuron == .logistic ? growth[j] : 1
                    for (found, wanted) in [
                        (chained.value[j], fused.value[j]), (chained.first[j], fused.first[j]),
                        (chained.second[j], fused.second[j]),
                    ] {
                        worst.note(found, wanted, operand: lost, "\(pair) at z = \(z), y = \(targets[j])")
                    }
                }
                worst.expect(within: 8)
            }
        }
    }

    @Test(arguments: Level.here) func fusedIsFiniteWhereChainedIsNot(_ level: Level) {
        checkFar(Double.self, level)
        checkFar(Float.self, level)
    }

    private func checkFar<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), scores: [T] = [-800, -200, 200, 800], targets: [T] = [1, 1, 0, 0]
        let chained = kernels.evaluate(Self.fused[0].pair, scores, targets)
        #expect(!chained.first.every(\.isFinite))
        let fused = kernels.evaluate(.logistic, scores, targets)
        #expect(fused.value == [800, 200, 200, 800])
        #expect(fused.first == [-1, -1, 1, 1])
        #expect(fused.second.every { $0 >= 0 && $0 < 1e-30 })
    }
}
