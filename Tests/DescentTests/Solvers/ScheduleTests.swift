import Descent
import Foundation
import Testing

/// Rates over time, penalties and clipping.
@Suite struct ScheduleTests {
    private func factors(_ schedule: Schedule, _ steps: [Int]) -> [Double] { steps.map { schedule.factor(at: $0) } }

    @Test func factorsAreThoseOfTheFormulas() throws {
        #expect(factors(.constant, [0, 1, 1_000_000]) == [1, 1, 1])
        #expect(factors(try .step(every: 3, factor: 0.5), [0, 2, 3, 5, 6]) == [1, 1, 0.5, 0.5, 0.25])
        #expect(factors(try .exponential(decay: 0.5), [0, 1, 3]) == [1, 0.5, 0.125])
        #expect(factors(try .inverse(decay: 1), [0, 1, 3]) == [1, 0.5, 0.25])
        #expect(factors(try .cosine(steps: 4), [0, 2, 4, 9]) == [1, (1 + cos(.pi * 0.5)) / 2, 0, 0])
        #expect(factors(try .cosine(steps: 4, floor: 0.5), [0, 4, 9]) == [1, 0.5, 0.5])
        #expect(factors(try .constant.warmedUp(over: 4), [0, 1, 3, 4]) == [0.25, 0.5, 1, 1])
    }

    @Test func restartsBeginAnew() throws {
        let same = try Schedule.cosineRestarts(firstSteps: 5),
            growing = try Schedule.cosineRestarts(firstSteps: 2, growth: 3)
        #expect(factors(same, [0, 5, 10, 5_000_000]) == [1, 1, 1, 1])
        #expect(same.factor(at: 7) == same.factor(at: 2))
        #expect(factors(growing, [0, 2, 8, 26]) == [1, 1, 1, 1])
        #expect(abs(growing.factor(at: 5) - 0.5) < 1e-15)
        #expect(growing.factor(at: .max) >= 0)
        let warm = try same.warmedUp(over: 10)
        #expect(warm.factor(at: 10) == 1 && warm.factor(at: 12) == same.factor(at: 2))
    }

    /// Saved states are compared by these words, which also make the schedule again.
    @Test func wordsAreThoseThatMakeIt() throws {
        let schedules: [(Schedule, String)] = [
            (.constant, "constant"), (try .step(every: 3, factor: 0.5), "step(every: 3, factor: 0.5)"),
            (try .exponential(decay: 0.5), "exponential(decay: 0.5)"), (try .inverse(decay: 2), "inverse(decay: 2.0)"),
            (try .cosine(steps: 4, floor: 0.25), "cosine(steps: 4, floor: 0.25)"),
            (try .cosineRestarts(firstSteps: 2, growth: 3), "cosineRestarts(firstSteps: 2, growth: 3, floor: 0.0)"),
        ]
        for (schedule, words) in schedules {
            #expect("\(schedule)" == words)
            #expect(try "\(schedule.warmedUp(over: 1))" == words + ".warmedUp(over: 1)")
        }
    }

    @Test func illegalNumbersAreNamed() {
        let attempts: [(String, String, () throws -> Any)] = [
            ("the number of steps between changes of the rate", "0", { try Schedule.step(every: 0) }),
            ("the factor of a step schedule", "1.5", { try Schedule.step(every: 5, factor: 1.5) }),
            ("the decay of an exponential schedule", "0.0", { try Schedule.exponential(decay: 0) }),
            ("the decay of an exponential schedule", "nan", { try Schedule.exponential(decay: .nan) }),
            ("the decay of an inverse schedule", "-1.0", { try Schedule.inverse(decay: -1) }),
            ("the number of steps of a cosine schedule", "0", { try Schedule.cosine(steps: 0) }),
            ("the floor of a cosine schedule", "1.0", { try Schedule.cosine(steps: 10, floor: 1) }),
            ("the number of steps before the first restart", "0", { try Schedule.cosineRestarts(firstSteps: 0) }),
            ("the growth of restarts", "0", { try Schedule.cosineRestarts(firstSteps: 1, growth: 0) }),
            ("the number of warm-up steps", "-1", { try Schedule.constant.warmedUp(over: -1) }),
            ("the l1 penalty", "-1.0", { try Penalty(l1: -1, on: .raw) }),
            ("the l2 penalty", "nan", { try Penalty(l2: .nan, on: .raw) }),
            ("the l2 penalty", "inf", { try Penalty(l2: .infinity, on: .raw) }),
            ("the gradient norm to stop at", "-1.0", { try Stopping(gradientNorm: -1) }),
            ("the loss change to stop at", "nan", { try Stopping(lossChange: .nan) }),
            ("the number of iterations", "0", { try Stopping(iterations: 0) }),
            ("the time limit", "0.0", { try Stopping(seconds: 0) }),
            ("the batch size", "0", { try Batches.of(0) }),
        ]
        for (name, value, attempt) in attempts { expectIllegal(name, value) { try attempt() } }
    }

    /// One step of plain descent from the start, with and without what is tested.
    private func step(clipping: Clipping? = nil, penalty: Penalty = .none) throws -> [Double] {
        let solver = try Solver.firstOrder(
            GradientDescent(rate: 0.5), clipping: clipping, penalty: penalty,
            stopping: try Stopping(gradientNorm: nil, iterations: 1))
        let data = try RuleTests.data(RuleTests.quadratic)
        return try Training(data, neuron: .linear, by: solver, start: RuleTests.start()).fit().parameters.values
    }

    @Test func clippingBoundsTheStep() throws {
        let start = RuleTests.start().values, free = try step()
        let moves = zip(free, start).map { $0 - $1 }, length = moves.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let short = zip(try step(clipping: .norm(0.01)), start).map { $0 - $1 }
        for (found, move) in zip(short, moves) { #expect(abs(found - move / length * 0.005) < 1e-15) }
        #expect(try step(clipping: .norm(1e6)) == free)
        let bounded = zip(try step(clipping: .value(0.01)), start).map { $0 - $1 }
        for (found, move) in zip(bounded, moves) {
            #expect(abs(found - min(max(move, -0.005), 0.005)) < 1e-15)
        }
    }

    @Test func penaltiesPullWeightsAndLeaveTheBias() throws {
        let start = RuleTests.start().values, free = try step()
        let ridge = try step(penalty: try Penalty(l2: 0.3, on: .raw)),
            lasso = try step(penalty: try Penalty(l1: 0.3, on: .raw))
        for i in 0..<2 {
            #expect(abs(ridge[i] - (free[i] - 0.5 * 0.3 * start[i])) < 1e-15)
            let shrunk = max(abs(free[i]) - 0.15, 0)
            #expect(abs(abs(lasso[i]) - shrunk) < 1e-15)
        }
        #expect(ridge[2] == free[2] && lasso[2] == free[2])
    }

    /// With a large l1 penalty every weight is exactly 0, and that is known to be the optimum.
    @Test func aLargeL1PenaltyLeavesNothing() throws {
        let solver = try Solver.firstOrder(GradientDescent(rate: 0.2), penalty: try Penalty(l1: 10, on: .raw))
        let fit = try Training(try RuleTests.data(RuleTests.labels), neuron: .logistic, by: solver).fit()
        #expect(fit.outcome == .converged(.gradientNorm))
        #expect(fit.parameters.values[0] == 0 && fit.parameters.values[1] == 0)
        #expect(abs(fit.parameters.bias()) < 1e-5)  // half of the labels are 1
    }
}
