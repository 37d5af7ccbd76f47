import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// What statistics must do whatever the data: laws for every neuron that has them.
@Suite struct StatisticsLawTests {
    enum Kind: String, CaseIterable {
        case linear, logistic, poisson, softmax
    }

    /// Random samples of a neuron, with weights that are counts of repetitions.
    struct Samples {
        var x: [[Double]] = []
        var y: [Double] = []
        var weights: [Double] = []
        let kind: Kind

        init(_ kind: Kind, count: Int = 120, seed: UInt64 = 3) {
            self.kind = kind
            var generator = SplitMix64(seed: seed)
            for _ in 0..<count {
                let row = [generator.number(), 5 + 3 * generator.number(), generator.number() + generator.number()]
                let z = row[0] - 0.2 * (row[1] - 5) + 0.3 * row[2]
                let noise = generator.number()
                x.append(row)
                switch kind {
                case .linear: y.append(z + noise)
                case .logistic: y.append(1.5 * noise < z ? 1 : 0)
                case .poisson: y.append(max(0, (exp(z) * (1 + noise)).rounded()))
                case .softmax: y.append(noise < z - 0.4 ? 2 : noise < z + 0.4 ? 1 : 0)
                }
                weights.append(Double(Int(1.5 + 1.4 * generator.number())))
            }
        }

        /// Every sample as often as its weight says.
        var repeated: Samples {
            var result = self
            result.x = zip(x, weights).flatMap { Array(repeating: $0, count: Int($1)) }
            result.y = zip(y, weights).flatMap { Array(repeating: $0, count: Int($1)) }
            result.weights = result.y.map { _ in 1 }
            return result
        }

        func data(weighted: Bool = true, offsets: [Double]? = nil) throws -> Dataset<Double> {
            let features = try Matrix(samples: x), weights = weighted ? weights : nil
            guard kind == .softmax else {
                return try Dataset(features, targets: y, weights: weights, offsets: offsets)
            }
            return try Dataset(features, classes: y.map { Int($0) }, of: 3, weights: weights)
        }

        func fit(weighted: Bool = true, hasBias: Bool = true, offsets: [Double]? = nil) throws -> Fit<Double> {
            let data = try data(weighted: weighted, offsets: offsets)
            return switch kind {
            case .linear: try data.fit(neuron: .linear, hasBias: hasBias)
            case .logistic: try data.fit(neuron: .logistic, hasBias: hasBias)
            case .poisson: try data.fit(neuron: .poisson, hasBias: hasBias)
            case .softmax: try data.fit(neuron: .softmax(classes: 3), hasBias: hasBias)
            }
        }
    }

    static let errors: [Statistics.Errors] = [.model, .robustHC0, .robustHC1]

    /// Every number of two statistics that should be the same, to a share of its size.
    private func expectSame(_ a: Statistics, _ b: Statistics, within tolerance: Double) {
        func close(_ x: Double, _ y: Double) -> Bool { (x - y).magnitude <= tolerance * max(x.magnitude, y.magnitude) }
        #expect(a.coefficients.count == b.coefficients.count)
        for (x, y) in zip(a.coefficients, b.coefficients) {
            #expect(close(x.standardError, y.standardError), "\(x.name): \(x.standardError) and \(y.standardError)")
            #expect((x.estimate - y.estimate).magnitude <= tolerance * y.standardError)
        }
        #expect(close(a.logLikelihood, b.logLikelihood) && close(a.nullLogLikelihood, b.nullLogLikelihood))
        #expect(close(a.deviance, b.deviance) && close(a.nullDeviance, b.nullDeviance))
        #expect(close(a.aic, b.aic) && close(a.bic, b.bic))
        #expect(a.observations == b.observations && a.residualDegreesOfFreedom == b.residualDegreesOfFreedom)
        #expect(a.nullDegreesOfFreedom == b.nullDegreesOfFreedom)
    }

    @Test(arguments: Kind.allCases, errors) func weightsAreRepetitions(
        _ kind: Kind, _ errors: Statistics.Errors
    ) throws {
        let samples = Samples(kind)
        expectSame(
            try samples.fit().statistics(errors: errors),
            try samples.repeated.fit(weighted: false).statistics(errors: errors), within: 1e-9)
    }

    /// By powers of two nothing is rounded: the same ratios to the bit, and errors of the other unit.
    @Test(arguments: Kind.allCases, errors) func unitsOfPowersOfTwoChangeNothing(
        _ kind: Kind, _ errors: Statistics.Errors
    ) throws {
        let samples = Samples(kind), powers = [0x1p12, 0x1p-7, 8]
        var scaled = samples
        scaled.x = samples.x.map { zip($0, powers).map { $0 * $1 } }
        let a = try samples.fit().statistics(errors: errors), b = try scaled.fit().statistics(errors: errors)
        for (x, y) in zip(a.coefficients, b.coefficients) {
            let power = x.feature.map { powers[$0] } ?? 1
            #expect(x.standardError == y.standardError * power && x.ratio == y.ratio && x.pValue == y.pValue)
        }
        #expect(a.logLikelihood == b.logLikelihood && a.deviance == b.deviance)
    }

