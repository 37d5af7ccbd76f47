import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// Data and options on the edge of what makes sense: a right answer, or a typed refusal.
@Suite struct FitFaultTests {
    private func data(_ x: [[Double]], _ y: [Double], offsets: [Double]? = nil) throws -> Dataset<Double> {
        try Dataset(try Matrix(samples: x), targets: y, offsets: offsets)
    }

    private func expectConverged(_ fit: Fit<Double>, sourceLocation: SourceLocation = #_sourceLocation) {
        guard case .converged = fit.outcome else {
            Issue.record("\(fit.report)", sourceLocation: sourceLocation)
            return
        }
    }

    @Test func oneSample() throws {
        let linear = try data([[2, 3]], [5]).fit(neuron: .linear)
        expectConverged(linear)
        #expect((try linear.layer.predict(Matrix(samples: [[2, 3]])).values[0] - 5).magnitude < 1e-14)
        #expect(throws: DescentError.singleClass(neuron: "logistic", value: 1)) {
            try data([[2, 3]], [1]).fit(neuron: .logistic)
        }
    }

    /// More features than samples: every residual is 0, by small weights.
    @Test(arguments: [true, false]) func fewerSamplesThanFeatures(_ isNewton: Bool) throws {
        var generator = SplitMix64(seed: 1)
        let x = (0..<6).map { _ in (0..<20).map { _ in generator.number() } },
            y = (0..<6).map { _ in generator.number() }
        let data = try data(x, y)
        let fit = isNewton ? try data.fit(neuron: .linear, by: .newton()) : try data.fit(neuron: .linear, by: .lbfgs())
        expectConverged(fit)
        #expect(fit.report.risk < 1e-13)
        #expect(fit.report.warnings == [.underdetermined(rank: 6, coefficients: 21), .perfectFit])
        // What six samples cannot tell from others is set apart.
        #expect(fit.parameters.values.prefix(20).count { $0 != 0 } == 5)
    }

    @Test func wideAndNarrow() throws {
        var generator = SplitMix64(seed: 2)
        let one = try data((0..<40).map { [Double($0 % 7)] }, (0..<40).map { Double($0 * 5 % 3 == 0 ? 1 : 0) }).fit(
            neuron: .logistic)
        expectConverged(one)
        let x = (0..<100).map { _ in (0..<300).map { _ in generator.number() } }
        let wide = try data(x, (0..<100).map { Double($0 % 2) }).fit(
            neuron: .logistic, penalty: try Penalty(l2: 0.1, on: .raw))
        expectConverged(wide)
    }

    /// Targets as large as numbers go: their squares are beyond them.
    @Test func hugeTargets() throws {
        let x = (0..<50).map { [Double($0), Double($0 * $0 % 11)] }
        for size in [1e100, 1e150, 1e308] {
            let data = try data(x, x.map { size * (0.01 * $0[0] - 0.02 * $0[1]) })
            do {
                let fit = try data.fit(neuron: .linear)
                expectConverged(fit)
                #expect((fit.layer.weights.values[0] / size - 0.01).magnitude < 1e-12)
            } catch {
                guard case DescentError.overflow = error else {
                    Issue.record(error)
                    continue
                }
                #expect(size > 1e150)
            }
        }
    }

    /// Scores of ±800 at the start, where all slopes are those of lines: the way back is not found, and no optimum is claimed. A fit that
    /// finds it would be better, and is to be expected here then.
    @Test(arguments: [-800.0, 800]) func farScores(_ offset: Double) throws {
        let x = (0..<60).map { [Double($0 % 10) - 4.5, Double($0 % 7)] }
        let y = (0..<60).map { Double($0 * 7 % 5 < 2 ? 1 : 0) }
        let near = try data(x, y).fit(neuron: .logistic)
        expectConverged(near)
        let far = try data(x, y, offsets: y.map { _ in offset }).fit(neuron: .logistic)
        #expect(far.parameters.values.allSatisfy { $0.isFinite })
        #expect(far.outcome == .stalled && far.report.risk > near.report.risk + 1, "\(far.report)")
    }

    @Test func softmaxOfEqualAndOfHugeScores() throws {
        let x = (0..<30).map { [Double($0 % 10)] }, X = try Matrix(samples: x)
        let classes = (0..<30).map { ($0 * 7) % 3 }
        let neuron = try Softmax(classes: 3)
        let plain = try Dataset(X, classes: classes, of: 3).fit(neuron: neuron)
        expectConverged(plain)
        let equal = try Dataset(
            X, classes: classes, of: 3, offsets: try Matrix(rows: 1, columns: 30, [Double](repeating: 1e15, count: 30)))
        _ = try equal.fit(neuron: neuron)
        var offsets = [Double](repeating: 0, count: 90)
        offsets[3 * 4 + 2] = 1e308
        do {
            let fit = try Dataset(X, classes: classes, of: 3, offsets: try Matrix(rows: 3, columns: 30, offsets)).fit(
                neuron: neuron)
            #expect(fit.parameters.values.allSatisfy { $0.isFinite })
        } catch {
            guard case DescentError.overflow = error else {
                Issue.record(error)
                return
            }
        }
    }

    @Test func constantTargets() throws {
        let x = (0..<20).map { [Double($0), Double($0 * $0)] }
        for solver in [true, false] {
            let data = try data(x, x.map { _ in 7 })
            let fit = solver ? try data.fit(neuron: .linear) : try data.fit(neuron: .linear, by: .lbfgs())
            expectConverged(fit)
            #expect(fit.layer.weights.values.allSatisfy { $0.magnitude < 1e-13 })
            #expect((fit.layer.bias![0] - 7).magnitude < 1e-12 && fit.report.risk < 1e-25)
        }
    }

    @Test func aPerfectFit() throws {
        let x = (0..<20).map { [Double($0), Double($0 * $0)] }
        for solver in [true, false] {
            let data = try data(x, x.map { 3 * $0[0] - 0.5 * $0[1] + 2 })
            let fit = solver ? try data.fit(neuron: .linear) : try data.fit(neuron: .linear, by: .lbfgs())
            expectConverged(fit)
            // L-BFGS stops at the eight digits that it is asked for.
            #expect((fit.layer.weights.values[0] - 3).magnitude < (solver ? 1e-11 : 1e-6))
            #expect(fit.report.risk < (solver ? 1e-20 : 1e-10) && fit.report.warnings == [.perfectFit])
        }
        let single = try Dataset(
            try Matrix(samples: x.map { $0.map { Float($0) } }), targets: x.map { Float(3 * $0[0] - 0.5 * $0[1] + 2) })
        guard case .converged = try single.fit(neuron: .linear).outcome else {
            Issue.record("\(try single.fit(neuron: .linear).report)")
            return
        }
    }

    /// Features that say nothing new: the fit sets them apart, with a weight of 0, and says so.
    @Test(arguments: FitCase.all.filter(\.isConvex), [FitSolver.newton, .lbfgs]) func featuresThatSayNothingNew(
        _ problem: FitCase, _ solver: FitSolver
    ) throws {
        let data = problem.data(), instance = FitInstance(problem: problem, solver: solver, isDouble: true)
        let plain = try instance.fit(data)
        let constant = try instance.fit(data.mappingFeatures { $0 + [7] })
        let twice = try instance.fit(data.mappingFeatures { $0 + [$0[1]] })
        let sum = try instance.fit(data.mappingFeatures { $0 + [$0[0] - 2 * $0[1]] })
        for answer in [plain, constant, twice, sum] { requireConverged(answer) }
        func warning(_ features: [Feature], bias: Bool) -> [Report.Warning] {
            [.dependent(Dependence(feature: 3, features: features, includesBias: bias))]
        }
        #expect(plain.report.warnings == [])
        #expect(constant.report.warnings == warning([], bias: true))
        #expect(twice.report.warnings == warning([1], bias: false))
        #expect(sum.report.warnings == warning([0, 1], bias: false))
        var parts = [constant.parameters, twice.parameters, sum.parameters].map { point in
            var result = plain.parameters
            for k in 0..<problem.outputs {
                for i in 0..<3 { result[i, k] = point[i, k] }
                result.setBias(point.bias(k), output: k)
            }
            return result
        }
        for k in 0..<problem.outputs {
            parts[0].setBias(constant.parameters.bias(k) + 7 * constant.parameters[3, k], output: k)
            #expect([constant, twice, sum].allSatisfy { $0.parameters[3, k] == 0 })
            parts[1][1, k] += twice.parameters[3, k]
            parts[2][0, k] += sum.parameters[3, k]
            parts[2][1, k] -= 2 * sum.parameters[3, k]
        }
        for part in parts { expectAgreement(part, plain.parameters, 1e-9) }
    }

    /// One in ten thousand.
    @Test func aRareClass() throws {
        let samples = 10_000
        let data = try Dataset(
            try Matrix(rows: 1, columns: samples, (0..<samples).map { Double($0 % 17) }),
            targets: (0..<samples).map { $0 == 4321 ? 1.0 : 0 })
        let fit = try data.fit(neuron: .logistic)
        expectConverged(fit)
        let sweep = try Sweep(data, neuron: .logistic, risk: .sum)
        #expect(norm(try sweep.lossGradient(at: fit.layer.parameters).gradient.values, 2) < 1e-9)
    }

    @Test(arguments: [-1, .nan, .infinity, -.infinity] as [Double]) func badPenalties(_ value: Double) {
        expectIllegal("the l1 penalty", value) { try Penalty(l1: value, on: .raw) }
        expectIllegal("the l2 penalty", value) { try Penalty(l2: value, on: .raw) }
        expectIllegal("a factor of the penalty", value) { try Penalty(l2: 1, on: .raw, factors: [1, value]) }
    }

    @Test func factorsOfAnotherNumberOfFeatures() throws {
        let data = try data([[1, 2], [3, 5], [4, 1]], [1, 0, 1])
        for solver: Solver in [
            Solver.newton(penalty: try Penalty(l2: 1, on: .raw, factors: [1])),
            try Solver.lbfgs(penalty: try Penalty(l2: 1, on: .raw, factors: [1, 1, 1])),
            Solver.automatic(penalty: try Penalty(l1: 1, on: .raw, factors: [])),
        ] {
            let found = solver.method is Newton ? 1 : solver.method is LBFGS ? 3 : 0
            #expect(throws: DescentError.mismatch(.penalty, .features, expected: 2, found: found)) {
                try fit(data, solver)
            }
        }
    }

    private func fit(_ data: Dataset<Double>, _ solver: Solver) throws -> Fit<Double> {
        try data.fit(neuron: .logistic, by: solver)
    }

    /// The limit of a penalty is weights of 0.
    @Test(arguments: [FitSolver.newton, .lbfgs, .automatic], [1e100, 1e308]) func hugePenalties(
        _ solver: FitSolver, _ value: Double
    ) throws {
        let problem = FitCase.all[0], instance = FitInstance(problem: problem, solver: solver, isDouble: true)
        for penalty in [
            try Penalty(l2: value, on: .raw), try Penalty(l1: value, on: .raw), try Penalty(l2: value, on: .deviations),
        ] {
            let answer = try instance.fit(problem.data(), penalty: penalty)
            requireConverged(answer)
            #expect((0..<3).allSatisfy { answer.parameters[$0].magnitude < 1e-90 })
            let mean = problem.data().y.reduce(0, +) / 160
            #expect((answer.parameters.bias() - Reference.logarithm(mean / (1 - mean))).magnitude < 1e-9)
        }
    }

    @Test(arguments: [FitSolver.newton, .lbfgs, .automatic]) func deadUnitsAreWarnedOf(_ solver: FitSolver) throws {
        let problem = try #require(FitCase.all.first { $0.label == "relu" })
        var start = Parameters(features: 3)
        start.setBias(-100)
        let instance = FitInstance(problem: problem, solver: solver, isDouble: true)
        let answer = try instance.fit(problem.data(), start: start)
        #expect(answer.report.warnings == [.dead(output: 0)])
        // A gradient of 0 where the risk is convex is the optimum, and nothing to warn of.
        let balanced = try data([[1], [1], [-1], [-1]], [1, 0, 1, 0]).fit(neuron: .logistic)
        #expect(balanced.report.warnings == [] && balanced.outcome == .converged(.precision))
    }

    @Test(arguments: [FitSolver.newton, .lbfgs]) func batchesAndStreamsAreRefused(_ kind: FitSolver) throws {
        let problem = FitCase.all[0]
        let data = try problem.data().dataset(Double.self, for: problem.neuron)
        func check(_ solver: Solver) throws {
            for attempt in [0, 1] {
                expectIllegal("the solver", solver.method.name) {
                    if attempt == 0 {
                        _ = try Training(data, neuron: .logistic, by: solver, batches: try .of(16))
                    } else {
                        _ = try Streaming<Double>(neuron: .logistic, features: 3, by: solver)
                    }
                }
            }
        }
        try check(try kind.make(problem, .none, digits: 1e-8))
    }

    /// A choice that depends on nothing but the setting.
    @Test func automaticSuitsTheSetting() throws {
        let problem = FitCase.all[0], data = problem.data()
        func name(_ penalty: Penalty) throws -> String {
            try data.dataset(Double.self, for: problem.neuron).fit(neuron: .logistic, penalty: penalty).report.solver
        }
        #expect(try name(.none).hasPrefix("newton") && name(try Penalty(l1: 0.1, on: .raw)).hasPrefix("newton"))
        let streaming = try Streaming<Double>(neuron: .logistic, features: 3, by: .automatic())
        #expect(streaming.steps == 0)
    }
}

private func requireConverged(_ answer: FitInstance.Answer) { expectConverged(answer) }
