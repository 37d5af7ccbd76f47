import Testing

/// At the ends of the number line results are finite or, where the exact one overflows, infinite; never not-a-number.
@Suite struct ExtremesTests {
    @Test(arguments: Level.here) func nothingIsNotANumber(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level) {
        let huge = T.greatestFiniteMagnitude / 4, kernels = T.kernels(level)
        let scores: [T] = [0, 1e-17, -1e-17, 40, -40, 745, -745, 800, -800, huge, -huge]
        for target in [0, 1] as [T] {
            let targets = [T](repeating: target, count: scores.count)
            for neuron in Neuron.allCases {
                for order in Order.allCases {
                    let found = kernels.evaluate(neuron, scores, targets, order)
                    #expect(found.value.every { !$0.isNaN }, "loss of \(neuron)")
                    #expect(found.first.every { !$0.isNaN }, "residual of \(neuron)")
                    #expect(found.second.every { !$0.isNaN }, "curvature of \(neuron)")
                }
            }
            for pair in Pair.all where pair.cost != .crossEntropy {
                let losses = kernels.evaluate(pair, scores, targets, parameter: 0.5).value
                #expect(losses.every { !$0.isNaN }, "loss of \(pair)")
            }
        }
    }

    @Test(arguments: Level.here) func overflowIsAnInfiniteLoss(_ level: Level) {
        checkOverflow(Double.self, level)
        checkOverflow(Float.self, level)
    }

    private func checkOverflow<T: Precision>(_: T.Type, _ level: Level) {
        let huge = T.greatestFiniteMagnitude / 2, kernels = T.kernels(level)
        let instances: [(Neuron, T, T)] = [
            (.linear, huge, 1), (.linear, -huge, huge), (.relu, huge, 0), (.relu, -1, huge), (.sigmoid, 0, huge),
            (.poisson, 800, 0), (.poisson, 800, 3), (.poisson, huge, huge), (.poisson, -huge, 9),
        ]
        for (neuron, score, target) in instances {
            let loss = kernels.evaluate(neuron, [score], [target]).value[0]
            #expect(loss == .infinity, "\(neuron) at z = \(score), y = \(target): \(loss)")
        }
        let pairs: [(Activation, Cost)] = [
            (.identity, .halfSquared), (.rectifier, .halfSquared), (.exponential, .halfSquared),
            (.exponential, .absolute), (.exponential, .huber),
        ]
        for (activation, cost) in pairs {
            let loss = kernels.evaluate(Pair(activation: activation, cost: cost), [huge], [1]).value[0]
            #expect(loss == .infinity, "\(activation) with \(cost): \(loss)")
        }
    }

    @Test(arguments: Level.here) func logisticLossIsFiniteWhereverItsValueIs(_ level: Level) {
        #expect(Double.kernels(level).evaluate(.logistic, [1e300, -1e300], [0, 1]).value == [1e300, 1e300])
        #expect(Float.kernels(level).evaluate(.logistic, [1e38, -1e38], [0, 1]).value == [1e38, 1e38])
    }
}
