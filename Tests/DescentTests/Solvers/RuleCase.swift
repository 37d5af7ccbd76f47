import Descent
import Testing

/// One instance for every law about rules. A new rule is one more line in `all`, and one in references.py.
struct RuleCase: Sendable, CustomTestStringConvertible {
    /// With the numbers of references.py.
    let rule: any UpdateRule
    var testDescription: String { rule.name }

    static let all: [RuleCase] = [
        GradientDescent(rate: 0.1), NormalisedDescent(rate: 0.05), Momentum(rate: 0.05), Nesterov(rate: 0.05),
        AdaGrad(rate: 0.1), RMSProp(rate: 0.01), Adadelta(), Adam(rate: 0.01), AdamW(rate: 0.01, weightDecay: 0.1),
        AdaMax(rate: 0.02), Nadam(rate: 0.02), AMSGrad(rate: 0.01),
    ].map { (rule: any UpdateRule) in RuleCase(rule: rule) }

    /// A solver of this rule that stops after some steps and for no other reason.
    func solver(
        steps: Int, schedule: Schedule = .constant, clipping: Clipping? = nil, penalty: Penalty = .none
    ) throws -> Solver {
        func open(_ rule: some UpdateRule) throws -> Solver {
            try Solver.firstOrder(
                rule, schedule: schedule, clipping: clipping, penalty: penalty,
                stopping: try Stopping(gradientNorm: nil, iterations: steps))
        }
        return try open(rule)
    }
}
