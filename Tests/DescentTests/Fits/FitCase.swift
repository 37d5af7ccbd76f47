import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// Data as plain numbers, which laws change at will.
struct FitData: Sendable {
    var x: [[Double]]
    var y: [Double]
    var weights: [Double]?
    var offsets: [Double]?

    var features: Int { x[0].count }
    var samples: Int { x.count }

    func dataset<T: Scalar>(_: T.Type, for neuron: any Neuron) throws -> Dataset<T> {
        let X = try Matrix(samples: x.map { $0.map { T($0) } }), weights = weights.map { $0.map { T($0) } }
        if case .softmax(let classes) = neuron.coupling {
            let offsets = try offsets.map { try Matrix(rows: 1, columns: samples, $0.map { T($0) }) }
            return try Dataset(X, classes: y.map { Int($0) }, of: classes, weights: weights, offsets: offsets)
        }
        return try Dataset(X, targets: y.map { T($0) }, weights: weights, offsets: offsets.map { $0.map { T($0) } })
    }

    func mappingFeatures(_ change: ([Double]) -> [Double]) -> FitData {
        var result = self
        result.x = x.map(change)
        return result
    }

    /// The samples in another order, or some of them several times.
    func taking(_ places: [Int]) -> FitData {
        FitData(
            x: places.map { x[$0] }, y: places.map { y[$0] }, weights: weights.map { w in places.map { w[$0] } },
            offsets: offsets.map { o in places.map { o[$0] } })
    }
}

/// A neuron with data that it can learn from, in numbers that both precisions hold. A new neuron is one more line.
struct FitCase: Sendable, CustomTestStringConvertible {
    let label: String
    let neuron: any Neuron
    /// No step of gradient descent diverges whose rate is below 2 over this, on features of mean square 1.
    let curvature: Double
    /// Where the risk is not convex, fits start here; at 0 elsewhere.
    let start: [Double]?
    private let target: @Sendable (_ score: Double, _ noise: Double) -> Double

    private init(
        _ neuron: some Neuron, _ label: String, curvature: Double, start: [Double]? = nil,
        _ target: @escaping @Sendable (Double, Double) -> Double
    ) {
        (self.label, self.neuron, self.curvature, self.start, self.target) = (label, neuron, curvature, start, target)
    }

    var testDescription: String { label }
    var outputs: Int { if case .softmax(let classes) = neuron.coupling { classes } else { 1 } }
    var isConvex: Bool { neuron.isConvex }

    static let all: [FitCase] = [
        FitCase(.logistic, "logistic", curvature: 0.25) { $0 + 2 * $1 > 0 ? 1 : 0 },
        FitCase(.linear, "linear", curvature: 1) { $0 + 0.5 * $1 },
        FitCase(.poisson, "poisson", curvature: 8) { max(0, (Reference.exponential($0) + $1).rounded()) },
        FitCase(try! Softmax(classes: 3), "softmax", curvature: 0.5) { z, noise in
            let score = z + 2 * noise
            return score < -0.5 ? 0 : score < 0.7 ? 1 : 2
        },
        FitCase(.relu, "relu", curvature: 1, start: [0.5, -0.5, 0.4, 1]) { max(0, $0) + 0.1 * $1 },
        FitCase(.sigmoid, "sigmoid", curvature: 0.25, start: [0.5, -0.5, 0.4, 0]) {
            min(max(0, 1 / (1 + Reference.exponential(-$0)) + 0.1 * $1), 1)
        },
    ]

    /// Features around 0.5, of sizes 1, 3 and 0.5; correlated.
    func data(samples: Int = 160, weighted: Bool = false, seed: UInt64 = 3) -> FitData {
        var generator = SplitMix64(seed: seed)
        func number(_ range: ClosedRange<Double> = -1...1) -> Double { Double(Float(generator.number(in: range))) }
        var data = FitData(x: [], y: [], weights: weighted ? [] : nil, offsets: nil)
        for _ in 0..<samples {
            let common = number()
            let x = [0.5 + number() + common, 3 * number() + 0.5, 0.5 * (number() - common) + 0.5]
            let score = 0.7 * x[0] - 0.4 * x[1] + 0.8 * x[2] - 0.2
            data.x.append(x.map { Double(Float($0)) })
            data.y.append(Double(Float(target(score, number()))))
            data.weights?.append(Double(Int(generator.number(in: 0...4))))
        }
        return data
    }
}

