import TestSupport
import Testing

@testable import Descent

/// Fits of enough samples for L-BFGS to learn a metric from some of them.
@Suite struct LargeFitTests {
    /// Features of unlike units that share a part, targets of 0 and 1.
    private func data(_ features: Int, _ samples: Int, correlated: Bool, isRare: Bool = false) throws -> Dataset<Double>
    {
        var generator = SplitMix64(seed: UInt64(features))
        var y = [Double](repeating: 0, count: samples)
        var values = [Double](repeating: 0, count: features * samples)
        values.withUnsafeMutableBufferPointer { values in
            for j in 0..<samples {
                let common = correlated ? 3 * generator.number() : 0
                var score = 0.3
                for i in 0..<features {
                    let x = common + generator.number()
                    values[j * features + i] = x
                    score += x * (i % 3 == 0 ? 1 : -0.5) / Double(features).squareRoot()
                }
                y[j] = score + 2 * generator.number() > (isRare ? 3 : 0) ? 1 : 0
            }
        }
        return try Dataset(try Matrix(rows: features, columns: samples, values), targets: y)
    }

    private func gradientNorm(_ data: Dataset<Double>, _ fit: Fit<Double>) throws -> Double {
        norm(
            try Sweep(data, neuron: .logistic).lossGradient(at: fit.layer.parameters).gradient.values,
            fit.parameters.values.count)
    }

    /// The sample's optimum first, at the price of a part of a read; then a few reads of all data.
    @Test(arguments: [4, 12]) func startsAtTheOptimumOfASample(_ features: Int) throws {
        let data = try data(features, 9000, correlated: true)
        let training = try Training(data, neuron: .logistic, by: LBFGS(), standardised: true)
        #expect(training.state.query.scope == .sample(4000) && training.state.query.extra == .curvature)
        let fit = try training.fit(), newton = try data.fit(.logistic, by: Newton())
        #expect(fit.outcome == .converged(.digits) || fit.outcome == .converged(.precision))
        #expect(fit.report.reads < 14, "\(fit.report)")
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-7, sizes: [1])
        for threads in [1, 2, 3] {
            let other = try data.fit(.logistic, by: LBFGS(), threads: threads)
            #expect(other.parameters == fit.parameters)
        }
    }

    /// Steps that gain little are the reason for a metric; it is asked for once.
    @Test func learnsAMetricLater() throws {
        let data = try data(200, 9000, correlated: true)
        var training = try Training(
            data, neuron: .logistic, by: LBFGS(penalty: try Penalty(l2: 1e-5)), standardised: true)
        var asked = 0
        while try training.step() != nil { if training.state.query.extra == .curvature { asked += 1 } }
        let fit = try #require(try training.result())
        #expect(asked == 1)
        #expect(fit.outcome == .converged(.digits) || fit.outcome == .converged(.precision), "\(fit.report)")
        let newton = try data.fit(.logistic, by: Newton(penalty: try Penalty(l2: 1e-5)))
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }

    /// A class of which a sample holds few, or none.
    @Test(arguments: [0, 1]) func aRareClass(_ kind: Int) throws {
        var generator = SplitMix64(seed: 5)
        let samples = 10_000
        let x = (0..<samples * 2).map { _ in generator.number() }
        let rare = Set(kind == 0 ? [17, 4711, 9001] : (0..<40).map { 7 + 249 * $0 })
        let data = try Dataset(
            try Matrix(rows: 2, columns: samples, x), targets: (0..<samples).map { rare.contains($0) ? 1.0 : 0 })
        let newton = try data.fit(.logistic, by: Newton()), fit = try data.fit(.logistic, by: LBFGS())
        for found in [newton, fit] {
            guard case .converged = found.outcome else {
                Issue.record("\(found.report)")
                continue
            }
        }
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }

    /// Samples of weight 0 are none: where a sample holds no others, all data answer.
    @Test func mostWeightsAreZero() throws {
        var generator = SplitMix64(seed: 6)
        let samples = 10_000
        let x = (0..<samples).map { _ in generator.number() }
        var weights = [Double](repeating: 0, count: samples)
        for j in 0..<12 { weights[700 * j + 3] = 1 }
        let data = try Dataset(
            try Matrix(rows: 1, columns: samples, x),
            targets: (0..<samples).map { $0 / 700 % 3 == 0 ? 1.0 : 0 }, weights: weights)
        let newton = try data.fit(.logistic, by: Newton()), fit = try data.fit(.logistic, by: LBFGS())
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }

    /// A sample's optimum at which all data overflow is no place to go on from.
    @Test func outliersThatTheSampleMisses() throws {
        var generator = SplitMix64(seed: 7)
        let samples = 10_000
        var x = (0..<samples).map { _ in generator.number() }
        var y = x.map { (3 * max(0, 1 + $0)).rounded() }
        for place in [123, 5001, 8888] {
            x[place] = 1500
            y[place] = 1
        }
        let data = try Dataset(try Matrix(rows: 1, columns: samples, x), targets: y)
        let newton = try data.fit(.poisson, by: Newton()), fit = try data.fit(.poisson, by: LBFGS())
        for found in [newton, fit] {
            guard case .converged = found.outcome else {
                Issue.record("\(found.report)")
                continue
            }
        }
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }
}
