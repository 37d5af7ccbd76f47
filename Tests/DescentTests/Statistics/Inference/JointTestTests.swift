import Descent
import TestSupport
import Testing

@testable import DescentFit

/// A test of several coefficients says what is known of one, of all, and of a model without them, and depends on no coding.
@Suite struct JointTestTests {
    private typealias Samples = StatisticsLawTests.Samples

    @Test(arguments: StatisticsLawTests.Kind.allCases) func ofOneCoefficientItIsItsRow(_ kind: StatisticsLawTests.Kind)
        throws
    {
        for errors in StatisticsLawTests.errors {
            let statistics = try Samples(kind).fit().statistics(errors: errors)
            for (index, row) in statistics.coefficients.enumerated() {
                let test = try statistics.jointTest(of: [index])
                #expect(test.degreesOfFreedom == 1)
                #expect(agreement(test.statistic, row.ratio * row.ratio) >= 13)
                // P of F with one degree of freedom is that of t, of χ² that of z.
                #expect(agreement(test.pValue, row.pValue) >= 10 || (test.pValue - row.pValue).magnitude < 1e-300)
            }
        }
    }

    private static let table: Table = {
        var generator = SplitMix64(seed: 11)
        func uniform() -> Double { (generator.number() + 1) / 2 }
        let cities = (0..<90).map { _ in ["Bonn", "Oslo", "Rome", "Wien"][min(3, Int(uniform() * 4))] }
        let ages = (0..<90).map { _ in 20 + 40 * uniform() }
        let y = (0..<90).map { ages[$0] / 30 + (cities[$0] == "Oslo" ? 1 : 0) + uniform() }
        return try! Table([
            "y": .numbers(y), "b": .numbers(y.map { $0 > 2 ? 1.0 : 0 }), "age": .numbers(ages), "city": .texts(cities),
        ])
    }()

    private func fit(_ terms: Terms, _ response: Arithmetic, _ neuron: some Neuron, _ contrast: Contrast) throws
        -> (fit: Fit<Double>, terms: LearnedTerms)
    {
        let learned = try terms.predicting(response).learned(from: Self.table, contrast: contrast)
        return (try learned.dataset(of: Self.table).fit(neuron: neuron), learned)
    }

    @Test(arguments: [Contrast.treatment, .sum]) func ofALinearFitItIsTheLossOfRemovingThem(_ contrast: Contrast) throws
    {
        let ages = Terms.number("age"), cities = Terms.category("city")
        let (whole, learned) = try fit(ages + cities, "y", .linear, contrast)
        let (less, _) = try fit(ages, "y", .linear, contrast)
        let statistics = try whole.statistics(), term = try #require(learned.terms.first { $0.name == "city" })
        let test = try statistics.jointTest(ofFeatures: term.columns)
        let sigma = statistics.deviance / statistics.residualDegreesOfFreedom
        #expect(test.degreesOfFreedom == 3)
        #expect(agreement(test.statistic, try (less.statistics().deviance - statistics.deviance) / 3 / sigma) >= 10)
        let all = try statistics.jointTest(ofFeatures: 0..<learned.featureCount),
            linear = try #require(statistics.linear)
        #expect(agreement(all.statistic, linear.fStatistic) >= 11 && agreement(all.pValue, linear.fPValue) >= 9)
    }

    @Test func dependsOnNoCoding() throws {
        let ages = Terms.number("age")
        func test(_ cities: Terms, _ contrast: Contrast, _ name: String) throws -> Statistics.JointTest {
            let (fit, learned) = try fit(ages + cities, "b", .logistic, contrast)
            let term = try #require(learned.terms.first { $0.name == name })
            return try fit.statistics().jointTest(ofFeatures: term.columns)
        }
        let expected = try test(.category("city"), .treatment, "city")
        for (cities, contrast) in [
            (Terms.category("city", reference: "Rome"), Contrast.treatment), (.category("city"), .sum),
        ] {
            let found = try test(cities, contrast, "city")
            #expect(agreement(found.statistic, expected.statistic) >= 8 && found.degreesOfFreedom == 3)
        }
    }

    @Test func aliasedOnesAreLeftOut() throws {
        let samples = Samples(.linear)
        var wide = samples
        wide.x = samples.x.map { $0 + [2 * $0[0] - $0[2]] }
        let plain = try samples.fit().statistics(), all = try wide.fit().statistics()
        let test = try all.jointTest(ofFeatures: 0..<4), expected = try plain.jointTest(ofFeatures: 0..<3)
        #expect(test.degreesOfFreedom == 3 && agreement(test.statistic, expected.statistic) >= 9)
        let error = #expect(throws: DescentError.self) { try all.jointTest(ofFeatures: 3..<4) }
        guard case .noStatistics? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [0..<0, 2..<4, -1..<1]) func featuresThatAreNotThere(_ features: Range<Int>) throws {
        let statistics = try Samples(.linear).fit().statistics()
        #expect(
            throws: DescentError.illegalOption(
                name: "the features of a test", value: "\(features)", requirement: "features of the fit")
        ) { try statistics.jointTest(ofFeatures: features) }
    }

    /// Rows of a softmax, folded or not, say which class they are of by its name.
    @Test func ofASoftmaxItNamesTheClass() throws {
        var generator = SplitMix64(seed: 12)
        let samples = (0..<60).map { _ in [generator.number(), generator.number()] }
        let X = try Matrix<Double>(samples: samples), labels = samples.indices.map { $0 % 3 }
        let fit = try Dataset(X, classes: labels, of: 3).fit(
            neuron: .softmax(classes: 3), penalty: .none)
        let statistics = try fit.statistics().naming(classes: ["no", "perhaps", "yes"])
        let lines = statistics.table(
            terms: [Statistics.TermOfFeatures("both", 0..<2)], mostRows: 1
        ).split(separator: "\n")
            .map(String.init)
        for own in ["perhaps: both, 2 rows ", "yes: both, 2 rows ", "perhaps: (bias) "] {
            #expect(lines.count { $0.hasPrefix(own) } == 1, "\(own)")
        }
        #expect(!lines.contains { $0.hasPrefix("class ") || $0.hasPrefix("no: ") })
    }
}
