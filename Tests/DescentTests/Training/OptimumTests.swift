import Descent
import TestSupport
import Testing

/// Every neuron that has a minimum learns its way there.
@Suite struct OptimumTests {
    @Test(arguments: OptimumCase.all, OptimumProblem.Variant.allCases)
    func trainingReachesTheOptimum(_ instance: OptimumCase, _ variant: OptimumProblem.Variant) throws {
        let problem = OptimumProblem(instance, variant)
        let optimum = problem.scaled(try #require(problem.optimum()))
        let size = optimum.map(\.magnitude).max()!
        #expect(size > 0.3, "far from the start")

        func check<T: Scalar>(_: T.Type, gradientNorm: Double) throws {
            let fit = try train(T.self, problem, gradientNorm: gradientNorm)
            let minimum: Outcome = instance.neuron.isConvex ? .converged(.gradientNorm) : .localMinimum(.gradientNorm)
            #expect(fit.outcome == (instance.isSharp ? .limit(.iterations) : minimum))
            let errors = zip(problem.scaled(fit.layer.parameters), optimum).map { ($0 - $1).magnitude }
            // ‖∇R‖ over the least curvature, which is above 1/100 at each of these optima.
            #expect(errors.max()! <= 200 * gradientNorm * size, "\(errors) after \(fit.report.steps) steps")
        }
        try check(Double.self, gradientNorm: 1e-10)
        try check(Float.self, gradientNorm: 1e-6)
    }

    private func train<T: Scalar>(_: T.Type, _ problem: OptimumProblem, gradientNorm: Double) throws -> Fit<T> {
        let instance = problem.instance, data = try problem.dataset(T.self)
        var start = Parameters(features: problem.features, outputs: instance.outputs)
        for k in 0..<instance.outputs { start.setBias(instance.startBias, output: k) }
        func solver(
            _ rule: some UpdateRule, schedule: Schedule = .constant, gradientNorm: Double?, steps: Int
        ) throws -> Solver {
            try Solver.firstOrder(
                rule, schedule: schedule, penalty: try Penalty(l2: problem.l2, on: .raw),
                stopping: try Stopping(gradientNorm: gradientNorm, iterations: steps))
        }
        // The mean of (x, 1)(x, 1)ᵀ has no eigenvalue above 2 for these features; divided by the power of two below their
        // deviation, above 5.
        let rate = 1 / ((problem.variant == .standardised ? 5 : 2) * instance.curvature)
        let descent =
            if instance.isSharp {
                try solver(
                    NormalisedDescent(rate: 0.1), schedule: try .exponential(decay: 0.97), gradientNorm: nil, steps: 700
                )
            } else {
                switch problem.variant {
                case .plain: try solver(GradientDescent(rate: rate), gradientNorm: gradientNorm, steps: 20_000)
                case .weighted:
                    try solver(Momentum(rate: rate, momentum: 0.8), gradientNorm: gradientNorm, steps: 20_000)
                case .standardised:
                    try solver(Nesterov(rate: rate, momentum: 0.8), gradientNorm: gradientNorm, steps: 20_000)
                }
            }
        func fit(_ neuron: some Neuron) throws -> Fit<T> {
            try Training(
                data, neuron: neuron, by: descent, start: start, standardised: problem.variant == .standardised
            ).fit()
        }
        return try fit(instance.neuron)
    }

    /// The hinge has no one optimum on data that a plane separates, but no loss there.
    @Test(arguments: PerceptronTests.Separable.all.filter { $0.margin > 0.05 }) func theHingeIsContent(
        _ problem: PerceptronTests.Separable
    ) throws {
        let (_, points, classes) = problem.generate()
        let data = try Dataset(try Matrix(samples: points), targets: classes)
        let solver = try Solver.firstOrder(
            GradientDescent(rate: 1), stopping: try Stopping(gradientNorm: 0, iterations: 1_000_000))
        let fit = try Training(data, neuron: try Composed(.identity, .hinge), by: solver, hasBias: false).fit()
        #expect(fit.outcome == .converged(.gradientNorm) && fit.report.risk == 0 && fit.report.steps > 0)
        for (x, y) in zip(points, classes) {
            #expect((2 * y - 1) * zip(x, fit.parameters.values).reduce(0) { $0 + $1.0 * $1.1 } >= 1 - 1e-12)
        }
    }
}
