import Testing

/// Values and derivatives of activations against 60-digit references, at every level and in both precisions.
@Suite struct ActivationAccuracyTests {
    @Test(arguments: Level.here) func valuesAndDerivativesAreWithinFourUlp(_ level: Level) {
        check(Double.self, level)
        check(Float.self, level)
    }

    private func check<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), curves = References<T>.curves
        let instances: [(Activation, (References<T>.Curve) -> References<T>.Jet)] = [
            (.exponential, { .init(value: $0.exponential, first: $0.exponential, second: $0.exponential) }),
            (.logisticCurve, { $0.logistic }),
            (.tangent, { $0.tangent }),
        ]
        for (activation, exact) in instances {
            let found = kernels.apply(activation, curves.map(\.score))
            var value = Worst(), first = Worst(), second = Worst()
            for (j, curve) in curves.enumerated() {
                value.note(found.value[j], exact(curve).value, "\(activation)(\(curve.score))")
                first.note(found.first[j], exact(curve).first, "\(activation)'(\(curve.score))")
                second.note(found.second[j], exact(curve).second, "\(activation)''(\(curve.score))")
            }
            value.expect(within: activation == .exponential ? 2 : 4)  // what Math/functions.h promises of exp
            first.expect(within: 4)
            second.expect(within: 8)  // a'' = a' times another factor: each brings its own 4 ulp
        }
    }

    @Test(arguments: Level.here) func predictionsAloneAreTheSameBits(_ level: Level) {
        checkAlone(Double.self, level)
        checkAlone(Float.self, level)
    }

    private func checkAlone<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), scores = References<T>.curves.map(\.score)
        for activation in Activation.allCases {
            var alone = T.zeros(scores.count)
            kernels.activation(activation)(scores.count, scores, &alone, nil, nil)
            #expect(alone == kernels.apply(activation, scores).value, "\(activation)")
        }
    }
}