    /// The covariance's diagonal is the errors', and an interval of 95 % is as wide as it should be.
    @Test(arguments: Kind.allCases, errors) func covarianceAndIntervalsAgreeWithErrors(
        _ kind: Kind, _ errors: Statistics.Errors
    ) throws {
        let statistics = try Samples(kind).fit().statistics(errors: errors)
        let quantile =
            kind == .linear ? StudentT(statistics.residualDegreesOfFreedom).quantile(upper: 0.025) : 1.959963984540054
        for (index, coefficient) in statistics.coefficients.enumerated() {
            let variance = coefficient.standardError * coefficient.standardError
            #expect(agreement(statistics.covariance[index, index], variance) >= 13)
            let interval = try statistics.interval(of: index)
            #expect(agreement(interval.upperBound - coefficient.estimate, quantile * coefficient.standardError) >= 10)
            for other in 0..<index {
                #expect(statistics.covariance[index, other] == statistics.covariance[other, index])
            }
        }
        expectIllegal("the level of confidence", 1.0) { try statistics.interval(of: 0, level: 1) }
        for index in [-1, statistics.coefficients.count, 99, .max] {
            let error = DescentError.illegalOption(
                name: "the index of a coefficient", value: "\(index)",
                requirement: "in 0 ..< \(statistics.coefficients.count)")
            #expect(throws: error) { try statistics.interval(of: index) }
        }
    }

    /// HC0 and HC1 by their definition, sample by sample, on the features as they are.
    @Test(arguments: [Kind.linear, .logistic, .poisson], [true, false]) func robustErrorsAreTheSandwich(
        _ kind: Kind, hasBias: Bool
    ) throws {
        let samples = Samples(kind), fit = try samples.fit(hasBias: hasBias)
        let statistics = try fit.statistics(errors: .robustHC0)
        let rows = samples.x.map { (hasBias ? [1] : []) + $0 }, count = rows[0].count
        let estimates = statistics.coefficients.map(\.estimate)
        var bread = [[Double]](repeating: [Double](repeating: 0, count: count), count: count), middle = bread
        for (j, row) in rows.enumerated() {
            let z = zip(row, estimates).reduce(0) { $0 + $1.0 * $1.1 }
            let (mean, curvature): (Double, Double) =
                switch kind {
                case .linear: (z, 1)
                case .poisson: (exp(z), exp(z))
                default: (1 / (1 + exp(-z)), 1 / (1 + exp(-z)) / (1 + exp(z)))
                }
            let residual = mean - samples.y[j]
            for a in 0..<count {
                for b in 0..<count {
                    bread[a][b] += samples.weights[j] * curvature * row[a] * row[b]
                    middle[a][b] += samples.weights[j] * residual * residual * row[a] * row[b]
                }
            }
        }
        // H V H = M, so that nothing is inverted here.
        for a in 0..<count {
            for b in 0..<count {
                var value = 0.0
                for c in 0..<count {
                    for d in 0..<count { value += bread[a][c] * statistics.covariance[c, d] * bread[d][b] }
                }
                #expect((value - middle[a][b]).magnitude <= 1e-9 * (middle[a][a] * middle[b][b]).squareRoot())
            }
        }
        let corrected = try fit.statistics(errors: .robustHC1)
        let factor = (statistics.observations / statistics.residualDegreesOfFreedom).squareRoot()
        for (a, b) in zip(statistics.coefficients, corrected.coefficients) {
            #expect(agreement(b.standardError, a.standardError * factor) >= 14)
        }
    }

    /// A softmax of two classes is a logistic neuron of the differences.
    @Test(arguments: errors) func twoClassesAreALogisticNeuron(_ errors: Statistics.Errors) throws {
        let samples = Samples(.logistic), single = try samples.fit().statistics(errors: errors)
        let data = try Dataset(
            Matrix(samples: samples.x), classes: samples.y.map { Int($0) }, of: 2, weights: samples.weights)
        expectSame(try data.fit(neuron: .softmax(classes: 2)).statistics(errors: errors), single, within: 1e-9)
    }

