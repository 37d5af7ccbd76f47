import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// Fits of data whose risk has no optimum say so, name what runs to infinity, and have the rest right.
@Suite struct SeparatedFitTests {
    enum Method: CaseIterable { case automatic, newton, lbfgs, newtonCG }

    private func fit(_ data: Dataset<Double>, _ neuron: some Neuron, _ method: Method) throws -> Fit<Double> {
        switch method {
        case .automatic: try data.fit(neuron: neuron)
        case .newton: try data.fit(neuron: neuron, by: .newton())
        case .lbfgs: try data.fit(neuron: neuron, by: .lbfgs())
        case .newtonCG: try data.fit(neuron: neuron, by: .newtonCG())
        }
    }

    /// Samples with a feature that is 1 only where y is 1; without it, classes overlap.
    private func quasi(_ samples: Int, scale: Double = 1) -> (x: [[Double]], y: [Double]) {
        var generator = SplitMix64(seed: 3)
        var x: [[Double]] = [], y: [Double] = []
        for i in 0..<samples {
            let row = [generator.number() * scale, generator.number() + 100]
            let isMarked = i % 5 == 0
            x.append(row + [isMarked ? 1 : 0])
            y.append(isMarked || row[0] / scale + generator.number() > 0 ? 1 : 0)
        }
        return (x, y)
    }

    @Test(arguments: Method.allCases) func completeSeparation(_ method: Method) throws {
        var generator = SplitMix64(seed: 1)
        for (samples, features) in [(40, 1), (60, 3), (300, 40), (50, 80)] {
            let x = (0..<samples).map { _ in (0..<features).map { _ in generator.number() } }
            let y = x.map { $0.reduce(0, +) > 0 ? 1.0 : 0 }
            let data = try Dataset(Matrix(samples: x), targets: y)
            let fit = try fit(data, .logistic, method)
            guard case .separated(.complete(let direction), output: 0) = fit.outcome else {
                Issue.record("\(samples) × \(features): \(fit.report)")
                continue
            }
            for (row, target) in zip(x, y) {
                let score = row.indices.reduce(direction.bias()) { $0 + row[$1] * direction[$1] }
                #expect((2 * target - 1) * score > 0)
            }
            #expect(try fit.layer.classes(Matrix(samples: x)) == y.map { Int($0) })
            #expect(fit.report.risk < 1e-10 && fit.report.steps < 60)
            #expect(fit.summary.contains("separated") && fit.report.certificate == .none)
        }
    }

