import TestSupport
import Testing

import Descent
@testable import DescentSweep

/// Laws of penalties.
extension FitLaw {
    /// (R₁ + λ₁ P₁ ≤ R₂ + λ₁ P₂ and R₂ + λ₂ P₂ ≤ R₁ + λ₂ P₁) ⇒ (λ₁ − λ₂)(P₁ − P₂) ≤ 0.
    func weakerPenaltyIsLargerTerm(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        for isL1 in instance.takesCorners ? [false, true] : [false] {
            var before = Double.infinity
            for strength in [0, 0.001, 0.01, 0.1, 1, 10] {
                let penalty = isL1 ? try Penalty(l1: strength, on: .raw) : try Penalty(l2: strength, on: .raw)
                let answer = try instance.fit(data, penalty: penalty)
                expectConverged(answer)
                let weights = answer.parameters.values.prefix(3 * instance.problem.outputs)
                let term = weights.reduce(0) { $0 + (isL1 ? $1.magnitude : $1 * $1) }
                #expect(term <= before + (instance.isDouble ? 1e-9 : 1e-4), "λ \(strength)")
                before = term
            }
            #expect(isL1 ? before == 0 : before < 0.2)
        }
    }

    /// At the optimum of an l1 penalty a weight is exactly 0 where the slope is at most λ, and has slope −λ sign w elsewhere.
    func cornersHold(_ instance: FitInstance) throws {
        let data = Self.withIdleFeatures(instance)
        for strength in [0.03, 0.1] {
            let answer = try instance.fit(data, penalty: try Penalty(l1: strength, on: .raw))
            expectConverged(answer)
            func gradient(_ neuron: some Neuron) throws -> Parameters {
                try Sweep(try data.dataset(Double.self, for: neuron), neuron: neuron)
                    .lossGradient(at: answer.parameters).gradient
            }
            let slope = try gradient(instance.problem.neuron), slack = instance.isDouble ? 1e-7 : 1e-3
            var zeros = 0
            for k in 0..<instance.problem.outputs {
                #expect(slope.bias(k).magnitude <= slack, "bias \(slope.bias(k))")
                for i in 0..<data.features {
                    let weight = answer.parameters[i, k]
                    if weight == 0 {
                        zeros += 1
                        #expect(slope[i, k].magnitude <= strength + slack, "feature \(i): \(slope[i, k])")
                    } else {
                        let wanted = weight > 0 ? -strength : strength
                        #expect((slope[i, k] - wanted).magnitude <= slack, "feature \(i): \(slope[i, k])")
                    }
                }
            }
            #expect(zeros >= 5 && zeros < data.features * instance.problem.outputs, "\(zeros)")
        }
    }

    /// Beside the three features that matter, ten that do not.
    private static func withIdleFeatures(_ instance: FitInstance) -> FitData {
        var generator = SplitMix64(seed: 12)
        return instance.problem.data().mappingFeatures { x in
            x + (0..<10).map { _ in Double(Float(generator.number())) }
        }
    }

    /// Factor 0 is no penalty, a huge one no feature, and one in between the product.
    func factorsOfPenalty(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        func fit(_ l2: Double, _ factors: [Double]?, _ data: FitData? = nil) throws -> Parameters {
            let answer = try instance.fit(
                data ?? instance.problem.data(weighted: true), penalty: try Penalty(l2: l2, on: .raw, factors: factors))
            expectConverged(answer)
            return answer.parameters
        }
        let free = try instance.fit(data).parameters
        expectAgreement(try fit(5, [0, 0, 0]), free, instance.tolerance)
        expectAgreement(try fit(0.5, [0.5, 0.5, 0.5]), try fit(0.25, nil), instance.tolerance)
        let held = try fit(1, [0, 0, 1e12])
        #expect((0..<instance.problem.outputs).allSatisfy { held[2, $0].magnitude < 1e-10 })
        let without = try instance.fit(data.mappingFeatures { Array($0.prefix(2)) }).parameters
        var expected = held
        for k in 0..<instance.problem.outputs {
            for i in 0..<2 { expected[i, k] = without[i, k] }
            expected.setBias(without.bias(k), output: k)
        }
        expectAgreement(held, expected, max(instance.tolerance, 1e-9))
    }

    /// To penalise a weight as of a feature over its deviation is to fit such a feature.
    func penaltyOnDeviations(_ instance: FitInstance) throws {
        let data = instance.problem.data()
        let deviations = try data.dataset(Double.self, for: instance.problem.neuron).survey.features
            .map(\.standardDeviation)
        let scaled = data.mappingFeatures { zip($0, deviations).map { $0 / $1 } }
        for isL1 in instance.takesCorners ? [false, true] : [false] {
            let a = try instance.fit(
                data, penalty: try Penalty(l1: isL1 ? 0.05 : 0, l2: isL1 ? 0 : 0.05, on: .deviations))
            let b = try instance.fit(scaled, penalty: try Penalty(l1: isL1 ? 0.05 : 0, l2: isL1 ? 0 : 0.05, on: .raw))
            var found = a.parameters
            for k in 0..<instance.problem.outputs { for i in 0..<3 { found[i, k] *= deviations[i] } }
            expectAgreement(found, b.parameters, max(instance.tolerance, isL1 ? 1e-7 : 0), sizes: [1])
        }
    }
}
