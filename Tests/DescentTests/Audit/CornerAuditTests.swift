import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentSolvers
@testable import DescentSweep

/// FAULTS 84 and 87: an l1 penalty beside columns that repeat each other, or outnumber the samples, or have extreme scales. What is
/// called converged satisfies the conditions of an optimum, by a plain loop over the samples.
@Suite struct CornerAuditTests {
    enum Shape: String, CaseIterable, Sendable {
        case duplicated, dependent, collinear, wide, square

        func rows(_ generator: inout SplitMix64) -> [[Double]] {
            switch self {
            case .duplicated: Self.random(40, 4, &generator).map { $0 + $0 }
            case .dependent: Self.random(40, 4, &generator).map { $0 + [$0[0] + $0[1], $0[2] - $0[3], $0[1] * 2] }
            case .collinear: Self.random(40, 6, &generator).map { x in x.map { x[0] + 1e-3 * $0 } }
            case .wide: Self.random(25, 40, &generator)
            case .square: Self.random(20, 20, &generator)
            }
        }

        private static func random(_ samples: Int, _ features: Int, _ generator: inout SplitMix64) -> [[Double]] {
            (0..<samples).map { _ in (0..<features).map { _ in generator.number() } }
        }
    }

    private struct Problem {
        let rows: [[Double]]
        let targets: [Double]
        let neuron: any Neuron

        init(_ rows: [[Double]], _ neuron: some Neuron, _ generator: inout SplitMix64) {
            self.rows = rows
            self.neuron = neuron
            targets = rows.map { row in
                let z = row[0] - row[row.count - 1] + generator.number()
                switch neuron.domain {
                case .unitInterval: return z > 0 ? 1 : 0
                case .nonNegative: return max(0, (1 + z).rounded())
                default: return z
                }
            }
        }

        func residual(_ z: Double, _ y: Double) -> Double {
            switch neuron.domain {
            case .unitInterval: 1 / (1 + exp(-z)) - y
            case .nonNegative: exp(z) - y
            default: z - y
            }
        }

        /// Of the mean loss; the bias last.
        func gradient(_ weights: [Double], _ bias: Double) -> [Double] {
            var sums = [Double](repeating: 0, count: weights.count + 1)
            for (row, y) in zip(rows, targets) {
                let r = residual(score(row, weights, bias), y) / Double(rows.count)
                for i in row.indices { sums[i] += r * row[i] }
                sums[row.count] += r
            }
            return sums
        }

        func fit(_ solver: OptimumSolver, _ penalty: Penalty, _ rows: [[Double]]? = nil) throws -> Fit<Double> {
            func fit(_ neuron: some Neuron) throws -> Fit<Double> {
                try solver.fit(Dataset(Matrix(samples: rows ?? self.rows), targets: targets), neuron, penalty: penalty)
            }
            return try fit(neuron)
        }
    }

    static let neurons = ["logistic", "linear", "poisson"]
    private static func neuron(_ name: String) -> any Neuron {
        switch name {
        case "logistic": Logistic()
        case "linear": Linear()
        default: Poisson()
        }
    }

    /// How far weights are from an optimum: the largest part of a gradient that the penalty does not allow.
    private func violation(
        _ problem: Problem, _ weights: [Double], _ layer: Layer<Double>, _ penalty: Penalty
    ) -> Double {
        let gradient = problem.gradient(weights, layer.bias![0])
        var worst = gradient.last!.magnitude
        for i in weights.indices {
            let g = gradient[i] + penalty.l2 * weights[i]
            let sign = weights[i] > 0 ? 1.0 : -1
            worst = max(worst, weights[i] == 0 ? g.magnitude - penalty.l1 : (g + sign * penalty.l1).magnitude)
        }
        return worst
    }

