import Testing

/// Signs that solvers rely on, at the extremes too.
@Suite struct SignTests {
    @Test(arguments: Level.here) func gaussNewtonIsNeverNegative(_ level: Level) {
        checkGaussNewton(Double.self, level)
        checkGaussNewton(Float.self, level)
    }

    private func checkGaussNewton<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level)
        let scores = T.numbers(200, in: -30...30, seed: 4) + extremes(T.self)
        for target in [0, 1] as [T] {
            let targets = [T](repeating: target, count: scores.count)
            for neuron in Neuron.allCases {
                let curvatures = kernels.evaluate(neuron, scores, targets, .gaussNewton).second
                #expect(curvatures.every { $0 >= 0 }, "\(neuron), y = \(target)")
            }
            let near = Array(scores.prefix(200))
            for pair in Pair.all where pair.cost != .crossEntropy {
                let curvatures = kernels.evaluate(pair, near, Array(targets.prefix(200)), .gaussNewton).second
                #expect(curvatures.every { $0 >= 0 }, "\(pair), y = \(target)")
            }
        }
    }

    @Test(arguments: Level.here) func lossesAreNeverNegative(_ level: Level) {
        checkLosses(Double.self, level)
        checkLosses(Float.self, level)
    }

    /// Poisson's e^z − y z alone may be: it is a likelihood without its constant.
    private func checkLosses<T: Precision>(_: T.Type, _ level: Level) {
        let scores = T.numbers(200, in: -30...30, seed: 5) + extremes(T.self) + [0, -0.0]
        for target in [0, 1] as [T] {
            let targets = [T](repeating: target, count: scores.count)
            for neuron in Neuron.allCases where neuron != .poisson {
                let losses = T.kernels(level).evaluate(neuron, scores, targets).value
                #expect(losses.every { $0 >= 0 }, "\(neuron), y = \(target)")
            }
        }
    }

    @Test(arguments: Level.here) func nothingPullsAtACorner(_ level: Level) {
        checkCorners(Double.self, level)
        checkCorners(Float.self, level)
    }

    private func checkCorners<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), scores: [T] = [-3, -0.5, 0, -0.0, 1, 7]
        let absolute = kernels.evaluate(Pair(activation: .identity, cost: .absolute), scores, scores)
        #expect(absolute.value.every { $0 == 0 } && absolute.first.every { $0 == 0 })
        let hinge = kernels.evaluate(Pair(activation: .identity, cost: .hinge), [1, -1], [1, 0])
        #expect(hinge.value == [0, 0] && hinge.first == [0, 0])
    }

    @Test(arguments: Level.here) func nothingFlowsBackThroughADeadReLU(_ level: Level) {
        checkDead(Double.self, level)
        checkDead(Float.self, level)
    }

    private func checkDead<T: Precision>(_: T.Type, _ level: Level) {
        let scores: [T] = [0, -0.0, -.leastNonzeroMagnitude, -1e-20, -1, -40, -1e30],
            targets: [T] = [1, -2, 0.3, 5, 0, 7, 1]
        for order in Order.allCases {
            let found = T.kernels(level).evaluate(.relu, scores, targets, order)
            #expect(found.first.every { $0 == 0 } && found.second.every { $0 == 0 })
            #expect(found.value == targets.map { $0 * $0 / 2 })
        }
        let alive = T.kernels(level).evaluate(.relu, [.leastNonzeroMagnitude], [1])
        #expect(alive.first == [-1] && alive.second == [1])
    }

    @Test(arguments: Level.here) func thePerceptronLearnsFromMistakesOnly(_ level: Level) {
        checkPerceptron(Double.self, level)
        checkPerceptron(Float.self, level)
    }

    private func checkPerceptron<T: Precision>(_: T.Type, _ level: Level) {
        let scores: [T] = [2, 2, -2, -2, 0, 0], targets: [T] = [1, 0, 0, 1, 1, 0]
        let found = T.kernels(level).evaluate(.perceptron, scores, targets)
        #expect(found.value == [0, 2, 0, 2, 0, 0])
        #expect(found.first == [0, 1, 0, -1, 0, 1])
        #expect(found.second == [0, 0, 0, 0, 0, 0])
    }

    private func extremes<T: Precision>(_: T.Type) -> [T] {
        let huge = T.greatestFiniteMagnitude / 2
        return [
            40, -40, 745, -745, 800, -800, 1e30, -1e30, huge, -huge, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
        ]
    }
}
