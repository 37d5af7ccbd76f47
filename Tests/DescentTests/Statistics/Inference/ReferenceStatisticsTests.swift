import Testing

import Descent
@testable import DescentFit

/// Statistics beside R's, on tables with weights, shares, dependent columns and very large counts.
@Suite struct ReferenceStatisticsTests {
    @Test(arguments: InferenceReferences.all.indices) func numbersAreThoseOfR(_ index: Int) throws {
        let reference = InferenceReferences.all[index], fit = try reference.fit()
        let statistics = try fit.statistics(weights: .precisions)
        let found = statistics.coefficients.filter { $0.standing == .determined }
        #expect(found.count == reference.errors.count, "\(reference.name): \(statistics)")
        for (place, coefficient) in found.enumerated() {
            let error = reference.errors[place]
            // Errors of very large counts are less than the rounding of an estimate.
            let expected = reference.estimates[place], rounding = 16 * expected.magnitude * Double.ulpOfOne
            #expect((coefficient.estimate - expected).magnitude <= 1e-9 * error + rounding, "\(reference.name)")
            #expect(agreement(coefficient.standardError, error) >= 9, "\(reference.name) \(coefficient.name)")
            // A P far out takes the error of z times z².
            let z = reference.estimates[place] / error, tolerance = 1e-8 * max(1, z * z)
            #expect(
                (coefficient.pValue / reference.pValues[place] - 1).magnitude <= tolerance || coefficient.pValue == 0)
        }
        #expect(agreement(statistics.deviance, reference.deviance) >= 12, "\(reference.name)")
        #expect(agreement(statistics.nullDeviance, reference.nullDeviance) >= 12, "\(reference.name)")
        #expect(agreement(statistics.aic, reference.aic) >= 12, "\(reference.name)")
        #expect(statistics.residualDegreesOfFreedom == reference.degreesOfFreedom, "\(reference.name)")
        #expect(statistics.nullDegreesOfFreedom == reference.nullDegreesOfFreedom, "\(reference.name)")
    }

    @Test(arguments: InferenceReferences.all.indices) func whatIsAliasedHasARowOfItsOwn(_ index: Int) throws {
        let reference = InferenceReferences.all[index]
        let statistics = try reference.fit().statistics(weights: .precisions)
        #expect(statistics.coefficients.count == reference.rows[0].count + 1)
        let aliased = statistics.coefficients.filter { $0.standing != .determined }
        #expect(aliased.map(\.feature) == reference.aliased)
        #expect(aliased.allSatisfy { $0.estimate.isNaN && $0.standardError.isNaN && $0.pValue.isNaN })
    }

    /// The same fit as 975 women and men: as many more degrees of freedom, and no other estimates or errors.
    @Test func trialsAreNoRepetitionsOfShares() throws {
        let esoph = try #require(InferenceReferences.all.first { $0.name == "esoph" }), fit = try esoph.fit()
        let repeated = try fit.statistics(), grouped = try fit.statistics(weights: .precisions)
        #expect(repeated.residualDegreesOfFreedom == 963 && grouped.residualDegreesOfFreedom == 76)
        #expect(repeated.deviance == grouped.deviance)
        #expect(repeated.coefficients.map(\.standardError) == grouped.coefficients.map(\.standardError))
        #expect(repeated.description.contains("weights taken as repetitions: 975 observations"))
        #expect(grouped.description.contains("weights taken as precisions: 88 observations"))
    }
}
