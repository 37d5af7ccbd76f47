import TestSupport
import Testing

import Descent
@testable import DescentFit

/// A column that says nothing new costs its own row, and changes no other.
@Suite struct AliasedStatisticsTests {
    private typealias Samples = StatisticsLawTests.Samples

    /// Columns that say nothing new, and whether each is one.
    enum Addition: String, CaseIterable {
        case constant, copy, combination, all

        func columns(_ row: [Double]) -> [Double] {
            switch self {
            case .constant: row + [7.5]
            case .copy: [row[0], row[0], row[1], row[2]]
            case .combination: row + [2 * row[0] - row[2]]
            case .all: [7.5, row[0], -4 * row[0], row[1], row[2], row[0] + row[1] + 3]
            }
        }

        var isNew: [Bool] {
            switch self {
            case .constant, .combination: [true, true, true, false]
            case .copy: [true, false, true, true]
            case .all: [false, true, false, true, true, false]
            }
        }
    }

    @Test(arguments: StatisticsLawTests.Kind.allCases, Addition.allCases)
    func theOthersKeepTheirNumbers(_ kind: StatisticsLawTests.Kind, _ addition: Addition) throws {
        let samples = Samples(kind)
        var wide = samples
        wide.x = samples.x.map(addition.columns)
        let isNew = addition.isNew
        for errors in StatisticsLawTests.errors {
            let plain = try samples.fit().statistics(errors: errors), all = try wide.fit().statistics(errors: errors)
            let kept = all.coefficients.filter { $0.feature.map { isNew[$0] } ?? true }
            let rest = all.coefficients.filter { !($0.feature.map { isNew[$0] } ?? true) }
            #expect(kept.count == plain.coefficients.count && rest.count % isNew.filter { !$0 }.count == 0)
            for (a, b) in zip(kept, plain.coefficients) {
                #expect(a.standing == .determined)
                #expect(agreement(a.standardError, b.standardError) >= 9, "\(a) \(b)")
                #expect((a.estimate - b.estimate).magnitude <= 1e-9 * b.standardError)
                #expect((a.pValue - b.pValue).magnitude <= 1e-8)
            }
            for (index, row) in all.coefficients.enumerated() where row.standing != .determined {
                guard case .aliased(let dependence) = row.standing else {
                    Issue.record("\(row)")
                    continue
                }
                #expect(dependence.feature.index == row.feature && row.estimate.isNaN && row.standardError.isNaN)
                #expect(throws: DescentError.noStatistics(because: .rankDeficient([dependence]))) {
                    try all.interval(of: index)
                }
                #expect(all.covariance[index, index].isNaN && all.covariance[0, index].isNaN)
            }
            #expect(all.residualDegreesOfFreedom == plain.residualDegreesOfFreedom)
            #expect(agreement(all.deviance, plain.deviance) >= 11 && agreement(all.aic, plain.aic) >= 11)
            #expect(all.description.contains("aliased") && !plain.description.contains("aliased"))
            #expect(!all.description.contains("NaN"))
        }
    }

    @Test(arguments: StatisticsLawTests.Kind.allCases) func onlyAConstant(_ kind: StatisticsLawTests.Kind) throws {
        var samples = Samples(kind)
        samples.x = samples.x.map { _ in [-2] }
        let statistics = try samples.fit().statistics()
        #expect(statistics.coefficients.filter { $0.standing == .determined }.allSatisfy { $0.feature == nil })
        #expect(agreement(statistics.deviance, statistics.nullDeviance) >= 11)
        #expect(statistics.residualDegreesOfFreedom == statistics.nullDegreesOfFreedom)
    }

    /// Without a bias a constant is a feature as any other, and only zeros are none.
    @Test func withoutABias() throws {
        var samples = Samples(.logistic)
        samples.x = samples.x.map { [1, $0[0], 0] }
        let plain = Samples(.logistic)
        var narrow = plain
        narrow.x = plain.x.map { [$0[0]] }
        let all = try samples.fit(hasBias: false).statistics(), other = try narrow.fit().statistics()
        for (a, b) in zip(all.coefficients, other.coefficients) {
            #expect(agreement(a.standardError, b.standardError) >= 9)
        }
        #expect(all.coefficients.map(\.standing).last.map { $0 != .determined } == true)
    }

    /// A descent shares a weight among copies, and the samples do not say how.
    @Test func sharedWeightsAreRefused() throws {
        var samples = Samples(.logistic)
        samples.x = samples.x.map { [$0[0], $0[0]] }
        let rule = try Solver.firstOrder(
            GradientDescent(rate: 1), stopping: try Stopping(gradientNorm: 1e-9, iterations: 5000))
        let fit = try Training(samples.data(), neuron: .logistic, by: rule, standardised: true).fit()
        let expected = Dependence(feature: 1, features: [0], includesBias: false)
        #expect(throws: DescentError.noStatistics(because: .rankDeficient([expected])), "\(fit.report)") {
            try fit.statistics()
        }
    }
}
