import Descent
import Testing

/// f(x) = x² from x = 2: one sample x = 1 with target 0, a linear neuron without bias, and the squared error.
@Suite struct ParabolaTests {
    func training(rate: Double, steps: Int = 1000) throws -> Training<Double> {
        let data = try Dataset(try Matrix(rows: 1, columns: 1, [1] as [Double]), targets: [0])
        var start = Parameters(features: 1, hasBias: false)
        start.values = [2]
        let solver = try Solver.firstOrder(
            GradientDescent(rate: rate), stopping: try Stopping(gradientNorm: 1e-9, iterations: steps))
        return try Training(data, neuron: .linear(.squared), by: solver, start: start, hasBias: false)
    }

    @Test func theSlopeIsFourAndTheStepGoesLeft() throws {
        var run = try training(rate: 0.1)
        let first = try #require(try run.step())
        #expect(first.risk == 4 && first.gradientNorm == 4 && first.rate == 0.1)
        #expect(run.parameters.values == [2 - 0.1 * 4])
    }

    @Test func aTenthConverges() throws {
        let fit = try training(rate: 0.1).fit()
        #expect(fit.outcome == .converged(.gradientNorm) && abs(fit.parameters.values[0]) < 1e-9)
    }

    @Test func aHalfJumpsToTheMinimum() throws {
        let fit = try training(rate: 0.5).fit()
        #expect(fit.outcome == .converged(.gradientNorm) && fit.parameters.values == [0] && fit.report.steps == 1)
    }

    @Test func nineTenthsOscillateInward() throws {
        var run = try training(rate: 0.9), points: [Double] = []
        while try run.step() != nil { points.append(run.parameters.values[0]) }
        #expect(run.outcome == .converged(.gradientNorm))
        let moving = points.dropLast()  // the last query takes no step
        for (a, b) in zip(moving, moving.dropFirst()) { #expect(a * b < 0 && abs(b) < abs(a)) }
    }

    @Test func oneCycles() throws {
        var run = try training(rate: 1, steps: 50), points: [Double] = []
        while try run.step() != nil { points.append(run.parameters.values[0]) }
        #expect(run.outcome == .limit(.iterations))
        #expect(points.prefix(50).enumerated().allSatisfy { $1 == ($0 % 2 == 0 ? -2 : 2) })
    }

    @Test func moreThanOneDivergesAndSaysWhatWouldWork() throws {
        let fit = try training(rate: 1.1).fit()
        guard case .diverged(let rate, let limit) = fit.outcome else {
            Issue.record("\(fit.outcome)")
            return
        }
        let bound = try #require(limit), advice = bound / 2
        #expect(rate == 1.1 && abs(bound - 1) < 1e-9)
        #expect(fit.parameters.values[0].isFinite)
        #expect("\(fit.outcome)".contains("1.1"))
        #expect(try training(rate: advice).fit().outcome == .converged(.gradientNorm))
    }

    /// Steps of one length circle the optimum, and do not claim to have converged.
    @Test func normalisedDescentCircles() throws {
        let data = try Dataset(try Matrix(rows: 1, columns: 1, [1] as [Double]), targets: [0])
        var start = Parameters(features: 1, hasBias: false)
        start.values = [2]
        let solver = try Solver.firstOrder(NormalisedDescent(rate: 0.3), stopping: try Stopping(iterations: 200))
        let fit = try Training(data, neuron: .linear(.squared), by: solver, start: start, hasBias: false).fit()
        #expect(fit.outcome == .limit(.iterations) && abs(fit.parameters.values[0]) <= 0.3)
    }
}