/// Whoever minimises the risk. A new solver is one more line.
enum FitSolver: String, CaseIterable, Sendable {
    case newton, lbfgs, newtonCG, automatic, firstOrder

    /// Stops at so many digits of the coefficients.
    func make(_ instance: FitCase, _ penalty: Penalty, digits: Double, iterations: Int? = nil) throws -> Solver {
        let stopping = try Stopping(gradientNorm: nil, digits: digits, iterations: iterations ?? 500)
        switch self {
        case .newton: return Solver.newton(penalty: penalty, stopping: stopping)
        case .lbfgs: return try Solver.lbfgs(penalty: penalty, stopping: stopping)
        case .newtonCG: return try Solver.newtonCG(penalty: penalty, stopping: stopping)
        case .automatic: return Solver.automatic(penalty: penalty, stopping: stopping)
        case .firstOrder:
            // The mean of (x, 1)(x, 1)ᵀ of these features has no eigenvalue above 6 in the coordinates of a fit.
            return try Solver.firstOrder(
                Nesterov(rate: 1 / (6 * instance.curvature), momentum: 0.9), penalty: penalty,
                stopping: try Stopping(gradientNorm: digits, iterations: iterations ?? 20_000))
        }
    }
}

/// One case, solver and precision: what every law is checked on.
struct FitInstance: Sendable, CustomTestStringConvertible {
    let problem: FitCase
    let solver: FitSolver
    let isDouble: Bool

    var testDescription: String { "\(problem.label), \(solver.rawValue), \(isDouble ? "Double" : "Float")" }
    /// To how many digits fits are asked for.
    var digits: Double { isDouble ? 1e-12 : 1e-6 }
    /// To how many two fits of the same problem must agree.
    var tolerance: Double { isDouble ? 1e-9 : 2e-4 }
    var hasFastSolver: Bool { solver != .firstOrder }
    /// With an l1 penalty or bounds.
    var takesCorners: Bool { hasFastSolver && solver != .newtonCG }

    static let all = FitCase.all.flatMap { problem in
        FitSolver.allCases.flatMap { solver in
            [true, false].map { FitInstance(problem: problem, solver: solver, isDouble: $0) }
        }
    }

    /// What a fit came to, in the coordinates of the data and without the precision.
    struct Answer {
        let parameters: Parameters
        let fitted: Parameters
        let report: Report
        let state: [UInt8]
        var outcome: Outcome { report.outcome }
    }

    func fit(
        _ data: FitData, penalty: Penalty = .none, hasBias: Bool = true, iterations: Int? = nil, threads: Int? = nil,
        start: Parameters? = nil
    ) throws -> Answer {
        func run<T: Scalar>(_: T.Type) throws -> Answer {
            var training = try training(
                T.self, data, penalty: penalty, hasBias: hasBias, iterations: iterations, threads: threads, start: start
            )
            while try training.step() != nil {}
            let fit = try #require(try training.result())
            return Answer(
                parameters: training.sweep.standardisation!.original(fit.parameters), fitted: fit.parameters,
                report: fit.report, state: fit.state)
        }
        return isDouble ? try run(Double.self) : try run(Float.self)
    }

    /// A fit that has not begun. Points are in the coordinates of the data.
    func training<T: Scalar>(
        _: T.Type, _ data: FitData, penalty: Penalty = .none, hasBias: Bool = true, iterations: Int? = nil,
        threads: Int? = nil, start: Parameters? = nil
    ) throws -> Training<T> {
        func make(_ neuron: some Neuron, _ solver: Solver) throws -> Training<T> {
            let set = try data.dataset(T.self, for: neuron)
            var start = start
            if start == nil, let values = problem.start {
                start = Parameters(features: data.features, outputs: problem.outputs, hasBias: hasBias)
                for index in start!.values.indices { start!.values[index] = values[min(index, values.count - 1)] }
            }
            let sweep = try Sweep(set, neuron: neuron, hasBias: hasBias, standardised: true)
            return try Training(
                set, neuron: neuron, by: solver, start: start.map { sweep.standardisation!.standardised($0) },
                hasBias: hasBias, standardised: true, threads: threads)
        }
        return try make(
            problem.neuron, try solver.make(problem, penalty, digits: digits, iterations: iterations))
    }
}
