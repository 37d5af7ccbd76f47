import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSweep

/// What cross-validation does where the best penalty is at an end, and which one it goes on with.
@Suite struct PathEndTests {
    /// Targets that features tell well, so that little penalty is best; or not at all.
    private func data(isTold: Bool, samples: Int = 200) throws -> (data: Dataset<Double>, folds: Folds) {
        var generator = SplitMix64(seed: 4)
        let rows = (0..<samples).map { _ in (0..<3).map { _ in generator.number() } }
        let targets = rows.map { (isTold ? 3 * $0[0] - $0[1] : 0) + 0.1 * generator.number() }
        return (try Dataset(Matrix(samples: rows), targets: targets), try Folds(5, samples: samples, seed: 1))
    }

    private func found(
        _ path: RegularizationPath, isTold: Bool, choosing choice: CrossValidation.Choice = .best
    ) throws -> CrossValidated<Double> {
        let (data, folds) = try data(isTold: isTold)
        return try CrossValidation(folds: folds, path: path, choosing: choice).fit(data, .linear)
    }

    @Test func isExtendedOnceAndThenSaysSo() throws {
        let path = try RegularizationPath(count: 4, smallestRatio: 0.5, on: .deviations)
        let result = try found(path, isTold: true), strengths = result.points.map(\.penalty.strength)
        #expect(result.points.count == 6 && result.curves == [0..<6])
        #expect(result.bestIndex == 5 && result.endOfBest == .weakest)
        // In the same steps.
        for (strong, weak) in zip(strengths, strengths.dropFirst()) {
            #expect(abs(weak / strong - 0.5.cubeRoot) < 1e-12)
        }
    }

    @Test func isExtendedNoFurtherThanItMust() throws {
        let path = try RegularizationPath(count: 4, smallestRatio: 1e-3, on: .deviations)
        let wide = try RegularizationPath(count: 12, smallestRatio: 1e-11, on: .deviations)
        let result = try found(path, isTold: true)
        #expect(result.points.count >= 4 && result.points.count <= 6)
        #expect(try found(wide, isTold: true).points.count == 12)
    }

    /// Beyond the penalty that leaves no weight there is nothing.
    @Test func allWeights0AreNoEnd() throws {
        let result = try found(RegularizationPath(count: 5, on: .deviations), isTold: false)
        if result.bestIndex == 0 {
            #expect(result.endOfBest == nil && result.points.count == 5)
            #expect(result.fit.layer.weights.values.allSatisfy { $0 == 0 })
        }
        // A ridge brings no weight to 0, and a stronger one is another.
        let ridge = try found(
            RegularizationPath(count: 5, smallestRatio: 0.5, mixing: [0], on: .deviations), isTold: true)
        #expect(ridge.points.count == 7)
    }

    @Test func onesOwnPenaltiesAreLeftAsTheyAre() throws {
        let own = try Penalty.grid(l2: 0.5...1, on: .deviations, count: 3)
        let result = try found(RegularizationPath(own), isTold: true)
        #expect(result.points.map(\.penalty) == own && result.endOfBest == .weakest)
        let one = try found(RegularizationPath([own[0]]), isTold: true)
        #expect(one.endOfBest == nil)
    }

    /// The fit and the predictions are those of the penalty that was asked for.
    @Test(arguments: CrossValidation.Choice.allCases)
    func goesOnWithTheChosen(_ choice: CrossValidation.Choice) throws {
        var generator = SplitMix64(seed: 9)
        let rows = (0..<120).map { _ in (0..<6).map { _ in generator.number() } }
        let targets = rows.map { $0[0] + 2 * generator.number() > 0.9 ? 1.0 : 0 }
        let data = try Dataset(Matrix(samples: rows), targets: targets), folds = try Folds(5, samples: 120, seed: 3)
        let path = try RegularizationPath(count: 12, smallestRatio: 1e-2, on: .deviations)
        let result = try CrossValidation(folds: folds, path: path, choosing: choice).fit(data, .logistic)
        #expect(result.simplestIndex < result.bestIndex, "they are to differ here")
        let chosen = choice == .best ? result.best : result.simplest
        #expect(result.chosen.penalty == chosen.penalty && result.fit.penalty == chosen.penalty)
        let alone = try data.fit(neuron: .logistic, penalty: chosen.penalty)
        for (x, y) in zip(result.fit.layer.parameters.values, alone.layer.parameters.values) {
            #expect(abs(x - y) < 1e-8)
        }
        let losses = (0..<120).map { sample in
            let p = result.outOfFold[0, sample]
            return -Math.logarithm(targets[sample] == 1 ? p : 1 - p)
        }
        #expect(abs(losses.reduce(0, +) / 120 - chosen.value) < 1e-9)
    }
}

extension Double {
    fileprivate var cubeRoot: Double { Math.exponential(Math.logarithm(self) / 3) }
}
