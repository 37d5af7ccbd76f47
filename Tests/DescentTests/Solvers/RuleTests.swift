import Descent
import Testing

/// Rules against 50-digit references, and what holds for every rule.
@Suite struct RuleTests {
    static let X: [Double] = [1, 0.5, -0.25, 2, 0.75, -1.5, 2, 0.25, -1.25, -0.5, 0.5, 1]
    static let quadratic: [Double] = [1.5, -2, 2.25, 3, -1, 0.5], labels: [Double] = [1, 0, 1, 1, 0, 0]

    static func data(_ targets: [Double]) throws -> Dataset<Double> {
        try Dataset(try Matrix(rows: 2, columns: 6, X), targets: targets)
    }

    static func start() -> Parameters {
        var start = Parameters(features: 2)
        start.values = [0.5, -0.25, 0.125]
        return start
    }

    @Test(arguments: RuleCase.all) func twentyStepsAreThoseOfTheReference(_ instance: RuleCase) throws {
        let reference = try #require(RuleReferences.after20Steps[instance.rule.name])
        let solver = try instance.solver(steps: 20)
        let linear = try Training(try Self.data(Self.quadratic), neuron: .linear, by: solver, start: Self.start()).fit()
        let logistic = try Training(try Self.data(Self.labels), neuron: .logistic, by: solver, start: Self.start())
            .fit()
        #expect(linear.outcome == .limit(.iterations) && logistic.outcome == .limit(.iterations))
        // Twenty steps of rounding, some of them a quotient of two numbers that rounded.
        for (found, exact) in zip(linear.parameters.values, reference.linear) { #expect(abs(found - exact) < 1e-14) }
        for (found, exact) in zip(logistic.parameters.values, reference.logistic) {
            #expect(abs(found - exact) < 1e-14)
        }
    }

    /// On a steep, narrow bowl every rule comes down.
    @Test(arguments: RuleCase.all) func comesDown(_ instance: RuleCase) throws {
        let data = try Self.data(Self.labels)
        let sweep = try Sweep(data, neuron: .logistic)
        let fit = try Training(data, neuron: .logistic, by: try instance.solver(steps: 300), start: Self.start()).fit()
        #expect(try sweep.loss(at: fit.parameters) < sweep.loss(at: Self.start()))
    }

    /// A gradient of exactly 0: converged where it stands, never NaN.
    @Test(arguments: RuleCase.all) func staysWhereTheGradientIsZero(_ instance: RuleCase) throws {
        let data = try Dataset(try Matrix(rows: 1, columns: 2, [1, -1] as [Double]), targets: [0, 0])
        let fit = try Training(data, neuron: .linear, by: try instance.solver(steps: 5)).fit()
        #expect(fit.outcome == .converged(.gradientNorm) && fit.parameters.values == [0, 0])
        #expect(fit.report.steps == 0)
    }

    /// A saved state of one process is resumed in another, so no word of a recipe may be a process's own.
    @Test(arguments: RuleCase.all) func recipesAreTheSameInEveryProcess(_ instance: RuleCase) throws {
        let schedules: [Schedule] = [
            .constant, try .step(every: 3), try .exponential(decay: 0.5), try .inverse(decay: 1), try .cosine(steps: 9),
            try .cosineRestarts(firstSteps: 5).warmedUp(over: 2),
        ]
        for schedule in schedules {
            for clipping in [nil, Clipping.norm(1), .value(2)] {
                let recipe = try instance.solver(steps: 5, schedule: schedule, clipping: clipping).method.recipe
                #expect(!recipe.contains("unknown") && !recipe.contains("0x") && !recipe.contains("$"), "\(recipe)")
                #expect(recipe.contains("\(schedule)") && recipe.contains("\(instance.rule.rate)"))
            }
        }
    }

    @Test func illegalNumbersAreNamed() {
        let nan = Double.nan, infinity = Double.infinity
        let rules: [(any UpdateRule, String, Double)] = [
            (GradientDescent(rate: 0), "the rate", 0), (GradientDescent(rate: -1), "the rate", -1),
            (NormalisedDescent(rate: nan), "the rate", nan), (Momentum(rate: infinity), "the rate", infinity),
            (Momentum(momentum: 1), "the momentum", 1), (Nesterov(momentum: -0.1), "the momentum", -0.1),
            (AdaGrad(epsilon: 0), "epsilon", 0), (RMSProp(decay: 1), "the decay", 1),
            (Adadelta(epsilon: -1), "epsilon", -1), (Adam(decays: Decays(beta1: 1)), "beta1", 1),
            (AdaMax(decays: Decays(beta2: nan)), "beta2", nan), (Nadam(decays: Decays(epsilon: 0)), "epsilon", 0),
            (AMSGrad(rate: -infinity), "the rate", -infinity), (AdamW(weightDecay: -1), "the weight decay", -1),
        ]
        for (rule, name, value) in rules {
            func open(_ rule: some UpdateRule) {
                expectIllegal(name, value) {
                    _ = try Training(try Self.data(Self.labels), neuron: .logistic, by: .firstOrder(rule))
                }
            }
            open(rule)
        }
    }
}
