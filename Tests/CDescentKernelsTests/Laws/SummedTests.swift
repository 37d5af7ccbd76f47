import Testing

/// A neuron's pass that sums losses is its pass that keeps them, followed by a sum.
@Suite struct SummedTests {
    static let lengths = Shapes.lengths + [511, 512, 513, 1200]

    @Test(arguments: Level.here, lengths) func equalsTheSumOfLosses(_ level: Level, _ count: Int) {
        check(Double.self, level, count)
        check(Float.self, level, count)
    }

    /// Residuals have the same bits. Either loss errs by 4 ulp, and n additions in double by n ε; the logistic neuron's
    /// products add one rounding per factor, at most 16 to a logarithm.
    private func check<T: Precision>(_: T.Type, _ level: Level, _ count: Int) {
        let kernels = T.kernels(level), targets = (0..<count).map { T($0 % 2) }
        for neuron in Neuron.allCases {
            for spread in [1e-3, 8, 60] {
                let scores = T.numbers(count, in: -spread...spread, seed: 26)
                let losses = kernels.evaluate(neuron, scores, targets, parameter: 2, .first)
                let found = kernels.sum(neuron, scores, targets, parameter: 2)
                #expect(found.residuals == losses.first, "residuals of \(neuron)")
                let exact = losses.value.reduce(0) { $0 + Double($1) }
                let size = losses.value.reduce(0) { $0 + abs(Double($1)) }
                let allowed = (24 * Double(T.ulpOfOne) + Double(count) * .ulpOfOne) * size
                #expect(abs(found.loss - exact) <= allowed, "\(neuron) at scores to \(spread)")
            }
        }
    }

    /// Where every prediction is right and sure, the sum is tiny and still has its digits.
    @Test(arguments: Level.here) func tinyLossesKeepTheirDigits(_ level: Level) {
        let scores = [Double](repeating: 300, count: 100), ones = [Double](repeating: 1, count: 100)
        let exact = 5.148200222412013e-129  // 100 e^-300
        #expect(abs(Double.kernels(level).sum(.logistic, scores, ones).loss / exact - 1) < 1e-14)
    }

    @Test(arguments: Level.here) func isNotFiniteWhereAScoreIsNot(_ level: Level) {
        checkScores(Double.self, level)
        checkScores(Float.self, level)
    }

    private func checkScores<T: Precision>(_: T.Type, _ level: Level) {
        for neuron in Neuron.allCases {
            for score in [T.infinity, -.infinity, .nan] {
                for (place, target) in [(0, 0), (3, 1), (69, 0)] {
                    var scores = T.numbers(70, seed: 27)
                    scores[place] = score
                    let sum = T.kernels(level).sum(neuron, scores, [T](repeating: T(target), count: 70)).loss
                    #expect(!sum.isFinite, "\(neuron) with \(score) at \(place)")
                }
            }
        }
    }
}
