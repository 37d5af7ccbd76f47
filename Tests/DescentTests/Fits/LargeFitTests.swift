import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

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
        let training = try Training(data, neuron: .logistic, by: .lbfgs(), standardised: true)
        #expect(training.state.query.scope == .sample(4000) && training.state.query.extra == .curvature)
        let fit = try training.fit(), newton = try data.fit(neuron: .logistic, by: .newton())
        #expect(fit.outcome == .converged(.digits) || fit.outcome == .converged(.precision))
        #expect(fit.report.reads < 14, "\(fit.report)")
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-7, sizes: [1])
        for threads in [1, 2, 3] {
            let other = try data.fit(neuron: .logistic, by: .lbfgs(), threads: threads)
            #expect(other.parameters == fit.parameters)
        }
    }

    /// Along the gradient of correlated features the curvature is large, which is the reason for a metric from the start; it
    /// is asked for once. Independent ones need none.
    @Test(arguments: [true, false]) func learnsAMetric(_ isCorrelated: Bool) throws {
        let data = try data(200, 9000, correlated: isCorrelated), penalty = try Penalty(l2: 1e-5, on: .raw)
        var training = try Training(data, neuron: .logistic, by: .lbfgs(penalty: penalty), standardised: true)
        var asked = 0, first: Int?
        while let progress = try training.step() {
            if training.state.query.extra == .roughCurvature {
                asked += 1
                first = first ?? progress.step
            }
        }
        let fit = try #require(try training.result())
        #expect(asked == (isCorrelated ? 1 : 0))
        #expect(first == (isCorrelated ? 1 : nil))
        #expect(fit.outcome == .converged(.digits) || fit.outcome == .converged(.precision), "\(fit.report)")
        let newton = try data.fit(neuron: .logistic, by: .newton(penalty: penalty))
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
        for threads in [1, 3] {
            #expect(
                try data.fit(neuron: .logistic, by: .lbfgs(penalty: penalty), threads: threads).parameters
                    == fit.parameters)
        }
    }

    /// Memory for a metric is taken when one is made: a fit goes on to the same bits from before and from after that.
    @Test func aMetricComesWhenItIsAskedFor() throws {
        let data = try data(200, 9000, correlated: true)
        func training() throws -> Training<Double> {
            try Training(
                data, neuron: .logistic, by: .lbfgs(penalty: try Penalty(l2: 1e-5, on: .raw)), standardised: true)
        }
        var whole = try training(), states: [[UInt8]] = []
        while try whole.step() != nil {
            if whole.outcome == nil, states.count < 6 { states.append(whole.encodedState) }
            guard case .lbfgs(let walk, let own) = whole.state.memory else { throw CancellationError() }
            #expect(walk.metric.factor.count == (own.hasMetric ? 201 * 201 : 0))
        }
        #expect(states[0].count < 201 * 201 * 8 && states[5].count > 201 * 201 * 8)
        for state in states {
            var second = try training()
            try second.resume(from: state)
            while try second.step() != nil {}
            #expect(second.state == whole.state)
        }
    }

    /// Of as many samples as make a metric, all are used; with them steps are few.
    @Test func aMetricFromAllSamples() throws {
        let data = try data(170, 500, correlated: true), penalty = try Penalty(l2: 1e-2, on: .raw)
        let fit = try data.fit(neuron: .logistic, by: .lbfgs(penalty: penalty))
        let newton = try data.fit(neuron: .logistic, by: .newton(penalty: penalty))
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
        #expect(fit.report.steps < 30, "\(fit.report)")
    }

    /// A feature that is nearly another leaves single precision nothing to tell them apart by.
    @Test func aMetricThatTakesAllDigits() throws {
        var generator = SplitMix64(seed: 8)
        let features = 170, samples = 2000
        var x = [Double](repeating: 0, count: features * samples), y = [Double](repeating: 0, count: samples)
        for j in 0..<samples {
            let common = 3 * generator.number()
            for i in 0..<features { x[j * features + i] = common + generator.number() }
            x[j * features + 1] = x[j * features] + 1e-4 * generator.number()
            y[j] = x[j * features] + 2 * generator.number() > 0 ? 1 : 0
        }
        let data = try Dataset(try Matrix(rows: features, columns: samples, x), targets: y)
        let penalty = try Penalty(l2: 1e-4, on: .raw)
        var training = try Training(data, neuron: .logistic, by: .lbfgs(penalty: penalty), standardised: true)
        var asked: [Query.Extra] = []
        while try training.step() != nil {
            if case .all = training.state.query.scope { continue }
            asked.append(training.state.query.extra)
        }
        #expect(asked.contains(.roughCurvature) && asked.contains(.curvature))
        let fit = try #require(try training.result()),
            newton = try data.fit(neuron: .logistic, by: .newton(penalty: penalty))
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-5, sizes: [1])
    }

    /// In single precision as in double, but for the digits; weights, offsets and a constant included.
    @Test(arguments: [true, false]) func aRoughCurvature(_ hasBias: Bool) throws {
        var generator = SplitMix64(seed: 9)
        let features = 70, samples = 400
        let x = (0..<features * samples).map { _ in 3 + generator.number() }
        let weights = (0..<samples).map { Double($0 % 3) }
        let data = try Dataset(
            try Matrix(rows: features, columns: samples, x), targets: (0..<samples).map { Double($0 % 2) },
            weights: weights, offsets: (0..<samples).map { _ in generator.number() })
        for risk in [Risk.mean, .sum] {
            let sweep = try Sweep(data, neuron: .logistic, hasBias: hasBias, risk: risk, standardised: true)
            var point = sweep.zero
            for i in point.values.indices { point.values[i] = 0.1 * generator.number() }
            let exact = try sweep.hessian(at: point)
            var evaluation = Evaluation(shape: sweep.zero)
            try sweep.answer(Query(point: point, scope: .sample(samples), extra: .roughCurvature), into: &evaluation)
            let rough = try #require(evaluation.roughCurvature)
            let size = exact[0, 0]
            for j in 0..<rough.columns {
                for i in 0...j { #expect((Double(rough[i, j]) - exact[i, j]).magnitude <= 1e-5 * size) }
            }
            evaluation.roughCurvature = nil
            try sweep.answer(Query(point: point, scope: .sample(80), extra: .roughCurvature), into: &evaluation)
            let part = try #require(evaluation.roughCurvature)
            #expect(Double(part[3, 3]) > exact[3, 3] / 2 && Double(part[3, 3]) < 2 * exact[3, 3])
        }
    }

    /// A class of which a sample holds few, or none.
    @Test(arguments: [0, 1]) func aRareClass(_ kind: Int) throws {
        var generator = SplitMix64(seed: 5)
        let samples = 10_000
        let x = (0..<samples * 2).map { _ in generator.number() }
        let rare = Set(kind == 0 ? [17, 4711, 9001] : (0..<40).map { 7 + 249 * $0 })
        let data = try Dataset(
            try Matrix(rows: 2, columns: samples, x), targets: (0..<samples).map { rare.contains($0) ? 1.0 : 0 })
        let newton = try data.fit(neuron: .logistic, by: .newton()), fit = try data.fit(neuron: .logistic, by: .lbfgs())
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
        let newton = try data.fit(neuron: .logistic, by: .newton()), fit = try data.fit(neuron: .logistic, by: .lbfgs())
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }

    /// Nor does one without any weight say anything, at whatever it was asked about.
    @Test(arguments: [1, 170]) func aSampleWithoutWeight(_ features: Int) throws {
        var generator = SplitMix64(seed: 6)
        let samples = features == 1 ? 10_000 : 9000
        let x = (0..<samples * features).map { _ in generator.number() }
        let y = (0..<samples).map { _ in generator.number() > 0 ? 1.0 : 0 }
        let all = try Dataset(try Matrix(rows: features, columns: samples, x), targets: y)
        let sweep = try Sweep(all, neuron: .logistic)
        var weights = [Double](repeating: 1, count: samples)
        for count in [LBFGS.sampleSize(features + 1, samples), LBFGS.samplesForScale] {
            for place in sweep.samplePlaces(count) { for j in place { weights[j] = 0 } }
        }
        let data = try Dataset(try Matrix(rows: features, columns: samples, x), targets: y, weights: weights)
        let penalty = try Penalty(l2: 1e-3, on: .raw)
        let newton = try data.fit(neuron: .logistic, by: .newton(penalty: penalty))
        let fit = try data.fit(neuron: .logistic, by: .lbfgs(penalty: penalty))
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }

    /// A sample's optimum at which all data overflow is no place to go on from.
    @Test func outliersThatTheSampleMisses() throws {
        var generator = SplitMix64(seed: 7)
        let samples = 10_000
        var x = (0..<samples).map { _ in generator.number() }
        var y = x.map { (3 * max(0, 1 + $0)).rounded() }
        let sweep = try Sweep(try Dataset(try Matrix(rows: 1, columns: samples, x), targets: y), neuron: .poisson)
        let sampled = Set(sweep.samplePlaces(LBFGS.sampleSize(2, samples)).flatMap { $0 })
        for place in [123, 5001, 8888] {
            let missed = (place...).first { !sampled.contains($0) }!
            x[missed] = 1500
            y[missed] = 1
        }
        let data = try Dataset(try Matrix(rows: 1, columns: samples, x), targets: y)
        let newton = try data.fit(neuron: .poisson, by: .newton()), fit = try data.fit(neuron: .poisson, by: .lbfgs())
        for found in [newton, fit] {
            guard case .converged = found.outcome else {
                Issue.record("\(found.report)")
                continue
            }
        }
        expectAgreement(fit.layer.parameters, newton.layer.parameters, 1e-6, sizes: [1])
    }
}
