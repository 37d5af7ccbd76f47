import Foundation
import TestSupport
import Testing

import Descent

/// Counts and shares that vary otherwise than the model says are told of; what says nothing about that is not.
@Suite struct DispersionTests {
    /// Counts about 30, whose variance is so many times the mean.
    private func counts(_ excess: Double) throws -> Fit<Double> {
        var generator = SplitMix64(seed: 8)
        let x = (0..<200).map { _ in [generator.number()] }
        let y = x.map { row in
            let mean = 30 * exp(row[0] / 2)
            // Of variance 1.
            let noise = (0..<12).reduce(0.0) { sum, _ in sum + generator.number() } / 2
            return max(0, (mean + (excess * mean).squareRoot() * noise).rounded())
        }
        return try Dataset(Matrix(samples: x), targets: y).fit(neuron: .poisson)
    }

    @Test func countsThatVaryMoreOrLess() throws {
        let more = try counts(7).statistics(), less = try counts(0.1).statistics()
        let ratio = more.deviance / more.residualDegreesOfFreedom
        #expect(more.dispersion == ratio && ratio > 5 && ratio < 9)
        #expect(more.description.contains("the counts vary more than a Poisson's; errors are too small by about √"))
        #expect(less.description.contains("the counts vary less than a Poisson's; errors are too large by about √"))
        #expect(try counts(1).statistics().dispersion == nil)
        // Robust errors do not rest on it.
        #expect(try !counts(7).statistics(errors: .robustHC0).description.contains("note:"))
    }

    /// Shares of forty trials; those of one say nothing, however many are alike.
    @Test func sharesOfTrials() throws {
        var generator = SplitMix64(seed: 9)
        let x = (0..<100).map { _ in [generator.number()] }
        let y = x.map { row -> Double in
            let share = 0.5 + 0.2 * row[0] + 0.3 * generator.number()
            return (share * 40).rounded() / 40
        }
        let fit = try Dataset(Matrix(samples: x), targets: y, weights: y.map { _ in 40 }).fit(neuron: .logistic)
        #expect(try fit.statistics(weights: .precisions).description.contains("the shares vary more than a binomial's"))
        #expect(try fit.statistics().dispersion == nil)
        let single = StatisticsLawTests.Samples(.logistic)
        for meaning in Statistics.WeightMeaning.allCases {
            #expect(try single.fit(weighted: false).statistics(weights: meaning).dispersion == nil)
        }
    }

    /// Rare events have less deviance than degrees of freedom, and are no less random.
    @Test func rareEvents() throws {
        let x = (0..<400).map { [Double($0 % 5)] }, y = (0..<400).map { $0 % 17 == 0 ? 1.0 : 0 }
        #expect(try Dataset(Matrix(samples: x), targets: y).fit(neuron: .poisson).statistics().dispersion == nil)
    }
}
