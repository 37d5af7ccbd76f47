import Descent
import TestSupport
import Testing

/// A schedule whose rate stays at 0 ends a fit, and says so: nothing is read for steps that lead nowhere.
@Suite struct ScheduleEndTests {
    private func data() throws -> Dataset<Double> {
        try Problem<Double>(NeuronCase("logistic", .logistic), .init(samples: 400)).dataset()
    }

    @Test func onAllData() throws {
        for schedule in [try Schedule.cosine(steps: 20), try .cosine(steps: 15).warmedUp(over: 5)] {
            let solver = try Solver.firstOrder(
                .gradientDescent(rate: 0.01), schedule: schedule, stopping: Stopping(gradientNorm: 1e-12))
            let fit = try Training(data(), neuron: .logistic, by: solver).fit()
            #expect(fit.outcome == .limit(.schedule) && fit.report.steps == 20, "\(schedule): \(fit.report)")
            #expect(fit.report.reads < 24)
            #expect("\(fit.outcome)".contains("stays at 0"))
        }
    }

    @Test func inBatches() throws {
        let solver = try Solver.firstOrder(.adam(), schedule: .cosine(steps: 20))
        let fit = try Training(data(), neuron: .logistic, by: solver, batches: .of(100, seed: 1)).fit()
        #expect(fit.outcome == .limit(.schedule) && fit.report.steps == 20)
    }

    /// A state of the end is that of the end.
    @Test func resumedAtItsEnd() throws {
        let solver = try Solver.firstOrder(.adam(), schedule: .cosine(steps: 20))
        var run = try Training(data(), neuron: .logistic, by: solver, batches: .of(100, seed: 1))
        while try run.step() != nil {}
        var again = try Training(data(), neuron: .logistic, by: solver, batches: .of(100, seed: 1))
        try again.resume(from: run.encodedState)
        #expect(again.outcome == .limit(.schedule) && again.parameters == run.parameters)
        #expect(try again.step() == nil && again.reads == 0)
    }

    /// What does not stay at 0 goes on to its own end.
    @Test func otherSchedulesGoOn() throws {
        for schedule in [try Schedule.cosine(steps: 20, floor: 0.1), try .cosineRestarts(firstSteps: 10), .constant] {
            let solver = try Solver.firstOrder(
                .gradientDescent(rate: 0.01), schedule: schedule,
                stopping: Stopping(gradientNorm: 1e-12, iterations: 60))
            let fit = try Training(data(), neuron: .logistic, by: solver).fit()
            #expect(fit.outcome == .limit(.iterations) && fit.report.steps == 60, "\(schedule)")
        }
        // A power that has become 0.
        let solver = try Solver.firstOrder(
            .gradientDescent(), schedule: .step(every: 1, factor: 1e-200), stopping: Stopping(gradientNorm: 1e-12))
        let fit = try Training(data(), neuron: .logistic, by: solver, batches: .of(400)).fit()
        #expect(fit.outcome == .limit(.schedule) && fit.report.steps == 2)
    }
}
