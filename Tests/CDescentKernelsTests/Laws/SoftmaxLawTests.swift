import Testing

/// What holds for every softmax, whatever the scores.
@Suite struct SoftmaxLawTests {
    @Test(arguments: Level.here) func probabilitiesSumToOneAndResidualsToZero(_ level: Level) {
        checkSums(Double.self, level)
        checkSums(Float.self, level)
    }

    private func checkSums<T: Precision>(_: T.Type, _ level: Level) {
        for outputs in [2, 3, 10] {
            for spread in [0, 1, 30, 800] as [Double] {
                let count = 33, scores = T.numbers(outputs * count, in: -spread...spread, seed: 10)
                let targets = (0..<count).map { T($0 % outputs) }
                let found = T.kernels(level).softmax(outputs: outputs, scores, targets)
                for j in 0..<count {
                    func total(_ values: [T]) -> Double {
                        (0..<outputs).reduce(0) { $0 + Double(values[$1 * count + j]) }
                    }
                    // Each of K terms ≤ 1 is within 4 ulp.
                    let tolerance = 4 * Double(outputs) * Double(T.ulpOfOne)
                    #expect(abs(total(found.probabilities) - 1) <= tolerance)
                    #expect(abs(total(found.residuals)) <= tolerance)
                    #expect(found.losses[j] >= 0)
                }
            }
        }
    }

    /// Two, three and four outputs have loops of their own, which five do not: the same bits, sample by sample.
    @Test(arguments: Level.here) func anOutputThatCannotBeChangesNothing(_ level: Level) {
        checkImpossible(Double.self, level)
        checkImpossible(Float.self, level)
    }

    private func checkImpossible<T: Precision>(_: T.Type, _ level: Level) {
        let kernels = T.kernels(level), count = 1003
        for outputs in 2...4 {
            for spread in [0, 1, 30, 800] as [Double] {
                let scores = T.numbers(outputs * count, in: -spread...spread, seed: 14)
                let targets = (0..<count).map { T($0 % outputs) }
                let few = kernels.softmax(outputs: outputs, scores, targets)
                let beside = [T](repeating: -10_000, count: (5 - outputs) * count)
                let many = kernels.softmax(outputs: 5, scores + beside, targets)
                #expect(few.losses == many.losses, "\(T.self), \(outputs), ±\(spread)")
                #expect(
                    few.residuals[...] == many.residuals.prefix(outputs * count), "\(T.self), \(outputs), ±\(spread)")
                #expect(few.probabilities[...] == many.probabilities.prefix(outputs * count))
            }
        }
    }

    @Test(arguments: Level.here) func residualsDifferentiateTheLoss(_ level: Level) {
        let kernels = Double.kernels(level), outputs = 3, step = 0x1p-17
        let scores = Double.numbers(outputs, in: -2...2, seed: 11).map { ($0 / step).rounded() * step }
        for target in 0..<outputs {
            let found = kernels.softmax(outputs: outputs, scores, [Double(target)])
            for k in 0..<outputs {
                func loss(_ shift: Double) -> Double {
                    var moved = scores
                    moved[k] += shift
                    return kernels.softmax(outputs: outputs, moved, [Double(target)]).losses[0]
                }
                #expect(abs((loss(step) - loss(-step)) / (2 * step) - found.residuals[k]) < 1e-9)
            }
        }
    }

    @Test(arguments: Level.here) func curvatureDifferentiatesTheProbabilities(_ level: Level) {
        let kernels = Double.kernels(level), outputs = 5, step = 0x1p-17
        let scores = Double.numbers(outputs, in: -2...2, seed: 12), directions = Double.numbers(outputs, seed: 13)
        func probabilities(_ shift: Double) -> [Double] {
            var p = Double.zeros(outputs)
            kernels.softmaxCurve(1, outputs, 1, zip(scores, directions).map { $0 + shift * $1 }, &p)
            return p
        }
        var products = directions
        kernels.softmaxCurvature(1, outputs, 1, probabilities(0), &products)
        let (after, before) = (probabilities(step), probabilities(-step))
        for k in 0..<outputs { #expect(abs((after[k] - before[k]) / (2 * step) - products[k]) < 1e-9) }
    }

    @Test(arguments: Level.here) func probabilitiesMayBeLeftOut(_ level: Level) {
        let scores: [Float] = [1, -2, 0.5], kernels = Float.kernels(level)
        var loss: [Float] = [0], residuals = Float.zeros(3)
        kernels.softmax(1, 3, 1, scores, [2], &loss, &residuals, nil)
        let full = kernels.softmax(outputs: 3, scores, [2])
        #expect(loss == full.losses && residuals == full.residuals)
    }
}
