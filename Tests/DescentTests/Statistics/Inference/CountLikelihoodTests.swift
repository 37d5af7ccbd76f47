import Testing

import Descent
@testable import DescentFit

/// The likelihood of a count, beside 60 digits.
@Suite struct CountLikelihoodTests {
    @Test func itIsRightForCountsOfAnySize() {
        for row in CountReferences.all {
            let half = CountLikelihood.halfDeviance(of: row[0], at: DoubleDouble(row[1]))
            let loss = half + CountLikelihood.leastLoss(of: row[0])
            #expect((half - row[3]).magnitude <= 1e-14 * row[3], "\(row): \(half)")
            #expect((loss - row[2]).magnitude <= 1e-14 * row[2], "\(row): \(loss)")
        }
    }

    /// Where the series ends and the difference begins.
    @Test func theRemainderOfTheExponentialHasNoStep() {
        for t in [0.5, -0.5] {
            let inside = CountLikelihood.exponentialRemainder(t.nextDown.magnitude < 0.5 ? t.nextDown : t.nextUp)
            #expect((CountLikelihood.exponentialRemainder(t) / inside - 1).magnitude < 1e-14)
        }
        #expect(CountLikelihood.exponentialRemainder(0) == 0)
        #expect(CountLikelihood.exponentialRemainder(1e-9) == 5e-19 * (1 + 1e-9 / 3))
    }

    /// A model that says no more than the mean has the null deviance; so has one of offsets alone.
    @Test(arguments: [1.0, 1e6, 1e12]) func nullDeviancesAgree(_ size: Double) throws {
        let y = (0..<40).map { sample -> Double in
            let step = Double((sample * 7) % 11 - 5)
            return (size + step * size.squareRoot()).rounded() + 6
        }
        let constant = try Matrix(samples: y.map { _ in [3.0] })
        let fit = try Dataset(constant, targets: y).fit(neuron: .poisson), statistics = try fit.statistics()
        #expect(agreement(statistics.deviance, statistics.nullDeviance) >= 11)
        #expect(agreement(statistics.aic, 2 - 2 * statistics.nullLogLikelihood) >= 12)
        let moved = try Dataset(constant, targets: y, offsets: y.map { _ in 0.5 }).fit(neuron: .poisson).statistics()
        #expect(agreement(moved.nullDeviance, statistics.nullDeviance) >= 11)
        #expect(agreement(moved.deviance, statistics.deviance) >= 11)
    }
}
