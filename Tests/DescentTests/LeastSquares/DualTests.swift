import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit

/// Many penalised features and few samples, solved from the side of the samples: against the system of the multipliers by elimination
/// in twice the digits, which forms what the fit does not.
@Suite struct DualTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var features = 300
        var samples = 25
        var outputs = 1
        var hasBias = true
        var ridge = 1e-3
        var change: @Sendable (inout LinearProblem) -> Void = { _ in }
        var factors: [Double]?
    }

    static let cases: [Case] = [
        Case(testDescription: "plain"), Case(testDescription: "no bias", hasBias: false),
        Case(testDescription: "one sample", samples: 1),
        Case(testDescription: "one sample, no bias", samples: 1, hasBias: false),
        Case(testDescription: "two outputs with offsets", outputs: 2) { problem in
            problem.offsets = problem.y.indices.map { [Double($0 % 3), -1] }
        },
        Case(testDescription: "as many as the rule allows", features: 256, samples: 128),
        Case(testDescription: "wide", features: 3000, samples: 70),
        Case(testDescription: "a large penalty", ridge: 1e6), Case(testDescription: "a tiny penalty", ridge: 1e-13),
        Case(testDescription: "a penalty beyond the digits", ridge: 1e-25),
        Case(testDescription: "weights, of which some are 0") { problem in
            problem.weights = problem.x.indices.map { Double($0 % 4) * 0.75 }
        },
        Case(testDescription: "a far sample of weight 0") { problem in
            problem.weights = problem.x.indices.map { $0 == 3 ? 0 : 2 }
            problem.x[3] = problem.x[3].map { $0 * 1e200 }
        },
        Case(testDescription: "constants and duplicates") { problem in
            for j in problem.x.indices {
                for i in stride(from: 0, to: 60, by: 6) { problem.x[j][i] = 3 }
                for i in stride(from: 1, to: 60, by: 6) { problem.x[j][i] = problem.x[j][i + 1] }
            }
        },
        Case(testDescription: "equal samples with other targets", ridge: 1e-7) { problem in
            for j in stride(from: 1, to: problem.x.count, by: 2) { problem.x[j] = problem.x[j - 1] }
        },
        Case(testDescription: "far from 0") { problem in
            for j in problem.x.indices { problem.x[j] = problem.x[j].enumerated().map { $1 + ($0 % 2 == 0 ? 1e6 : 0) } }
        },
        Case(testDescription: "mixed scales", ridge: 1e-2) { problem in
            let scales = [1e-40, 1e-6, 1, 1e5, 1e30]
            for j in problem.x.indices { problem.x[j] = problem.x[j].enumerated().map { $1 * scales[$0 % 5] } }
        },
        Case(testDescription: "factors", factors: (0..<300).map { 1 / Double(1 + $0 % 7) }),
        Case(testDescription: "features without a penalty", factors: (0..<300).map { $0 % 40 == 7 ? 0 : 1 }),
        Case(
            testDescription: "features without a penalty or bias", hasBias: false,
            factors: (0..<300).map { $0 % 40 == 7 ? 0 : 1 }),
    ]

    private func problem(_ instance: Case) -> LinearProblem {
        var problem = LinearProblem(features: instance.features, samples: instance.samples, outputs: instance.outputs)
        instance.change(&problem)
        return problem
    }

    @Test(arguments: cases) func theDigitsAreRight(_ instance: Case) throws {
        let problem = problem(instance)
        let fit = try problem.fit(hasBias: instance.hasBias, ridge: instance.ridge, factors: instance.factors)
        #expect(
            fit.isConverged && fit.dependences.isEmpty && fit.rank == instance.features + (instance.hasBias ? 1 : 0))
        for output in 0..<instance.outputs {
            let expected = problem.multipliers(
                output, hasBias: instance.hasBias, ridge: instance.ridge, factors: instance.factors)
            let found = (0..<instance.features).map { fit.parameters[$0, output] }
            // Weights that are 0 are as little beside the targets as pairs of Doubles allow.
            let size = problem.y.reduce(0) { max($0, $1[output].magnitude) }
            let largest = expected.weights.reduce(0x1p-40 * size) { max($0, $1.magnitude) }
            // What the certificate claims: 15.4 digits, beside the largest.
            for (a, b) in zip(found, expected.weights) { #expect((a - b).magnitude <= 2 * .ulpOfOne * largest) }
            if instance.hasBias {
                let bias = fit.parameters.bias(output)
                #expect((bias - expected.bias).magnitude <= 2 * .ulpOfOne * max(largest, expected.bias.magnitude))
            }
        }
    }

    /// The gradient of the risk at the weights, each term in twice the digits: nothing but the rounding of the weights.
    @Test(arguments: cases.filter { $0.ridge > 1e-10 }) func nothingIsLeftToGain(_ instance: Case) throws {
        let problem = problem(instance)
        let fit = try problem.fit(hasBias: instance.hasBias, ridge: instance.ridge, factors: instance.factors)
        let total = problem.weights.map { $0.reduce(0, +) } ?? Double(instance.samples)
        for output in 0..<instance.outputs {
            var slopes = (0..<instance.features).map {
                DoubleDouble(product: fit.parameters[$0, output], instance.ridge * total * (instance.factors?[$0] ?? 1))
            }
            var sizes = slopes.map { $0.high.magnitude }
            for (j, row) in problem.x.enumerated() where problem.weights?[j] ?? 1 > 0 {
                let offset = problem.offsets.map { $0[j][$0[j].count == 1 ? 0 : output] } ?? 0
                let bias = instance.hasBias ? fit.parameters.bias(output) : 0
                var residual = DoubleDouble(sum: bias, offset) - problem.y[j][output]
                var size = bias.magnitude + offset.magnitude + problem.y[j][output].magnitude
                for (i, x) in row.enumerated() {
                    residual += DoubleDouble(product: x, fit.parameters[i, output])
                    size += (x * fit.parameters[i, output]).magnitude
                }
                for (i, x) in row.enumerated() {
                    slopes[i] += residual * x * (problem.weights?[j] ?? 1)
                    sizes[i] += (x * size * (problem.weights?[j] ?? 1)).magnitude
                }
            }
            for (slope, size) in zip(slopes, sizes) { #expect(slope.value.magnitude <= 2 * .ulpOfOne * size) }
        }
    }

    /// Both sides of the same problem, where either can be taken.
    @Test func bothSidesAgree() throws {
        let data = try LinearProblem(features: 256, samples: 100, outputs: 2).dataset(Double.self)
        let dual = try LeastSquares.solve(data, ridge: 0.01)
        let problem = try LeastSquaresProblem(
            data, neuron: Linear(), hasBias: true, ridge: 0.01, factors: nil, threads: nil)
        #expect(problem.isDual)
        let choice = try ColumnChoice(try problem.factor(), of: problem)
        let refinement = try Refinement(problem, .targets, outputs: 2)
        try refinement.run(choice.triangle, from: choice.start)
        let primal = try problem.solution(choice, refinement)
        #expect(worstUlps(dual.parameters.values, primal.parameters.values) <= 2)
        #expect(worstUlps(dual.residualSquares, primal.residualSquares) <= 4)
        #expect(dual.samples == primal.samples && dual.rank == primal.rank && primal.isConverged)
        let doubled = try LeastSquares.solve(data, neuron: Linear(.squared), ridge: 0.02)
        #expect(doubled.parameters == dual.parameters)
    }

    @Test func freeFeaturesMayDependOnEachOther() throws {
        var problem = LinearProblem(features: 300, samples: 30)
        for j in problem.x.indices {
            problem.x[j][50] = 2 * problem.x[j][10] - 1
            problem.x[j][90] = 5
        }
        let free: Set<Int> = [10, 50, 90]
        let fit = try problem.fit(ridge: 0.1, factors: (0..<300).map { free.contains($0) ? 0 : 1 })
        #expect(fit.dependences.map(\.feature.index) == [50, 90] && fit.isConverged && fit.rank == 299)
        #expect(fit.dependences[0].features.map(\.index) == [10] && fit.dependences[0].includesBias)
        #expect(fit.parameters[50] == 0 && fit.parameters[90] == 0 && fit.parameters[10] != 0)
    }

    /// In both precisions and layouts, of data in place and copied, with all that may come along.
    @Test func threadsChangeNoBits() throws {
        var problem = LinearProblem(features: 9000, samples: 90, outputs: 2).single
        problem.weights = problem.x.indices.map { Double($0 % 5) }
        problem.offsets = problem.y.map { _ in [0.5, -1] }
        let factors = (0..<9000).map { $0 == 77 ? 0.0 : 1 }
        var all: [Parameters] = []
        func check<T: Scalar>(_: T.Type) throws {
            for layout in [Matrix<T>.Layout.sampleMajor, .featureMajor] {
                let data = try problem.dataset(T.self, layout: layout)
                let single = try LeastSquares.solve(data, ridge: 1e-3, factors: factors, threads: 1)
                all.append(single.parameters)
                for threads in [2, 3, 7] {
                    let fit = try LeastSquares.solve(data, ridge: 1e-3, factors: factors, threads: threads)
                    #expect(fit.parameters == single.parameters && fit.residualSquares == single.residualSquares)
                    #expect(fit.condition == single.condition && fit.reads == single.reads)
                }
                let copied = try LeastSquares.solve(
                    data.choosing(features: Array(0..<9000)), ridge: 1e-3, factors: factors)
                #expect(copied.parameters == single.parameters && copied.reads > single.reads)
            }
        }
        try check(Double.self)
        try check(Float.self)
        // Of the same numbers, to the last place whatever their precision and layout.
        for other in all.dropFirst() { #expect(worstUlps(other.values, all[0].values) <= 2) }
    }

    @Test(arguments: [2, 3, 5]) func ranksChangeNoBits(_ count: Int) throws {
        let data = try RankedData<Double>(features: 6000, samples: 60)
        @Sendable func fit(_ ranks: (any Communicator)?) throws -> Fit<Double> {
            let factors = (0..<6000).map { $0 == 5 ? 0.0 : 1 }
            return try data.binary(across: ranks).fit(
                neuron: Linear(), penalty: try Penalty(l2: 0.01, on: .raw, factors: factors))
        }
        let alone = try fit(nil)
        for result in ThreadRanks.run(count, { try fit($0) }) {
            let ranked = try result.get()
            #expect(ranked.parameters == alone.parameters && ranked.outcome == alone.outcome)
            #expect((ranked.report.reads - alone.report.reads).magnitude < 1e-9)
        }
    }

    @Test func theRuleIsOfShapes() {
        func isDual(_ n: Int, _ m: Int, _ ridge: Double = 1, _ factors: [Double]? = nil) -> Bool {
            LeastSquares.isDual(features: n, samples: m, hasBias: true, ridge: ridge, factors: factors)
        }
        #expect(isDual(256, 128) && !isDual(255, 10) && !isDual(256, 129) && isDual(20_000, 30) && isDual(300, 1))
        #expect(!isDual(20_000, 30, 0) && !isDual(300, 30, 1, [Double](repeating: 0, count: 300)))
        #expect(isDual(300, 3, 1, [0, 0] + [Double](repeating: 1, count: 298)))
        #expect(!isDual(300, 3, 1, [0, 0, 0] + [Double](repeating: 1, count: 297)))
    }

    /// What is said before, done, and said after.
    @Test func theFitIsAsForeseen() throws {
        let problem = LinearProblem(features: 20_000, samples: 30).single
        func check<T: Scalar>(_: T.Type, digits: Double) throws {
            let data = try problem.dataset(T.self), penalty = try Penalty(l2: 1e-3, on: .raw)
            let forecast = try data.forecast(neuron: Linear(), by: .automatic(penalty: penalty)),
                fit = try data.fit(neuron: Linear(), penalty: penalty)
            #expect(fit.outcome == .converged(.precision) && fit.report.warnings.isEmpty)
            #expect(forecast.reads.contains(fit.report.reads) && forecast.solver == fit.report.solver)
            #expect(forecast.reason.contains("by QR of the samples") && forecast.reason.contains("n = 20000"))
            // Nothing of the size of the square of the features, which is 3 GB.
            #expect(forecast.memory.total < 20_000_000)
            #expect(fit.report.certificate.digits.map { $0 > digits } ?? false)
        }
        try check(Double.self, digits: 15)
        try check(Float.self, digits: 6)
    }

    /// Penalties that a number cannot hold beside their features are refused, not taken for none.
    @Test func aLostPenaltyIsRefused() throws {
        var problem = LinearProblem(features: 300, samples: 20)
        for j in problem.x.indices { problem.x[j][7] *= 1e200 }
        #expect(throws: DescentError.overflow(.input, sample: nil)) { try problem.fit(ridge: 1e-3) }
    }
}

extension LinearProblem {
    /// The weights of a ridge fit by the multipliers c of its samples: (Z P⁻¹Zᵀ + W⁻¹) c + G β = y and Gᵀc = 0, with columns G for the
    /// bias and for features without a penalty.
    fileprivate func multipliers(
        _ output: Int, hasBias: Bool, ridge: Double, factors: [Double]?
    ) -> (weights: [Double], bias: Double) {
        let samples = x.count, features = x[0].count
        let total = weights.map { $0.reduce(DoubleDouble.zero) { $0 + $1 } } ?? DoubleDouble(Double(samples))
        let costs = (0..<features).map { DoubleDouble(product: ridge, factors?[$0] ?? 1) * total }
        let free = costs.indices.filter { costs[$0].high == 0 }
        let columns = (hasBias ? [x.map { _ in 1.0 }] : []) + free.map { i in x.map { $0[i] } }
        let order = samples + columns.count
        var system = [[DoubleDouble]](repeating: Array(repeating: .zero, count: order + 1), count: order)
        let scaled = x.map { row in costs.indices.map { costs[$0].high > 0 ? DoubleDouble(row[$0]) / costs[$0] : .zero }
        }
        for j in 0..<samples {
            let weight = weights?[j] ?? 1
            system[j][j] = DoubleDouble(1)
            guard weight > 0 else { continue }
            for k in 0..<samples where weights?[k] ?? 1 > 0 {
                system[j][k] += zip(scaled[j], x[k]).reduce(DoubleDouble.zero) { $0 + $1.0 * $1.1 } * weight
            }
            let offset = offsets.map { $0[j][$0[j].count == 1 ? 0 : output] } ?? 0
            system[j][order] = DoubleDouble(sum: y[j][output], -offset) * weight
            for (place, column) in columns.enumerated() {
                system[j][samples + place] = DoubleDouble(product: weight, column[j])
                system[samples + place][j] = DoubleDouble(column[j])
            }
        }
        let solution = Self.eliminate(&system)
        var found = costs.indices.map { i in
            (0..<samples).reduce(DoubleDouble.zero) { $0 + scaled[$1][i] * solution[$1] }.value
        }
        let first = samples + (hasBias ? 1 : 0)
        for (place, i) in free.enumerated() { found[i] = solution[first + place].value }
        return (found, hasBias ? solution[samples].value : 0)
    }

    /// Gauss's, with the largest pivot of a column, of a system with its right side.
    private static func eliminate(_ system: inout [[DoubleDouble]]) -> [DoubleDouble] {
        let order = system.count
        for column in 0..<order {
            let pivot = (column..<order).max { system[$0][column].high.magnitude < system[$1][column].high.magnitude }!
            system.swapAt(column, pivot)
            for row in column + 1..<order where system[row][column].high != 0 {
                let share = system[row][column] / system[column][column]
                for place in column...order { system[row][place] -= share * system[column][place] }
            }
        }
        var solution = [DoubleDouble](repeating: .zero, count: order)
        for row in (0..<order).reversed() {
            let rest = (row + 1..<order).reduce(system[row][order]) { $0 - system[row][$1] * solution[$1] }
            solution[row] = rest / system[row][row]
        }
        return solution
    }
}
