import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// What a fit costs, told by a read of its own: the same risk that the solver minimised.
@Suite struct LossAndRiskTests {
    static let penalties: [Penalty] = [
        .none, try! Penalty(l2: 0.1, on: .raw), try! Penalty(l1: 0.02, l2: 0.01, on: .raw),
        try! Penalty(l1: 0.02, on: .deviations),
        try! Penalty(l2: 0.3, on: .deviations, factors: [1, 0, 2]),
    ]

    private func samples() throws -> (X: Matrix<Double>, scores: [Double], chance: [Double]) {
        var generator = SplitMix64(seed: 4)
        let rows = (0..<80).map { _ in
            [generator.number(), 10 + 5 * generator.number(), 0.2 * generator.number()]
        }
        let scores = rows.map { 0.2 + $0[0] + 0.1 * ($0[1] - 10) - $0[2] }
        return (try Matrix(samples: rows), scores, scores.map { _ in generator.number(in: 0...1) })
    }

    /// For every neuron and penalty, of the mean and of the sum, with weights, by solvers in standardised coordinates.
    @Test(arguments: penalties.indices, [Risk.mean, .sum]) func isWhatWasMinimised(_ index: Int, _ risk: Risk) throws {
        let penalty = Self.penalties[index], (X, scores, chance) = try samples()
        let weights = scores.indices.map { 1 + Double($0 % 3) }, total = weights.reduce(0, +)
        let classes = zip(scores, chance).map { $1 < 0.5 + 0.3 * $0 / (1 + $0.magnitude) ? 1 : 0 }
        func check(_ data: Dataset<Double>, _ neuron: some Neuron, _ solver: Solver) throws {
            let run = try Training(data, neuron: neuron, by: solver, risk: risk, standardised: true)
            let fit = try run.fit(), (loss, found) = try fit.lossAndRisk(risk)
            #expect((found - fit.report.risk).magnitude <= 1e-12 * max(1, found.magnitude), "\(fit.report)")
            let swept = try Sweep(data, neuron: neuron).loss(at: fit.layer.parameters)
            #expect(loss == swept)
            if penalty.isNone { #expect((found - loss * (risk == .mean ? 1 : total)).magnitude <= 1e-12 * found) }
        }
        for solver in [Solver.newton(penalty: penalty), try Solver.lbfgs(penalty: penalty)] as [Solver] {
            let counts = zip(scores, chance).map { (2 * max(0, $0 + 1) * $1).rounded() }
            let binary = try Dataset(X, targets: classes.map(Double.init), weights: weights)
            try check(binary, Logistic(), solver)
            try check(Dataset(X, targets: scores.map { $0 * $0 }, weights: weights), Linear(), solver)
            try check(Dataset(X, targets: counts, weights: weights), Poisson(), solver)
            try check(Dataset(X, classes: classes, of: 2, weights: weights), Softmax(classes: 2), solver)
        }
        guard penalty.l1 == 0, risk == .mean else { return }
        let fit = try Dataset(X, targets: scores.map { $0 * $0 }, weights: weights).fit(
            neuron: Linear(), penalty: penalty)
        try #expect((fit.lossAndRisk().risk - fit.report.risk).magnitude <= 1e-12)
    }

    /// A fit that has seen a part of its data last.
    @Test func isOfAllDataAfterBatches() throws {
        let (X, scores, _) = try samples(), data = try Dataset(X, targets: scores.map { $0 > 0 ? 1 : 0 })
        let stopping = try Stopping(iterations: 7), solver = try Solver.firstOrder(Adam(), stopping: stopping)
        let fit = try Training(data, neuron: .logistic, by: solver, batches: .of(8)).fit()
        let found = try fit.lossAndRisk()
        try #expect(found.loss == Sweep(data, neuron: .logistic).loss(at: fit.layer.parameters))
        #expect(found.risk == found.loss && fit.report.risk != found.risk)
    }
}