    @Test(arguments: Method.allCases, [1, 1e-6, 1e6]) func quasiSeparation(_ method: Method, _ scale: Double) throws {
        let (x, y) = quasi(200, scale: scale)
        let data = try Dataset(Matrix(samples: x), targets: y).naming(features: ["dose", "age", "mark"])
        let fit = try fit(data, .logistic, method)
        guard case .separated(.quasiComplete(let infinity), output: 0) = fit.outcome else {
            Issue.record("\(fit.report)")
            return
        }
        #expect(infinity.coefficients.map(\.place) == [.weight(feature: 2, output: 0)])
        #expect(fit.report.warnings == [.runsToInfinity(Feature(2, name: "mark"), output: 0, .plus)])
        #expect("\(fit.report)".contains("the weight of mark runs to +∞"))
        // The others are those of the samples without the mark.
        let rest = x.indices.filter { x[$0][2] == 0 }
        let reduced = try Dataset(
            Matrix(samples: rest.map { Array(x[$0].prefix(2)) }), targets: rest.map { y[$0] }
        ).fit(neuron: .logistic)
        for i in 0..<2 {
            let expected = reduced.layer.weights.values[i]
            #expect((fit.layer.weights.values[i] - expected).magnitude < 1e-8 * expected.magnitude)
        }
        #expect((fit.layer.bias![0] - reduced.layer.bias![0]).magnitude < 1e-7 * reduced.layer.bias![0].magnitude)
        #expect((fit.report.risk - reduced.report.risk * Double(rest.count) / 200).magnitude < 1e-11)
        let errors = try fit.statistics().coefficients, expected = try reduced.statistics().coefficients
        #expect(errors.map(\.standing) == [.determined, .determined, .determined, .runsToInfinity(.plus)])
        for (a, b) in zip(errors, expected) { #expect(agreement(a.standardError, b.standardError) >= 6) }
    }

    /// Of several outputs with losses of their own, the one that is separated is named.
    @Test(arguments: [0, 1, 2]) func theOutputIsNamed(_ separated: Int) throws {
        let (x, y) = quasi(200)
        var generator = SplitMix64(seed: 8)
        let targets = y.map { value in
            (0..<3).map { $0 == separated ? value : generator.number() > 0 ? 1 : 0 }
        }
        let data = try Dataset(Matrix(samples: x), targets: Matrix(samples: targets))
        let fit = try data.fit(neuron: .logistic)
        guard case .separated(.quasiComplete, let output) = fit.outcome else {
            Issue.record("\(fit.report)")
            return
        }
        #expect(output == separated)
        #expect(fit.report.warnings == [.runsToInfinity(2, output: separated, .plus)])
    }

    @Test func classesAndCounts() throws {
        var generator = SplitMix64(seed: 5)
        let x = (0..<90).map { _ in [generator.number(), generator.number()] }
        let classes = x.map { $0[0] > 0.3 ? 2 : $0[1] + generator.number() > 0 ? 1 : 0 }
        let softmax = try Dataset(Matrix(samples: x), classes: classes, of: 3).fit(neuron: try Softmax(classes: 3))
        guard case .separated(.quasiComplete, output: 0) = softmax.outcome else {
            Issue.record("\(softmax.report)")
            return
        }
        // A group without events: its rate is 0, and the logarithm −∞.
        let groups = (0..<60).map { [$0 % 3 == 0 ? 1.0 : 0, Double($0 % 7)] }
        let counts = try Dataset(Matrix(samples: groups), targets: groups.map { $0[0] == 1 ? 0 : 1 + $0[1] })
        let poisson = try counts.fit(neuron: .poisson)
        guard case .separated(.quasiComplete(let infinity), output: 0) = poisson.outcome else {
            Issue.record("\(poisson.report)")
            return
        }
        #expect(infinity.coefficients.map(\.sign) == [.minus])
        #expect(poisson.layer.weights.values[0] < -20 && poisson.layer.weights.values[1].magnitude < 1)
    }

    /// What is only hard is not separated; and what has an optimum for another reason is not asked.
    @Test func overlapIsNoSeparation() throws {
        var (x, y) = quasi(200)
        let first = y.indices.first { x[$0][2] == 1 }!
        y[first] = 0
        let data = try Dataset(Matrix(samples: x), targets: y)
        let plain = try data.fit(neuron: .logistic)
        guard case .converged = plain.outcome else {
            Issue.record("\(plain.report)")
            return
        }
        #expect(plain.report.warnings.isEmpty)
        // Steep, but with one sample on the wrong side.
        x = (0..<400).map { [Double($0 / 2)] }
        y = (0..<400).map { $0 == 198 || $0 > 199 && $0 != 200 ? 1 : 0 }
        let steep = try Dataset(Matrix(samples: x), targets: y).fit(neuron: .logistic)
        guard case .converged = steep.outcome else {
            Issue.record("\(steep.report)")
            return
        }
        let (separated, classes) = quasi(200)
        let bounded = try Dataset(Matrix(samples: separated), targets: classes)
        for fit in [
            try bounded.fit(neuron: .logistic, penalty: try Penalty(l2: 1e-6, on: .raw)),
            try bounded.fit(neuron: .logistic, bounds: try Bounds(upper: [.infinity, .infinity, 30])),
        ] {
            guard case .converged = fit.outcome else {
                Issue.record("\(fit.report)")
                continue
            }
        }
    }

    /// By descent, a fit ends where its user said, and the outcome says what that is worth.
    @Test func byDescent() throws {
        let data = try Dataset(
            Matrix(samples: [[-3], [-2], [-1], [1], [2], [3]]), targets: [0, 0, 0, 1, 1, 1])
        let fit = try Training(
            data, neuron: .logistic,
            by: .firstOrder(GradientDescent(rate: 50), stopping: try Stopping(gradientNorm: 1e-9, iterations: 2000))
        ).fit()
        guard case .separated(.complete, output: 0) = fit.outcome else {
            Issue.record("\(fit.report)")
            return
        }
        let perceptron = try Training(data, neuron: .perceptron, by: .firstOrder(GradientDescent(rate: 1))).fit()
        #expect(perceptron.outcome == .converged(.gradientNorm))
    }

    @Test func theBitsAreThoseOfAnyNumberOfThreads() throws {
        let (x, y) = quasi(4000)
        let data = try Dataset(Matrix(samples: x), targets: y)
        let one = try data.fit(neuron: .logistic, threads: 1)
        for threads in [2, 7] {
            let other = try data.fit(neuron: .logistic, threads: threads)
            #expect(other.parameters == one.parameters && other.outcome == one.outcome)
        }
    }

    @Test(.enabled(if: PublicSeparationCases.areThere, "the corpora are not there; name them in DESCENT_CORPORA"))
    func endometrialCancer() throws {
        let rows = PublicSeparationCases.endometrial
        let data = try Dataset(Matrix(samples: rows.map { Array($0.prefix(3)) }), targets: rows.map { $0[3] })
            .naming(features: ["NV", "PI", "EH"])
        let fit = try data.fit(neuron: .logistic)
        #expect(fit.report.warnings == [.runsToInfinity(Feature(0, name: "NV"), output: 0, .plus)])
        let certified = try #require(try Corpora.object("separation/certified.json")["endometrial"] as? [String: Any])
        let limit = try #require(certified["ml_limit"] as? [String: Any])
        let expected = try #require(limit["coefficients_ref"] as? [String]).compactMap(Double.init)
        let found = [fit.layer.bias![0], fit.layer.weights.values[1], fit.layer.weights.values[2]]
        for (value, reference) in zip(found, expected) { #expect(agreement(value, reference) >= 10) }
        let likelihood = try #require((limit["loglik_sup_ref"] as? String).flatMap(Double.init))
        #expect((fit.report.risk * Double(rows.count) + likelihood).magnitude < 1e-9)
    }
}
