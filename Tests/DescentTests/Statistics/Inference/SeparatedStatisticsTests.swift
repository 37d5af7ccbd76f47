import TestSupport
import Testing

import Descent
@testable import DescentFit

/// Where classes or counts are separated in part, what stays finite has the errors of the samples that nothing separates.
@Suite struct SeparatedStatisticsTests {
    /// How the group that separates is written: by its mark, by that of all others, beside the bias, or twice.
    enum Coding: String, CaseIterable {
        case mark, others, twice

        func columns(_ isMarked: Bool) -> [Double] {
            switch self {
            case .mark: [isMarked ? 1 : 0]
            case .others: [isMarked ? 0 : 1]
            case .twice: [isMarked ? 1 : 0, isMarked ? 3 : 1]
            }
        }
    }

    enum Kind: String, CaseIterable { case logistic, poisson, softmax }

    /// Samples of which each fifth is marked, and those that are not.
    private func fits(_ kind: Kind, _ coding: Coding) throws -> (whole: Fit<Double>, rest: Fit<Double>) {
        var generator = SplitMix64(seed: 11)
        var x: [[Double]] = [], y: [Double] = [], weights: [Double] = []
        for sample in 0..<250 {
            let row = [generator.number(), 20 + generator.number()], noise = generator.number()
            let isMarked = sample % 5 == 0, z = row[0] + 0.5 * (row[1] - 20)
            x.append(row + coding.columns(isMarked))
            weights.append(sample % 3 == 0 ? 2 : 1)
            switch kind {
            case .logistic: y.append(isMarked || z + noise > 0 ? 1 : 0)
            case .poisson: y.append(isMarked ? 0 : (3 + 2 * z + noise).rounded())
            case .softmax: y.append(isMarked ? 2 : noise < z - 0.4 ? 2 : noise < z + 0.4 ? 1 : 0)
            }
        }
        func fit(_ x: [[Double]], _ places: [Int]) throws -> Fit<Double> {
            let features = try Matrix(samples: places.map { x[$0] }), weights = places.map { weights[$0] }
            if kind == .softmax {
                return try Dataset(features, classes: places.map { Int(y[$0]) }, of: 3, weights: weights)
                    .fit(neuron: .softmax(classes: 3))
            }
            let data = try Dataset(features, targets: places.map { y[$0] }, weights: weights)
            return kind == .logistic ? try data.fit(neuron: .logistic) : try data.fit(neuron: .poisson)
        }
        let unmarked = x.indices.filter { $0 % 5 != 0 }
        return (try fit(x, Array(x.indices)), try fit(x.map { Array($0.prefix(2)) }, unmarked))
    }

    @Test(arguments: Kind.allCases, Coding.allCases) func finiteCoefficientsKeepTheirErrors(
        _ kind: Kind, _ coding: Coding
    ) throws {
        let (whole, rest) = try fits(kind, coding)
        guard case .separated(.quasiComplete(let infinity), output: 0) = whole.outcome else {
            Issue.record("\(whole.report)")
            return
        }
        for errors in [Statistics.Errors.model, .robustHC0] {
            let all = try whole.statistics(errors: errors), some = try rest.statistics(errors: errors)
            #expect(all.coefficients.filter(\.standing.isInfinite).count == infinity.coefficients.count)
            for expected in some.coefficients {
                let found = try #require(
                    all.coefficients.first { ($0.feature, $0.output) == (expected.feature, expected.output) })
                // The bias of those that are not marked is the sum of two that run to infinity, where their mark is the others'.
                guard found.standing == .determined else {
                    #expect(found.feature == nil && coding == .others && found.standardError.isNaN)
                    continue
                }
                #expect(agreement(found.standardError, expected.standardError) >= 7, "\(found) \(expected)")
                #expect((found.estimate - expected.estimate).magnitude <= 1e-6 * expected.standardError)
            }
            #expect(all.coefficients.filter { $0.standing == .determined }.count >= 2)
            let rank = all.coefficients.filter { if case .aliased = $0.standing { false } else { true } }.count
            #expect(all.residualDegreesOfFreedom == all.observations - Double(rank))
            #expect(agreement(all.deviance, some.deviance) >= 9)
            #expect(all.description.contains("∞") && !all.description.contains("NaN"))
        }
        // What is coded twice is set apart once.
        let aliased = try whole.statistics().coefficients.filter {
            if case .aliased = $0.standing { true } else { false }
        }
        #expect(aliased.isEmpty == (coding != .twice))
    }

    @Test func completeSeparationLeavesNothingToBeSureOf() throws {
        let data = try Dataset(Matrix(samples: [[-2], [-1], [1], [2]]), targets: [0, 0, 1, 1])
        let fit = try data.fit(neuron: .logistic)
        #expect(throws: DescentError.noStatistics(because: .separated(features: []))) { try fit.statistics() }
    }
}
