import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentSweep

/// Fits by default settings on public data, against answers computed with 30 digits and more: see the corpora's notes.
@Suite(.enabled(if: Corpora.has("spector/certified.json"), "the corpora are not there; name them in DESCENT_CORPORA"))
struct CertifiedFitTests {
    @Test(arguments: CertifiedFit.maximumLikelihood) func maximumLikelihood(_ name: String) throws {
        let set = try CertifiedFit(name), data = try set.binary()
        let group = name == "heart_scale" ? "mle" : nil
        let reference = try set.numbers("coefficients_ref", in: group)
        let fit = try data.fit(neuron: .logistic)
        #expect(fit.outcome == .converged(.precision))
        let parameters = fit.layer.parameters
        let found = [parameters.bias()] + parameters.values.dropLast()
        let digits = zip(found, reference).map { agreement($0, $1) }
        #expect(digits.count == reference.count && digits.min()! >= 13, "digits \(digits)")
        let loss = try Sweep(data, neuron: .logistic, risk: .sum).loss(at: parameters)
        let lossDigits = agreement(-loss, try set.number("loglik_ref", in: group))
        #expect(lossDigits >= 14, "digits of the log-likelihood: \(lossDigits)")
    }

    /// λ = 1 beside the sum of losses is 1/m beside their mean.
    @Test(arguments: ["heart_scale", "a9a"]) func l2(_ name: String) throws {
        let set = try CertifiedFit(name), data = try set.binary()
        for hasBias in [true, false] { try l2(set, data, hasBias: hasBias) }
    }

    private func l2(_ set: CertifiedFit, _ data: Dataset<Double>, hasBias: Bool) throws {
        let group = hasBias ? "l2_lambda1_unpenalised_intercept" : "l2_lambda1_no_intercept"
        let fit = try data.fit(
            neuron: .logistic, penalty: try Penalty(l2: 1 / Double(data.sampleCount), on: .raw), hasBias: hasBias)
        #expect(fit.outcome.description.hasPrefix("converged"))
        let sweep = try Sweep(data, neuron: .logistic, hasBias: hasBias, risk: .sum)
        let point = fit.layer.parameters
        let weights = point.values.prefix(data.featureCount)
        let value = try sweep.loss(at: point) + weights.reduce(0) { $0 + $1 * $1 } / 2
        let expected = try set.number("objective_ref", in: group)
        #expect((value - expected).magnitude <= 1e-13 * expected, "\(agreement(value, expected)) digits")
    }

    /// On features divided by their deviations, which is what a penalty on deviations means.
    @Test func l2OnDeviations() throws {
        let set = try CertifiedFit("wdbc"), data = try set.binary()
        let penalty = try Penalty(l2: 1 / Double(data.sampleCount), on: .deviations)
        let fit = try data.fit(neuron: .logistic, penalty: penalty)
        #expect(fit.outcome == .converged(.precision))
        let point = fit.layer.parameters
        let deviations = data.survey.features.map(\.standardDeviation), means = data.survey.features.map(\.mean)
        let weights = (0..<data.featureCount).map { point[$0] * deviations[$0] }
        let value =
            try Sweep(data, neuron: .logistic, risk: .sum).loss(at: point) + weights.reduce(0) { $0 + $1 * $1 } / 2
        let group = "l2_lambda1_standardised"
        let expected = try set.number("objective_ref", in: group)
        #expect((value - expected).magnitude <= 1e-13 * expected, "\(agreement(value, expected)) digits")
        let reference = try set.numbers("coefficients_ref_intercept_first", in: group)
        let bias = (0..<data.featureCount).reduce(point.bias()) { $0 + point[$1] * means[$1] }
        let digits = zip([bias] + weights, reference).map { agreement($0, $1) }
        #expect(digits.min()! >= 11, "digits \(digits)")
    }

    @Test func l2Softmax() throws {
        let set = try CertifiedFit("iris"), data = try set.classes(3)
        let softmax = try Softmax(classes: 3)
        let fit = try data.fit(neuron: softmax, penalty: try Penalty(l2: 1 / Double(data.sampleCount), on: .raw))
        #expect(fit.outcome.description.hasPrefix("converged"))
        let point = fit.layer.parameters
        let value =
            try Sweep(data, neuron: softmax, risk: .sum).loss(at: point)
            + point.values.prefix(3 * data.featureCount).reduce(0) { $0 + $1 * $1 } / 2
        let expected = try set.number("objective_ref")
        #expect((value - expected).magnitude <= 1e-13 * expected, "\(agreement(value, expected)) digits")
        let rows = try #require(set.certified["coefficients_ref_intercept_first"] as? [[String]])
        var digits: [Double] = []
        for (k, row) in rows.enumerated() {
            let reference = row.compactMap(Double.init)
            // Biases are determined up to a common shift.
            digits.append(agreement(point.bias(k) - point.bias(0), reference[0] - Double(rows[0][0])!))
            digits += (0..<4).map { agreement(point[$0, k], reference[$0 + 1]) }
        }
        #expect(digits.min()! >= 11, "digits \(digits)")
    }

    @Test func softmaxAgainstAReferenceClass() throws {
        let set = try CertifiedFit("anes96"), data = try set.classes(7)
        let softmax = try Softmax(classes: 7)
        let fit = try data.fit(neuron: softmax)
        #expect(fit.outcome.description.hasPrefix("converged"))
        let point = fit.layer.parameters
        let rows = try #require(set.certified["coefficients_ref"] as? [[String]])
        let digits = rows.enumerated().flatMap { k, row in
            let reference = row.compactMap(Double.init)
            return (0..<5).map { agreement(point[$0, k + 1] - point[$0, 0], reference[$0]) }
                + [agreement(point.bias(k + 1) - point.bias(0), reference[5])]
        }
        #expect(digits.count == 36 && digits.min()! >= 11, "digits \(digits)")
        let loss = try Sweep(data, neuron: softmax, risk: .sum).loss(at: point)
        let lossDigits = agreement(-loss, try set.number("loglik_ref"))
        #expect(lossDigits >= 13.5, "\(lossDigits)")
    }

    /// −log₁₀ of the relative error, at most the 15.95 of a Double.
    private func agreement(_ found: Double, _ expected: Double) -> Double {
        let error = (found - expected).magnitude / expected.magnitude
        return found == expected ? 15.95 : min(15.95, -log10(error))
    }
}
