import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// What is said before a fit, against what the fit then does.
@Suite struct ForecastTests {
    /// Few samples, and enough that a sample of them tells the curvature.
    static let sizes = [160, 5000, 48_000]

    private func dataset<T: Scalar>(_: T.Type, _ problem: FitCase, _ samples: Int) throws -> Dataset<T> {
        try problem.data(samples: samples).dataset(T.self, for: problem.neuron)
    }

    private func expectAgreement<T: Scalar>(
        _ forecast: Forecast, _ fit: Fit<T>, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let report = fit.report, data = fit.data
        #expect(forecast.solver == report.solver && forecast.neuron == report.neuron, sourceLocation: sourceLocation)
        #expect(
            forecast.reads.contains(report.reads),
            "\(report.solver): \(report.reads) reads, \(forecast.reads) expected",
            sourceLocation: sourceLocation)
        #expect(
            forecast.bytesOfX == data.featureCount * data.sampleCount * MemoryLayout<T>.stride,
            sourceLocation: sourceLocation)
        #expect(
            (Double(report.bytesRead) - report.reads * Double(forecast.bytesOfX)).magnitude <= 0.5,
            sourceLocation: sourceLocation)
        #expect(!forecast.memory.isTooMuch && forecast.memory.total > 0, sourceLocation: sourceLocation)
    }

    @Test(arguments: FitCase.all.filter(\.isConvex), sizes) func theFitDoesWhatWasSaid(
        _ problem: FitCase, samples: Int
    ) throws {
        func check<T: Scalar>(_: T.Type) throws {
            let data = try dataset(T.self, problem, samples)
            func fit(_ neuron: some Neuron) throws {
                expectAgreement(try data.forecast(neuron: neuron), try data.fit(neuron: neuron))
            }
            try fit(problem.neuron)
        }
        try check(Double.self)
        if samples < 10_000 { try check(Float.self) }
    }

    @Test(arguments: FitCase.all, [160, 3000]) func soDoSolversOfChoice(_ problem: FitCase, samples: Int) throws {
        let data = try dataset(Double.self, problem, samples)
        func check(_ neuron: some Neuron, _ solver: Solver) throws {
            expectAgreement(
                try data.forecast(neuron: neuron, by: solver, threads: 3),
                try data.fit(neuron: neuron, by: solver, threads: 3))
        }
        let penalty = try Penalty(l2: 0.01, on: .raw), corner = try Penalty(l1: 0.01, on: .raw)
        try check(problem.neuron, Solver.newton(penalty: penalty))
        try check(problem.neuron, try Solver.lbfgs(penalty: penalty))
        try check(problem.neuron, try Solver.newtonCG(penalty: penalty))
        try check(problem.neuron, try Solver.firstOrder(Adam(), stopping: try Stopping(iterations: 30)))
        guard problem.isConvex else { return }
        try check(problem.neuron, Solver.newton(penalty: corner))
        try check(problem.neuron, try Solver.lbfgs(bounds: .nonNegative(features: 3)))
    }

    /// Few steps of few products are few reads, and no fewer than were said.
    @Test(arguments: [1, 2, 8], [1, 3, 10]) func soDoFewProductsAndSteps(_ products: Int, _ iterations: Int) throws {
        let data = try dataset(Double.self, FitCase.all[0], 300)
        let stopping = try Stopping(gradientNorm: nil, digits: 1e-12, iterations: iterations)
        let solver = try Solver.newtonCG(stopping: stopping, products: products)
        expectAgreement(
            try data.forecast(neuron: .logistic, by: solver), try data.fit(neuron: .logistic, by: solver))
    }

    @Test(arguments: [(solver: "newton", samples: 300), ("lbfgs", 300), ("lbfgs", 20_000), ("newton-cg", 300)])
    func bytesAreThoseOfTheFit(_ instance: (solver: String, samples: Int)) throws {
        let data = try dataset(Double.self, FitCase.all[0], instance.samples)
        func check(_ solver: Solver) throws {
            let forecast = try data.forecast(neuron: .logistic, by: solver)
            var run = try Training(data, neuron: .logistic, by: solver, standardised: true)
            while try run.step() != nil {}
            #expect(forecast.memory.solver == 8 * (run.course.trail.first?.state ?? run.state).memory.numbers)
            let part = run.sweep.sampleSweep.value
            #expect(forecast.memory.sample == part.map { $0.data.featureCount * $0.data.sampleCount * 8 } ?? 0)
            #expect(forecast.memory.sample == 0 || forecast.description.contains("a sample of"))
            let matrix = instance.solver == "newton" || instance.samples == 20_000
            #expect(forecast.memory.hessian == (matrix ? 4 * 4 * 8 : 0))
        }
        switch instance.solver {
        case "newton": try check(Solver.newton())
        case "lbfgs": try check(try Solver.lbfgs())
        default: try check(try Solver.newtonCG())
        }
    }

    /// Limits at the end of `Int` are limits like others.
    @Test func limitsWithoutEnd() throws {
        let data = try dataset(Double.self, FitCase.all[0], 160)
        let digits = try Stopping(gradientNorm: nil, digits: 1e-8, iterations: .max)
        func check(_ solver: Solver) throws {
            let forecast = try data.forecast(neuron: .logistic, by: solver)
            #expect(forecast.reads.lowerBound > 0 && forecast.reads.upperBound.isFinite)
            guard case .converged = try data.fit(neuron: .logistic, by: solver).outcome else {
                Issue.record("\(solver.method.name)")
                return
            }
        }
        try check(Solver.newton(stopping: digits))
        try check(try Solver.lbfgs(stopping: digits))
        try check(try Solver.newtonCG(stopping: digits, products: .max))
        try check(Solver.automatic(stopping: digits))
        try check(
            try Solver.firstOrder(
                GradientDescent(rate: 0.5), stopping: try Stopping(gradientNorm: 1e-4, iterations: .max)))
    }

    /// Wide data before a matrix is made of it.
    @Test func aMatrixThatFitsNoMemoryIsToldOf() throws {
        let data = try Dataset(Matrix<Float>(rows: 1_000_000, columns: 2), targets: [0, 1])
        let forecast = try data.forecast(neuron: .logistic, by: .newton())
        #expect(forecast.memory.isTooMuch)
        #expect(forecast.memory.hessian == 8 * 1_000_001 * 1_000_001)
        #expect(forecast.description.contains("does not fit this machine's memory"))
        let automatic = try data.forecast(neuron: .logistic)
        #expect(automatic.solver.hasPrefix("lbfgs") && !automatic.memory.isTooMuch && automatic.memory.hessian == 0)
        let squares = try data.forecast(neuron: .linear)
        #expect(squares.memory.isTooMuch)
    }

    @Test func reasonsNameTheNumbersThatDecided() throws {
        let few = try dataset(Double.self, FitCase.all[0], 160), many = try dataset(Double.self, FitCase.all[0], 48_000)
        let reasons = [
            try few.forecast(neuron: .logistic), try many.forecast(neuron: .logistic),
            try few.forecast(neuron: .linear),
            try few.forecast(neuron: .perceptron), try few.forecast(neuron: .logistic, by: .newtonCG()),
        ].map { "\($0.solver.prefix(5)): \($0.reason)" }
        #expect(
            reasons == [
                "newto: a Hessian of n = 3, K = 1 and m = 160 costs 2600 operations; up to 1000000000 Newton's method "
                    + "needs no help",
                "lbfgs: of n = 3, K = 1 and m = 48000, 4000 samples tell the curvature, so a step on all takes a gradient",
                "least: without an l1 penalty and bounds a linear neuron of n = 3, K = 1 and m = 160 is solved directly, "
                    + "by QR",
                "Gradi: a perceptron has no curvature to go by",
                "newto: it was asked for",
            ])
    }

    @Test func whatCannotBeFittedCannotBeForeseen() throws {
        func complaint(_ work: () throws -> Void) -> String? {
            do { try work() } catch { return "\(error)" }
            return nil
        }
        let data = try dataset(Double.self, FitCase.all[0], 160), bounds = Bounds.nonNegative(features: 2)
        let penalty = try Penalty(l2: 1, on: .raw, factors: [1])
        let poor = try Dataset(Matrix<Double>(samples: [[1], [2]]), targets: [1, 1])
        let complaints = [
            (
                complaint { _ = try data.forecast(neuron: .logistic, by: .automatic(bounds: bounds)) },
                complaint { _ = try data.fit(neuron: .logistic, bounds: bounds) }
            ),
            (
                complaint { _ = try data.forecast(neuron: .linear, by: .automatic(penalty: penalty)) },
                complaint { _ = try data.fit(neuron: .linear, penalty: penalty) }
            ),
            (complaint { _ = try poor.forecast(neuron: .logistic) }, complaint { _ = try poor.fit(neuron: .logistic) }),
        ]
        for (before, during) in complaints { #expect(before != nil && before == during) }
    }

    @Test func itReadsWell() throws {
        let data = try dataset(Double.self, FitCase.all[0], 48_000)
        let text = try data.forecast(neuron: .logistic, threads: 2).description
        let lines = text.split(separator: "\n").map { $0.prefix(14).trimmingCharacters(in: .whitespaces) }
        #expect(
            lines == ["logistic on 3", "solver", "because", "reads of X", "copies", "memory"], "\(text)")
    }
}
