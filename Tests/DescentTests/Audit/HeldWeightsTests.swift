import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// A penalty and limits hold weights, and what they do not hold may run to infinity still: a bias, a weight of factor 0, a weight
/// with a limit on the other side.
@Suite struct HeldWeightsTests {
    private static func rows(_ generator: inout SplitMix64) -> [[Double]] {
        (0..<60).map { _ in [generator.number(), generator.number()] }
    }

    @Test(arguments: OptimumSolver.smooth) func aBiasIsNotPenalised(_ solver: OptimumSolver) throws {
        var generator = SplitMix64(seed: 4)
        let rows = Self.rows(&generator), penalty = try Penalty(l2: 0.1, on: .raw)
        let classes = rows.map { $0[0] + generator.number() > 0 ? 1 : 0 }
        let absent = try solver.fit(
            Dataset(Matrix(samples: rows), classes: classes, of: 3), Softmax(classes: 3), penalty: penalty)
        guard case .separated(.quasiComplete(let infinity), _) = absent.outcome else {
            Issue.record("\(absent.report)")
            return
        }
        // Against class 0, whose score is 0: only the third class's bias leaves, and every sample is still of one of two.
        #expect(infinity.coefficients == [.init(place: .bias(output: 2), sign: .minus)])
        #expect(infinity.remaining == Array(rows.indices))
        let none = try solver.fit(
            Dataset(Matrix(samples: rows), targets: rows.map { _ in 0 }), .poisson, penalty: penalty)
        #expect(none.outcome.isSeparated, "\(none.layer.bias!) \(none.report)")
    }

    @Test(arguments: OptimumSolver.smooth) func aFactorOf0IsNoPenalty(_ solver: OptimumSolver) throws {
        var generator = SplitMix64(seed: 4)
        let rows = Self.rows(&generator), targets = rows.map { $0[0] > 0 ? 1.0 : 0 }
        let data = try Dataset(Matrix(samples: rows), targets: targets)
        let free = try solver.fit(data, .logistic, penalty: try Penalty(l2: 0.1, on: .raw, factors: [0, 1]))
        #expect(free.outcome.isSeparated, "\(free.layer.weights.values) \(free.report)")
        let held = try solver.fit(data, .logistic, penalty: try Penalty(l2: 0.1, on: .raw, factors: [1, 0]))
        #expect(held.outcome.isConverged, "\(held.report)")
    }

    /// Limits on the side that leads to infinity hold a weight; on the other side they do not.
    @Test(arguments: [-1.0, 1]) func aLimitHoldsOneSide(_ side: Double) throws {
        var generator = SplitMix64(seed: 4)
        let rows = Self.rows(&generator), targets = rows.map { side * $0[0] > 0 ? 1.0 : 0 }
        let data = try Dataset(Matrix(samples: rows), targets: targets)
        for (lower, upper) in [(0, Double.infinity), (-Double.infinity, 0), (-3, 3), (-2, .infinity)] {
            let bounds = try Bounds(lower: [lower, -.infinity], upper: [upper, .infinity])
            let isOpen = side > 0 ? upper == .infinity : lower == -.infinity
            for solver in [Solver.newton(bounds: bounds), try Solver.lbfgs(bounds: bounds)] as [Solver] {
                func fit(_ solver: Solver) throws -> Fit<Double> { try data.fit(neuron: .logistic, by: solver) }
                let fit = try fit(solver)
                #expect(fit.outcome.isSeparated == isOpen, "\(solver) \(lower) \(upper) \(fit.report)")
                #expect(fit.outcome.isConverged == !isOpen, "\(solver) \(lower) \(upper) \(fit.report)")
                let weight = fit.layer.weights[0, 0]
                #expect(weight >= lower && weight <= upper, "\(solver) \(weight)")
            }
        }
    }

    /// So too in a fold that lacks a class of several.
    @Test func aClassOfSeveralThatIsAbsentInAFold() throws {
        var generator = SplitMix64(seed: 4)
        let rows = Self.rows(&generator), classes = rows.indices.map { $0 < 12 ? 2 : $0 % 2 }
        let data = try Dataset(Matrix(samples: rows), classes: classes, of: 3)
        let folds = try Folds(ids: rows.indices.map { $0 < 20 ? 0 : $0 % 2 + 1 })
        for penalty in [Penalty.none, try Penalty(l2: 0.1, on: .raw)] {
            let result = try CrossValidation(folds: folds, path: RegularizationPath([penalty]))
                .fit(data, Softmax(classes: 3))
            #expect(result.points[0].outcomes[0].isSeparated, "\(result.points[0])")
        }
    }
}
