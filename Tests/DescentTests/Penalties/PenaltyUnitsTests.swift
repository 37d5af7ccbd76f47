import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// A penalty is of what it says, whatever coordinates, solver, rule, fold or replicate it meets.
@Suite struct PenaltyUnitsTests {
    enum Way: String, CaseIterable, Sendable { case automatic, newton, newtonCG, lbfgs, descent, descentInRaw }

    /// Of features whose deviations are far apart, with weights.
    static func data(constant: Int? = nil) throws -> (data: Dataset<Double>, deviations: [Double], X: Matrix<Double>) {
        var generator = SplitMix64(seed: 5)
        let rows = (0..<150).map { _ in
            (0..<4).map { feature in
                feature == constant ? 1.1 : [1, 0.2, 5, 1][feature] * generator.number() + [0, 1, -4, 0][feature]
            }
        }
        let targets = rows.map { $0[0] - 2 * $0[1] + $0[2] / 5 + 2 * generator.number() > -0.5 ? 1.0 : 0 }
        let data = try Dataset(
            Matrix(samples: rows), targets: targets, weights: rows.indices.map { 1 + Double($0 % 3) })
        return (data, data.survey.features.map(\.standardDeviation), try Matrix(samples: rows))
    }

    private func layer(_ data: Dataset<Double>, _ way: Way, _ penalty: Penalty) throws -> Parameters {
        func rule(standardised: Bool) throws -> Layer<Double> {
            let stopping = try Stopping(gradientNorm: 1e-9, iterations: 400_000)
            return try Training(
                data, neuron: .logistic,
                by: .firstOrder(Nesterov(rate: 0.02), penalty: penalty, stopping: stopping),
                standardised: standardised
            ).fit().layer
        }
        let layer =
            switch way {
            case .automatic: try data.fit(neuron: .logistic, penalty: penalty).layer
            case .newton: try data.fit(neuron: .logistic, by: .newton(penalty: penalty)).layer
            case .newtonCG: try data.fit(neuron: .logistic, by: .newtonCG(penalty: penalty)).layer
            case .lbfgs: try data.fit(neuron: .logistic, by: .lbfgs(penalty: penalty)).layer
            case .descent: try rule(standardised: true)
            case .descentInRaw: try rule(standardised: false)
            }
        return layer.parameters
    }

    /// Every way to minimise it minimises the same: that of features in those units, penalised as they are.
    @Test(arguments: Way.allCases, [Penalty.Units.raw, .deviations, .deviations(except: [2, 0])])
    func decidesTheAnswer(_ way: Way, _ units: Penalty.Units) throws {
        let (data, deviations, X) = try Self.data(), factors = [1, 2, 0.5, 1.0]
        let size = (0..<4).map { units.unit(of: $0, deviations[$0]) }
        let scaled = try Dataset(
            Matrix(samples: (0..<150).map { j in (0..<4).map { X[$0, j] / size[$0] } }),
            targets: data.targets.values, weights: data.weights!.values)
        for isL1 in way == .newtonCG ? [false] : [false, true] {
            func penalty(_ units: Penalty.Units) throws -> Penalty {
                isL1
                    ? try .elasticNet(0.03, mixing: 0.7, on: units, factors: factors)
                    : try .ridge(0.05, on: units, factors: factors)
            }
            let found = try layer(data, way, try penalty(units))
            let expected = try layer(scaled, .newton, try penalty(.raw))
            for feature in 0..<4 {
                #expect(abs(found[feature] * size[feature] - expected[feature]) < 1e-6, "\(feature)")
            }
        }
    }

    /// A member's deviations are those of the samples that it counts.
    @Test(arguments: [0.0, 1])
    func isOfTheSamplesThatCount(mixing: Double) throws {
        for instance in NeuronCase.many where instance.label != "pseudo-Huber, a user's" {
            let many = try ManyCase<Double>(instance, features: 4, samples: 300) { $0 < 0 ? $0 : 20 * $0 }
            // Biases of a softmax, after the weights, mean the same with a shift common to all.
            func centred(_ values: [Double]) -> [Double] {
                guard instance.isSoftmax else { return values }
                let mean = values.suffix(3).reduce(0, +) / 3
                return values.dropLast(3) + values.suffix(3).map { $0 - mean }
            }
            func check(_ neuron: some Neuron) throws {
                let penalty = try Penalty.elasticNet(0.02, mixing: mixing, on: .deviations(except: [1]))
                let members = many.members(10)
                let all = try many.data.memberFits(
                    neuron: neuron, members, folds: many.folds, by: [Solver.automatic(penalty: penalty)])
                for (member, result) in zip(members, all.results) {
                    let found = try result.get().layer.parameters.values
                    let alone = try many.materialised(member).fit(neuron: neuron, by: .automatic(penalty: penalty))
                    for (x, y) in zip(centred(found), centred(alone.layer.parameters.values)) {
                        #expect(abs(x - y) <= 1e-7 * max(1, abs(y)), "\(instance.label), \(member.counts)")
                    }
                }
            }
            try check(instance.neuron)
        }
    }

