import TestSupport
import Testing

import Descent
import DescentAlgebra
@testable import DescentSolvers

/// Fits that have no standard errors say why.
@Suite struct StatisticsRefusalTests {
    private typealias Samples = StatisticsLawTests.Samples

    private func refusal(_ fit: Fit<Double>) -> String? {
        do throws(DescentError) {
            _ = try fit.statistics()
            return nil
        } catch {
            guard case .noStatistics(let reason) = error else { return nil }
            #expect(fit.summary.contains(reason))
            return reason
        }
    }

    private func said(_ refusal: StatisticsRefusal) -> String { refusal.description }

    @Test func penalisedFits() throws {
        let data = try Samples(.logistic).data()
        #expect(refusal(try data.fit(neuron: .logistic, penalty: Penalty(l2: 1e-3, on: .raw))) == said(.penalised))
        #expect(refusal(try data.fit(neuron: .linear, penalty: Penalty(l2: 1e-3, on: .raw))) == said(.penalised))
        #expect(refusal(try data.fit(neuron: .logistic, penalty: Penalty(l1: 1e-3, on: .raw))) == said(.penalised))
    }

    @Test func fitsThatAreNotThere() throws {
        let data = try Samples(.logistic).data()
        let short = Solver.newton(stopping: try Stopping(iterations: 1))
        #expect(
            refusal(try data.fit(neuron: .logistic, by: short)) == said(.notConverged("\(Outcome.limit(.iterations))")))
        let rough = try Solver.lbfgs(stopping: try Stopping(gradientNorm: 0.02))
        let fit = try data.fit(neuron: .logistic, by: rough)
        #expect(fit.outcome == .converged(.gradientNorm))
        let distance = try #require(refusal(fit)?.split(separator: " ").compactMap { Double($0) }.first)
        #expect(refusal(fit) == said(.notAtMaximum(standardErrors: distance)) && distance > 1e-3 && distance < 10)
        let linear = try #require(refusal(try Samples(.linear).data().fit(neuron: .linear, by: rough)))
        #expect(linear.contains("standard errors from the maximum"))
    }

    @Test func neuronsWithoutLikelihood() throws {
        let data = try Samples(.logistic).data()
        #expect(refusal(try data.fit(neuron: .relu)) == said(.neuron("relu")))
        let two = try LinearProblem(features: 3, samples: 30, outputs: 2).dataset(Double.self)
        #expect(refusal(try two.fit(neuron: .linear)) == said(.outputs(2)))
    }

    @Test func separatedClasses() throws {
        var generator = SplitMix64(seed: 9)
        var x: [[Double]] = [], y: [Double] = []
        for _ in 0..<80 {
            let row = [generator.number(), generator.number()]
            x.append(row)
            y.append(row[0] + row[1] > 0 ? 1 : 0)
        }
        let fit = try Dataset(Matrix(samples: x), targets: y).fit(neuron: .logistic)
        // By all of them together.
        #expect(refusal(fit) == said(.separated(features: [])), "\(fit.outcome)")
    }

    @Test func noMoreSamplesThanCoefficients() throws {
        let data = try LinearProblem(features: 3, samples: 4).dataset(Double.self)
        #expect(refusal(try data.fit(neuron: .linear)) == said(.noDegreesOfFreedom(observations: 4, coefficients: 4)))
    }

    @Test func namesForOtherFeatures() throws {
        let data = try Samples(.linear).fit().data
        #expect(throws: DescentError.mismatch(.input, .features, expected: 3, found: 1)) {
            try data.naming(features: ["a"])
        }
    }
}
