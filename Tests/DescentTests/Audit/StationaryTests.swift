import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// Ends without a slope that are no minimum: units that died, and saddles.
@Suite struct StationaryTests {
    private static let x = [[1.0], [2], [3], [4], [5]]
    private static let y = [2.0, 3, 5, 4, 7]

    /// FAULTS 86: alive at the start, and dead after one step that was too long.
    @Test(arguments: [0.5, 1.5]) func aUnitThatDiesOnTheWayIsNamed(_ weight: Double) throws {
        let data = try Dataset(Matrix(samples: Self.x), targets: Self.y)
        var start = Parameters(features: 1)
        start[0] = weight
        start.setBias(0.25)
        func expectDead(_ solver: Solver, _ what: String) throws {
            let fit = try Training(data, neuron: .relu, by: solver, start: start).fit()
            #expect(fit.outcome == .stationary && fit.report.warnings == [.dead(output: 0)], "\(what) \(fit.report)")
            #expect(fit.report.steps > 0 && "\(fit.report)".contains("dead"), "\(what)")
            #expect(try fit.layer.predict(Matrix(samples: Self.x)).values == [0, 0, 0, 0, 0], "\(what)")
        }
        try expectDead(try Solver.firstOrder(GradientDescent(rate: 5)), "gradient descent")
        if weight > 1 { try expectDead(try Solver.firstOrder(Adam(rate: 50)), "adam") }
    }

    /// Of two units the one that is dead, by its number.
    @Test func theDeadOneOfTwoIsNamed() throws {
        let both = try Matrix(samples: Self.y.map { [$0, $0 / 2] })
        let data = try Dataset(Matrix(samples: Self.x), targets: both)
        var start = Parameters(features: 1, outputs: 2)
        (start[0, 0], start[0, 1]) = (0.5, -10)
        let stopping = try Stopping(gradientNorm: 1e-6, iterations: 50_000)
        let fit = try Training(
            data, neuron: .relu, by: .firstOrder(GradientDescent(rate: 0.05), stopping: stopping), start: start
        ).fit()
        #expect(fit.outcome == .stationary && fit.report.warnings == [.dead(output: 1)], "\(fit.report)")
    }

    /// Of no loss there is nothing to complain: a unit that is silent where silence is right.
    @Test func silenceThatIsRightIsNoDeath() throws {
        let data = try Dataset(Matrix(samples: Self.x), targets: [0, 0, 0, 0, 0])
        var start = Parameters(features: 1)
        start[0] = 0.5
        let fit = try Training(data, neuron: .relu, by: .firstOrder(GradientDescent(rate: 0.01)), start: start).fit()
        #expect(fit.report.warnings.allSatisfy { $0 != .dead(output: 0) }, "\(fit.report)")
    }

    /// A point of σ with squared error where Σ r σ′ and Σ r σ′ x are 0, but Σ (σ′² + r σ″) x² is not above 0: with r = ±½, and more
    /// than a half of what σ′ is at z = 2, the parabola of the weight opens downwards.
    private static func saddle(_ size: Double) throws -> (data: Dataset<Double>, start: Parameters) {
        let x = [-3.0, -1, 1, 3], prediction = try Layer<Double>(neuron: .sigmoid, weights: [0], bias: 2).predict([1])
        let y = [1.0, -1, -1, 1].map { prediction - size * $0 }
        var start = Parameters(features: 1)
        start.setBias(2)
        return (try Dataset(Matrix(samples: x.map { [$0] }), targets: y), start)
    }

    @Test(arguments: OptimumSolver.allCases) func aSaddleIsNoMinimum(_ solver: OptimumSolver) throws {
        let (data, start) = try Self.saddle(1)
        func end(_ solver: Solver) throws -> Fit<Double> {
            try Training(data, neuron: .sigmoid, by: solver, start: start).fit()
        }
        let fit =
            switch solver {
            case .automatic: try end(try Solver.firstOrder(GradientDescent(rate: 1)))
            case .newton: try end(Solver.newton())
            case .lbfgs: try end(try Solver.lbfgs())
            case .newtonCG: try end(try Solver.newtonCG())
            }
        // Rounding may lead away from it, and then to a minimum that is lower.
        let loss = try Sweep(data, neuron: .sigmoid).loss(at: start)
        let hasLeft = fit.report.risk < loss - 1e-6
        #expect(hasLeft ? true : fit.outcome == .stationary, "\(fit.report)")
    }

    /// The same with residuals that are too small to bend it is a minimum.
    @Test(arguments: OptimumSolver.allCases) func aMinimumIsOne(_ solver: OptimumSolver) throws {
        let (data, start) = try Self.saddle(0.01)
        func end(_ solver: Solver) throws -> Outcome {
            try Training(data, neuron: .sigmoid, by: solver, start: start).fit().outcome
        }
        let outcome =
            switch solver {
            case .automatic: try end(try Solver.firstOrder(GradientDescent(rate: 1)))
            case .newton: try end(Solver.newton())
            case .lbfgs: try end(try Solver.lbfgs())
            case .newtonCG: try end(try Solver.newtonCG())
            }
        guard case .localMinimum = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }
}
