import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers
@testable import DescentSweep

/// Laws of the end: where fits arrive, and what they say of it.
extension FitLaw {
    /// The gradient in the coordinates of the data, by a sweep that no solver saw, is nothing beside its terms.
    func reachesTheOptimum(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        let answer = try instance.fit(data)
        expectConverged(answer)
        // Descent by gradients makes no such difference.
        switch answer.outcome {
        case .converged: #expect(instance.problem.isConvex || !instance.hasFastSolver)
        case .localMinimum: #expect(!instance.problem.isConvex)
        default: break
        }
        func gradient(_ neuron: some Neuron) throws -> Evaluation {
            try Sweep(try data.dataset(Double.self, for: neuron), neuron: neuron).lossGradient(at: answer.parameters)
        }
        let evaluation = try gradient(instance.problem.neuron)
        let largest = evaluation.gradient.values.map(\.magnitude).max()!
        #expect(largest <= (instance.isDouble ? 1e-10 : 1e-4), "gradient \(evaluation.gradient.values)")
        #expect((answer.report.risk - evaluation.loss).magnitude <= (instance.isDouble ? 1e-13 : 1e-5))
    }

    func solversAgree(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        let newton = FitInstance(problem: instance.problem, solver: .newton, isDouble: true)
        let a = try newton.fit(data), b = try instance.fit(data)
        expectConverged(a)
        expectConverged(b)
        expectAgreement(a.parameters, b.parameters, instance.tolerance)
    }

    func floatHasItsDigits(_ instance: FitInstance) throws {
        let data = instance.problem.data(weighted: true)
        let exact = FitInstance(problem: instance.problem, solver: .newton, isDouble: true)
        let a = try exact.fit(data), b = try instance.fit(data)
        expectConverged(b)
        expectAgreement(a.parameters, b.parameters, 2e-4)
    }

    /// Whoever starts at the optimum has nothing to do but see it: without curvature at hand, by products or a look for
    /// dependences.
    func warmStartStaysThere(_ instance: FitInstance) throws {
        let data = instance.problem.data()
        let first = try instance.fit(data)
        func run<T: Scalar>(_: T.Type) throws {
            let again = try restart(instance, T.self, data, at: first.fitted).fit()
            #expect(again.report.steps == 0, "\(again.report)")
            // Whether a point is a minimum takes some products with the Hessian, unless every point without slope is one.
            let looks = instance.problem.neuron.smoothness == .twice && !instance.problem.isConvex ? 8.0 : 0
            if instance.solver == .newton { #expect(again.report.reads <= 1.01 + looks) }
            expectAgreement(again.parameters, first.fitted, instance.digits)
            switch again.outcome {
            case .converged, .localMinimum: break
            default: Issue.record("\(again.report)")
            }
        }
        if instance.isDouble { try run(Double.self) } else { try run(Float.self) }
    }

    /// A fit from a point in its own coordinates.
    private func restart<T: Scalar>(
        _ instance: FitInstance, _: T.Type, _ data: FitData, at point: Parameters
    ) throws -> Training<T> {
        func make(_ neuron: some Neuron, _ solver: Solver) throws -> Training<T> {
            try Training(
                try data.dataset(T.self, for: neuron), neuron: neuron, by: solver, start: point, standardised: true)
        }
        return try make(
            instance.problem.neuron,
            try instance.solver.make(instance.problem, .none, digits: 10 * instance.digits))
    }

    /// One to three steps are enough for few, and none of the others says so.
    func limitsAreNotConvergence(_ instance: FitInstance) throws {
        let data = instance.problem.data()
        let optimum = try instance.fit(data)
        for iterations in 1...3 {
            let answer = try instance.fit(data, iterations: iterations)
            if answer.outcome == .limit(.iterations) {
                #expect(answer.report.steps <= iterations && answer.report.gradientNorm > 0)
            } else {
                expectConverged(answer)
                expectAgreement(answer.parameters, optimum.parameters, instance.tolerance)
            }
        }
    }

    /// Coefficients that run to infinity are not an answer.
    func separationIsNotConvergence(_ instance: FitInstance) throws {
        var data = instance.problem.data(samples: 60)
        // Class by the first feature alone; counts of 0 but for the largest.
        data.y = data.x.map { x in
            switch instance.problem.label {
            case "poisson": x[0] > 0.5 ? 3 : 0
            case "softmax": x[0] > 0.9 ? 2 : x[0] > 0.2 ? 1 : 0
            default: x[0] > 0.5 ? 1 : 0
            }
        }
        if instance.problem.label == "poisson" { data = data.mappingFeatures { [$0[0] > 0.5 ? 0 : 1, $0[1], $0[2]] } }
        let answer = try instance.fit(data)
        guard case .separated(_, output: 0) = answer.outcome else {
            Issue.record("\(answer.report) \(answer.parameters.values)")
            return
        }
        let isFinite = answer.parameters.values.allSatisfy(\.isFinite)
        #expect(isFinite)
        #expect(answer.parameters.values.map(\.magnitude).max()! > 5)
    }

    /// A fit that was interrupted ends with the same bits, wherever that was.
    func resumesToTheBit(_ instance: FitInstance) throws {
        func check<T: Scalar>(_: T.Type) throws {
            for data in instance.solver == .lbfgs && instance.isDouble
                ? [instance.problem.data(weighted: true), Self.sampled(instance)]
                : [instance.problem.data(weighted: true)]
            {
                let cap = instance.hasFastSolver ? nil : 30
                var whole = try instance.training(T.self, data, iterations: cap)
                var states: [[UInt8]] = []
                while try whole.step() != nil {
                    if whole.outcome == nil && states.count < 6 { states.append(whole.encodedState) }
                }
                let expected = whole.state, outcome = whole.outcome
                for state in states {
                    var second = try instance.training(T.self, data, iterations: cap)
                    try second.resume(from: state)
                    while try second.step() != nil {}
                    let found = second.state
                    #expect(found.query.point == expected.query.point && second.outcome == outcome)
                    #expect(found.steps == expected.steps && found.loss == expected.loss)
                }
            }
        }
        if instance.isDouble { try check(Double.self) } else { try check(Float.self) }
    }

    /// Of enough samples for a sample of them.
    private static func sampled(_ instance: FitInstance) -> FitData {
        sampledData[instance.problem.label]!
    }
    private static let sampledData = Dictionary(
        uniqueKeysWithValues: FitCase.all.map { ($0.label, $0.data(samples: 8000)) })
}