    /// In some folds a feature is constant, and rounding is no deviation.
    @Test func aConstantOfAFoldHasNoDeviation() throws {
        var generator = SplitMix64(seed: 8)
        let folds = try Folds(4, samples: 80, seed: 1)
        // 0.1 but in fold 2.
        let rows = (0..<80).map { [generator.number(), folds[$0] == 2 ? generator.number() : 0.1] }
        let targets = rows.map { $0[0] + generator.number() > 0.5 ? 1.0 : 0 }
        let data = try Dataset(Matrix(samples: rows), targets: targets)
        let penalty = try Penalty.ridge(0.1, on: .deviations)
        let members = (0..<4).map { Member(counts: .allBut(fold: $0)) }
        let all = try data.memberFits(
            neuron: .logistic, members, folds: folds, by: [Solver.automatic(penalty: penalty)])
        for (fold, result) in all.results.enumerated() {
            let weight = try result.get().layer.weights[1, 0]
            #expect(fold == 2 ? abs(weight) < 1e-9 : abs(weight) > 1e-9)
        }
    }

    @Test(arguments: [true, false])
    func aConstantHasWeight0BesideABias(isL1: Bool) throws {
        let data = try Self.data(constant: 1).data
        let penalty: Penalty = isL1 ? try .lasso(0.01, on: .deviations) : try .ridge(0.01, on: .deviations)
        let fit = try data.fit(neuron: .logistic, penalty: penalty)
        #expect(fit.outcome.isAtMinimum && abs(fit.layer.weights[1, 0]) < 1e-12)
    }

    @Test func aStreamHasNoDeviations() throws {
        let raw = try Solver.firstOrder(Adam(), penalty: try .ridge(0.1, on: .raw))
        _ = try Streaming<Double>(neuron: .logistic, features: 3, by: raw)
        let other = try Solver.firstOrder(Adam(), penalty: try .ridge(0.1, on: .deviations))
        #expect(
            throws: DescentError.illegalOption(
                name: "the penalty's units", value: "deviations",
                requirement: "raw for a stream, which is never all there to have deviations")
        ) { try Streaming<Double>(neuron: .logistic, features: 3, by: other) }
    }

    @Test func anExceptionIsAFeature() throws {
        let penalty = try Penalty.ridge(0.1, on: .deviations(except: [3, 4])), data = try Self.data().data
        let error = DescentError.illegalOption(
            name: "a feature of the penalty's units", value: "4", requirement: "in 0 ..< 4")
        #expect(throws: error) { try data.fit(neuron: .logistic, penalty: penalty) }
        #expect(throws: error) { try data.fit(neuron: .linear, penalty: penalty) }
        #expect(throws: error) { try data.fit(neuron: .logistic, by: .firstOrder(Adam(), penalty: penalty)) }
    }

    @Test func saysWhatItIsOf() throws {
        #expect("\(Penalty.none)" == "l1 0.0 l2 0.0")
        #expect("\(try Penalty.ridge(0.5, on: .raw))" == "l1 0.0 l2 0.5 on raw")
        let units = Penalty.Units.deviations(except: [7, 3, 4, 5, 9])
        #expect("\(try Penalty.lasso(2, on: units))" == "l1 2.0 l2 0.0 on deviations, raw 3–5, 7, 9")
    }

    /// A fit does not go on with a penalty of other units.
    @Test func aStateIsOfItsUnits() throws {
        let data = try Self.data().data
        func training(_ units: Penalty.Units) throws -> Training<Double> {
            try Training(data, neuron: .logistic, by: .newton(penalty: try .ridge(0.1, on: units)), standardised: true)
        }
        var run = try training(.deviations)
        _ = try run.step()
        let state = run.encodedState
        var same = try training(.deviations), other = try training(.raw)
        try same.resume(from: state)
        do {
            try other.resume(from: state)
            Issue.record("it went on")
        } catch { #expect("\(error)".contains("penalty")) }
    }
}