    /// A constant offset moves the bias only, also where the model without features needs a fit for it.
    @Test(arguments: [Kind.linear, .logistic, .poisson]) func constantOffsetsMoveTheBias(_ kind: Kind) throws {
        let samples = Samples(kind)
        let plain = try samples.fit().statistics()
        let moved = try samples.fit(offsets: samples.y.map { _ in 0.75 }).statistics()
        #expect(agreement(moved.nullDeviance, plain.nullDeviance) >= 11)
        #expect(agreement(moved.deviance, plain.deviance) >= 11)
        for (a, b) in zip(plain.coefficients, moved.coefficients) {
            #expect((a.estimate - b.estimate - (a.feature == nil ? 0.75 : 0)).magnitude <= 1e-9)
            #expect(agreement(a.standardError, b.standardError) >= 9)
        }
    }

    /// Log-likelihoods of counts by the definition, and the null one without a bias.
    @Test func likelihoodsOfCountsAreWhole() throws {
        let samples = Samples(.poisson)
        for hasBias in [true, false] {
            let fit = try samples.fit(hasBias: hasBias), statistics = try fit.statistics()
            let weights = fit.layer.weights.values, bias = fit.layer.bias?[0] ?? 0
            var expected = 0.0, null = 0.0, deviance = 0.0
            let total = samples.weights.reduce(0, +)
            let mean = hasBias ? zip(samples.y, samples.weights).reduce(0) { $0 + $1.0 * $1.1 } / total : 1
            for (j, row) in samples.x.enumerated() {
                let z = zip(row, weights).reduce(bias) { $0 + $1.0 * $1.1 }, y = samples.y[j]
                expected += samples.weights[j] * (y * z - exp(z) - lgamma(y + 1))
                null += samples.weights[j] * (y * log(mean) - mean - lgamma(y + 1))
                deviance += 2 * samples.weights[j] * ((y > 0 ? y * (log(y) - z) : 0) - y + exp(z))
            }
            #expect(agreement(statistics.logLikelihood, expected) >= 12)
            #expect(agreement(statistics.nullLogLikelihood, null) >= 12)
            #expect(agreement(statistics.deviance, deviance) >= 12)
        }
    }

    /// Single precision: what its data determine.
    @Test(arguments: [2, 3]) func singlePrecisionHasItsDigits(classes: Int) throws {
        let samples = Samples(classes == 2 ? .logistic : .softmax), labels = samples.y.map { Int($0) }
        let x = samples.x.map { $0.map { Float($0) } }
        let neuron = try Softmax(classes: classes)
        let single = try Dataset(Matrix(samples: x), classes: labels, of: classes).fit(neuron: neuron).statistics()
        let double = try Dataset(Matrix(samples: x.map { $0.map { Double($0) } }), classes: labels, of: classes)
            .fit(neuron: neuron).statistics()
        for (a, b) in zip(single.coefficients, double.coefficients) {
            #expect(agreement(a.standardError, b.standardError) >= 5)
        }
    }

    /// Least squares and descent agree on every kind of ridge, the linear neuron's other scale included.
    @Test(arguments: [SquaredError.halfSquared, .squared], [false, true]) func linearFitsAgreeWithDescent(
        _ cost: SquaredError, onDeviations: Bool
    ) throws {
        let data = try Samples(.linear).data()
        for (l2, factors) in [(0, nil), (0.3, nil), (0.05, [1, 0, 4])] as [(Double, [Double]?)] {
            let penalty = try Penalty(l2: l2, on: onDeviations ? .deviations : .raw, factors: factors)
            for hasBias in [true, false] {
                let direct = try data.fit(neuron: .linear(cost), penalty: penalty, hasBias: hasBias)
                let descent = try data.fit(neuron: .linear(cost), by: .newton(penalty: penalty), hasBias: hasBias)
                #expect(direct.outcome == .converged(.precision) && direct.standardisation == nil)
                #expect(agreement(direct.report.risk, descent.report.risk) >= 12)
                #expect(direct.report.gradientNorm <= 1e-12 && direct.report.reads >= 3)
                for (a, b) in zip(direct.layer.parameters.values, descent.layer.parameters.values) {
                    #expect((a - b).magnitude <= 1e-12)
                }
                guard l2 == 0 else { continue }
                expectSame(try direct.statistics(), try descent.statistics(), within: 1e-11)
            }
        }
        #expect(throws: DescentError.mismatch(.penalty, .features, expected: 3, found: 1)) {
            try data.fit(neuron: .linear, penalty: Penalty(l2: 1, on: .raw, factors: [1]))
        }
    }

    /// Also where targets have a large mean, and the gradient of single precision is rounding.
    @Test func singlePrecisionHasLinearStatistics() throws {
        let samples = Samples(.linear, count: 5000)
        let x = samples.x.map { $0.map { Float($0) } }, y = samples.y.map { Float($0 + 10_000) }
        let single = try Dataset(Matrix(samples: x), targets: y).fit(neuron: .linear).statistics()
        let double = try Dataset(Matrix(samples: x.map { $0.map { Double($0) } }), targets: y.map { Double($0) })
            .fit(neuron: .linear).statistics()
        expectSame(single, double, within: 1e-11)
    }
}