    @Test(arguments: Shape.allCases, neurons) func conditionsHold(_ shape: Shape, _ name: String) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let rows = shape.rows(&generator)
            func make(_ neuron: some Neuron) -> Problem { Problem(rows, neuron, &generator) }
            let problem = make(Self.neuron(name))
            for (l1, l2) in [(0.1, 0.0), (0.01, 0), (0.001, 0), (0.02, 0.02)] {
                let penalty = try Penalty(l1: l1, l2: l2, on: .raw)
                for solver in OptimumSolver.cornered {
                    let fit = try problem.fit(solver, penalty), what = "\(solver) l1 \(l1) l2 \(l2) seed \(seed)"
                    // A method without curvature may give up, and says so.
                    if solver == .lbfgs, fit.outcome == .stalled { continue }
                    #expect(fit.outcome.isConverged, "\(what): \(fit.report)")
                    let violation = violation(problem, fit.layer.weights.values, fit.layer, penalty)
                    #expect(violation < 1e-6, "\(what): \(violation) \(fit.report)")
                }
            }
        }
    }

    /// The same samples in other units: weights that the penalty holds as firmly are the same but for these.
    @Test(arguments: neurons, [1e-150, 1e-30, 1e30, 1e150])
    func extremeScalesAreNoEnd(_ name: String, _ scale: Double) throws {
        var generator = SplitMix64(seed: 5)
        let rows = Shape.dependent.rows(&generator)
        func make(_ neuron: some Neuron) -> Problem { Problem(rows, neuron, &generator) }
        let problem = make(Self.neuron(name)), scaled = rows.map { $0.map { $0 * scale } }
        for strength in [0.2, 0.02] {
            for solver in OptimumSolver.cornered {
                let fit = try problem.fit(solver, try Penalty(l1: strength * scale, on: .raw), scaled)
                let plain = try problem.fit(solver, try Penalty(l1: strength, on: .raw))
                let what = "\(solver) l1 \(strength) \(fit.report)"
                #expect(fit.outcome.isConverged && plain.outcome.isConverged, "\(what) \(plain.report)")
                #expect((fit.report.risk - plain.report.risk).magnitude < 1e-9, "\(what) \(plain.report.risk)")
                // Back in the units in which a plain loop has room.
                let weights = fit.layer.weights.values.map { $0 * scale }
                let violation = violation(problem, weights, fit.layer, try Penalty(l1: strength, on: .raw))
                #expect(violation < 1e-6, "\(what): \(violation)")
            }
            // A penalty of ordinary size is nothing beside such features, or everything.
            let fit = try problem.fit(.automatic, try Penalty(l1: strength, on: .raw), scaled)
            if scale < 1 {
                #expect(fit.outcome.isConverged && fit.layer.weights.values.allSatisfy { $0 == 0 }, "\(fit.report)")
            } else {
                #expect(!fit.outcome.isConverged || fit.report.steps > 0, "\(fit.report)")
                let free = try problem.fit(.automatic, try Penalty(l1: 1e-12, on: .raw))
                #expect(!fit.outcome.isConverged || fit.report.risk < free.report.risk + 1e-8, "\(fit.report)")
            }
        }
    }

    /// An optimum that Newton's method finds at once.
    @Test func aLassoByLBFGSIsNotGivenUp() throws {
        var generator = SplitMix64(seed: 4)
        let rows = Shape.dependent.rows(&generator)
        let targets: [Double] = rows.map { x in
            let z = x[0] - x[6] + generator.number()
            return max(0, (1 + z).rounded())
        }
        let data = try Dataset(Matrix(samples: rows), targets: targets), penalty = try Penalty(l1: 0.001, on: .raw)
        #expect(try data.fit(neuron: .poisson, by: .newton(penalty: penalty)).outcome.isConverged)
        let fit = try data.fit(neuron: .poisson, by: .lbfgs(penalty: penalty))
        #expect(fit.outcome.isConverged, "\(fit.report)")
    }

    /// Nothing holds a shift that all classes have in common but the corners of the penalty.
    @Test(arguments: [4e-5, 1e-3, 0.05]) func aLassoOfClassesIsNotGivenUp(_ strength: Double) throws {
        var generator = SplitMix64(seed: 12)
        let rows = (0..<43).map { _ in [30 * generator.number(), 0.01 * generator.number(), generator.number()] }
        let classes = rows.map { $0[0] / 30 + generator.number() > 0.3 ? 2 : $0[2] + generator.number() > 0 ? 1 : 0 }
        let data = try Dataset(Matrix(samples: rows), classes: classes, of: 3),
            penalty = try Penalty(l1: strength, on: .raw)
        let fits = try OptimumSolver.cornered.map { solver in
            try solver.fit(data, Softmax(classes: 3), penalty: penalty, hasBias: false)
        }
        for fit in fits {
            #expect(fit.outcome.isConverged && fit.report.steps < 300, "\(fit.report)")
            #expect(fit.report.risk < fits[0].report.risk + 1e-9, "\(fit.report)")
        }
    }
}
