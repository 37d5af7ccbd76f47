import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentFit

/// Statistics against certified values, published ones, and those of NIST.
@Suite(.enabled(if: Corpora.has("spector/certified.json"), "the corpora are not there; name them in DESCENT_CORPORA"))
struct CertifiedStatisticsTests {
    @Test(arguments: CertifiedCase.allCases) func logisticFitsHaveTheCertifiedDigits(_ set: CertifiedCase) throws {
        let certified = try set.certified
        let statistics = try set.dataset().naming(features: set.names).fit(neuron: .logistic).statistics()
        #expect(statistics.coefficients.map(\.name) == ["(bias)"] + set.names)
        let digits = zip(statistics.coefficients, zip(certified.coefficients, certified.errors)).map {
            (agreement($0.estimate, $1.0), agreement($0.standardError, $1.1))
        }
        #expect(digits.count == certified.errors.count && digits.count == statistics.coefficients.count)
        for (index, (coefficient, error)) in digits.enumerated() {
            #expect(coefficient >= 13, "coefficient \(index)")
            #expect(error >= 12, "standard error \(index)")
        }
        #expect(agreement(statistics.logLikelihood, certified.logLikelihood) >= 14)
        #expect(agreement(statistics.deviance, -2 * certified.logLikelihood) >= 14)
        let count = Double(digits.count)
        #expect(agreement(statistics.aic, 2 * count - 2 * certified.logLikelihood) >= 14)
        #expect(
            agreement(statistics.bic, count * log(statistics.observations) - 2 * certified.logLikelihood) >= 14)
        for (index, coefficient) in statistics.coefficients.enumerated() {
            let z = certified.coefficients[index] / certified.errors[index]
            #expect(agreement(coefficient.ratio, z) >= 11.5)
            #expect(agreement(coefficient.pValue, erfc(z.magnitude / 2.0.squareRoot())) >= 9)
        }
    }

    /// Null deviances as R and GLM.jl print them.
    @Test(arguments: [(CertifiedCase.birthwt, 234.671996193219), (.admissions, 499.9765175549154)])
    func theNullDevianceIsThePublishedOne(_ set: CertifiedCase, _ published: Double) throws {
        let statistics = try set.dataset().fit(neuron: .logistic).statistics()
        #expect(agreement(statistics.nullDeviance, published) >= 14)
        #expect(statistics.mcFaddenRSquared == 1 - statistics.logLikelihood / statistics.nullLogLikelihood)
    }

    @Test(arguments: CertifiedTests.names) func linearFitsHaveTheCertifiedStandardErrors(_ name: String) throws {
        let set = try CertifiedSet(name)
        let fit = try set.dataset().fit(neuron: .linear, hasBias: set.hasBias)
        #expect(fit.outcome == .converged(.precision) && fit.report.solver.hasPrefix("least squares"))
        let statistics = try fit.statistics()
        let linear = try #require(statistics.linear)
        // Targets that are powers of x but for their rounding: Wampler1 has none, Wampler2 has some.
        #expect(statistics.warnings.contains(.perfectFit) == (set.residualDeviation < 1e-15 * set.largestTarget))
        for (place, coefficient) in statistics.coefficients.enumerated() {
            #expect(agreement(coefficient.estimate, set.coefficients[place]) >= 13)
            guard set.residualDeviation > 0 else { continue }
            let digits = agreement(coefficient.standardError, set.standardErrors[place])
            #expect(digits >= (name == "Filip" ? 8 : 10), "standard error \(place)")
            #expect(agreement(coefficient.ratio, set.coefficients[place] / set.standardErrors[place]) >= 8)
        }
        guard set.residualDeviation > 0 else { return }
        #expect(agreement(linear.residualStandardDeviation, set.residualDeviation) >= 13)
        // R² and F by their definitions, on targets as they are.
        let mean = set.hasBias ? set.y.reduce(0, +) / Double(set.samples) : 0
        let total = set.y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let free = statistics.residualDegreesOfFreedom
        let rest = set.residualDeviation * set.residualDeviation * free
        #expect((linear.rSquared - (1 - rest / total)).magnitude < 1e-13)
        let over = Double(set.coefficients.count - (set.hasBias ? 1 : 0))
        #expect(linear.fDegreesOfFreedom == over)
        #expect(agreement(linear.fStatistic, (total - rest) / over / (rest / free)) >= 10)
    }

    /// A softmax of seven classes, whose standard errors are differences to class 0, and R's log-likelihood.
    @Test func softmaxHasTheCertifiedErrors() throws {
        let certified = try Corpora.object("softmax-anes96/certified.json")
        let lines = try Corpora.text("softmax-anes96/anes96_raw.tsv").split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: "\t").map { $0.replacingOccurrences(of: "'", with: "") }
        let rows = lines.dropFirst().map { line in
            Dictionary(
                uniqueKeysWithValues: zip(header, line.split(separator: "\t").map { Double($0) ?? .nan }))
        }
        let x = rows.map { row in
            [log(row["popul"]! + 0.1), row["selfLR"]!, row["age"]!, row["educ"]!, row["income"]!]
        }
        let data = try Dataset(
            Matrix(samples: x), classes: rows.map { Int($0["PID"]!) }, of: 7)
        let statistics = try data.fit(neuron: .softmax(classes: 7)).statistics()
        let references = try #require(certified["std_errors_double"] as? [[Any]])
        let estimates = try #require(certified["coefficients_ref"] as? [[Any]])
        for (row, coefficients) in zip(references, estimates).enumerated() {
            for (column, (error, estimate)) in zip(coefficients.0, coefficients.1).enumerated() {
                // The reference has the constant last.
                let found = statistics.coefficients[row * 6 + (column + 1) % 6]
                #expect(found.output == row + 1 && found.feature == (column < 5 ? column : nil))
                #expect(agreement(found.standardError, try #require(Double("\(error)"))) >= 9)
                #expect(agreement(found.estimate, try #require(Double("\(estimate)"))) >= 9)
            }
        }
        #expect(references.count == 6 && statistics.coefficients.count == 36)
        #expect(agreement(statistics.logLikelihood, -1461.922747248146) >= 14)
        #expect(agreement(statistics.nullLogLikelihood, -1750.34670999) >= 11)
    }

    /// The whole text: what a user of R looks for, where it is looked for.
    @Test func theTableIsReadable() throws {
        let set = CertifiedCase.admissions
        let statistics = try set.dataset().naming(features: set.names).fit(neuron: .logistic).statistics()
        let expected = """
            logistic: converged: the coefficients no longer change in any digit that can be had

                     Estimate  Std. Error  z value  Pr(>|z|)
            (bias)  -3.989979    1.139951   -3.500   0.00047 ***
            gre      0.002264    0.001094    2.070   0.03847 *
            gpa      0.804038    0.331819    2.423   0.01539 *
            rank2   -0.675443    0.316490   -2.134   0.03283 *
            rank3   -1.340204    0.345306   -3.881   0.00010 ***
            rank4   -1.551464    0.417832   -3.713   0.00020 ***
            ---
            *** P < 0.001   ** P < 0.01   * P < 0.05   . P < 0.1

            Null deviance      499.98 on 399 degrees of freedom
            Residual deviance  458.52 on 394 degrees of freedom
            Log-likelihood     -229.26, AIC 470.52, BIC 494.47
            McFadden's R²      0.0829
            """
        #expect(statistics.description == expected && "\(statistics)" == expected)
        let robust = try set.dataset().fit(neuron: .logistic).statistics(errors: .robustHC1).description
        #expect(robust.contains("Robust S.E.") && robust.contains("robust standard errors: HC1"))
        let longley = try CertifiedSet("Longley").dataset().fit(neuron: .linear).summary
        for line in [
            "linear: converged", "feature 5      1829.15146     455.47850    4.016   0.00304 **", "t value",
            "Residual std. dev. 304.85 on 9 degrees of freedom", "R²                 0.9955, adjusted 0.9925",
            "F                  330.29 on 6 and 9, P 4.98e-10",
        ] { #expect(longley.contains(line)) }
        let perfect = try CertifiedSet("Wampler1").dataset().fit(neuron: .linear)
        #expect(perfect.summary.contains("warning: the fit is perfect") && "\(perfect.report)".contains("perfect"))
    }

    /// The feature that separates has no numbers, and the others have the errors of the samples without it.
    @Test func separationCostsItsOwnRow() throws {
        let lines = try Corpora.text("separation/endometrial.csv").split(whereSeparator: \.isNewline).dropFirst()
        let rows = lines.map { $0.split(separator: ",").map { Double($0)! } }
        let data = try Dataset(Matrix(samples: rows.map { Array($0.prefix(3)) }), targets: rows.map { $0[3] })
        let fit = try data.fit(neuron: .logistic)
        let statistics = try fit.statistics()
        #expect(statistics.coefficients.map(\.standing.isInfinite) == [false, true, false, false])
        let rest = rows.filter { $0[0] == 0 }
        let reduced = try Dataset(Matrix(samples: rest.map { Array($0[1...2]) }), targets: rest.map { $0[3] })
            .fit(neuron: .logistic).statistics()
        for (found, expected) in zip([0, 2, 3].map { statistics.coefficients[$0] }, reduced.coefficients) {
            #expect(agreement(found.standardError, expected.standardError) >= 8)
        }
        #expect(fit.summary.contains("separated"))
    }
}
