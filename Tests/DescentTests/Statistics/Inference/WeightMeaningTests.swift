import TestSupport
import Testing

import Descent
@testable import DescentFit

/// What weights are taken for decides the degrees of freedom, and all that rests on them; never the estimates.
@Suite struct WeightMeaningTests {
    private typealias Samples = StatisticsLawTests.Samples

    /// Each weight times the same: repetitions are more, precisions say the same about a dispersion that is not known.
    @Test(arguments: StatisticsLawTests.errors) func precisionsOfALinearFitHaveNoUnit(
        _ errors: Statistics.Errors
    ) throws {
        var samples = Samples(.linear)
        let plain = try samples.fit().statistics(errors: errors, weights: .precisions)
        samples.weights = samples.weights.map { 16 * $0 }
        let scaled = try samples.fit().statistics(errors: errors, weights: .precisions)
        let repeated = try samples.fit().statistics(errors: errors)
        let counted = Double(samples.weights.filter { $0 > 0 }.count)
        for (a, b) in zip(plain.coefficients, scaled.coefficients) {
            #expect(agreement(a.standardError, b.standardError) >= 12 && agreement(a.pValue, b.pValue) >= 9)
        }
        #expect(agreement(plain.aic, scaled.aic) >= 12 && plain.observations == counted)
        #expect(repeated.observations == samples.weights.reduce(0, +) && repeated.weightMeaning == .repetitions)
        #expect(repeated.coefficients[0].standardError < 0.5 * plain.coefficients[0].standardError)
    }

    /// Weights of 1 are no weights, whatever they are taken for.
    @Test(arguments: StatisticsLawTests.Kind.allCases, StatisticsLawTests.errors) func onesAreNoWeights(
        _ kind: StatisticsLawTests.Kind, _ errors: Statistics.Errors
    ) throws {
        var samples = Samples(kind)
        samples.weights = samples.weights.map { _ in 1 }
        let plain = try samples.fit(weighted: false).statistics(errors: errors)
        #expect(plain.weightMeaning == nil && !plain.description.contains("weights"))
        for meaning in Statistics.WeightMeaning.allCases {
            let weighted = try samples.fit().statistics(errors: errors, weights: meaning)
            #expect(weighted.weightMeaning == meaning)
            #expect(weighted.description.contains("weights taken as \(meaning): 120 observations"))
            #expect(weighted.residualDegreesOfFreedom == plain.residualDegreesOfFreedom)
            for (a, b) in zip(plain.coefficients, weighted.coefficients) {
                #expect(agreement(a.standardError, b.standardError) >= 11)
            }
            #expect(agreement(weighted.aic, plain.aic) >= 12 && agreement(weighted.bic, plain.bic) >= 12)
        }
    }

    /// A sum of weights that is no whole number stays what it is, and what has no weight is not there.
    @Test(arguments: StatisticsLawTests.Kind.allCases) func nothingIsRounded(_ kind: StatisticsLawTests.Kind) throws {
        var samples = Samples(kind)
        samples.weights = samples.weights.indices.map { $0 < 10 ? 0 : $0 % 2 == 0 ? 0.75 : 1.375 }
        let fit = try samples.fit(), count = kind == .softmax ? 8.0 : 4
        let repeated = try fit.statistics(), single = try fit.statistics(weights: .precisions)
        #expect(repeated.observations == 116.875 && repeated.residualDegreesOfFreedom == 116.875 - count)
        #expect(repeated.description.contains("116.88"), "\(repeated)")
        #expect(single.observations == 110 && single.residualDegreesOfFreedom == 110 - count)
        #expect(repeated.coefficients.map(\.estimate) == single.coefficients.map(\.estimate))
    }
}
