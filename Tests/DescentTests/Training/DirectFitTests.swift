import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSweep

/// A fit that needs no descent does without, whichever way it was asked for.
@Suite struct DirectFitTests {
    private func data() throws -> Dataset<Double> {
        try Problem<Double>(NeuronCase("linear", .linear), .init(samples: 400)).dataset()
    }

    @Test func trainingChoosesAsFitDoes() throws {
        let data = try data(), penalty = try Penalty.ridge(0.01, on: .deviations)
        for penalty in [Penalty.none, penalty] {
            let fit = try data.fit(neuron: .linear, penalty: penalty)
            for standardised in [false, true] {
                var training = try Training(
                    data, neuron: .linear, by: .automatic(penalty: penalty), standardised: standardised)
                let step = try #require(try training.step())
                #expect(try training.step() == nil && training.outcome == fit.outcome)
                #expect(step.risk == fit.report.risk && training.reads == fit.report.reads)
                #expect(try training.layer().weights.values.count == 5 && training.encodedState.isEmpty)
                let found = try #require(try training.result())
                #expect(found.report.solver == fit.report.solver && found.parameters == fit.parameters)
                #expect(found.layer.weights == fit.layer.weights && found.layer.bias == fit.layer.bias)
                // In the coordinates of the training.
                let point = try Sweep(data, neuron: .linear, standardised: standardised)
                    .layer(at: training.parameters).parameters
                for (a, b) in zip(point.values, fit.layer.parameters.values) {
                    #expect(abs(a - b) <= 1e-12 * max(1, abs(b)))
                }
            }
        }
    }

    /// There is nothing to go on from, and a state of a descent is not passed over.
    @Test func noStateIsTaken() throws {
        let data = try data()
        var descent = try Training(data, neuron: .linear, by: .lbfgs()), direct = try Training(data, neuron: .linear)
        _ = try descent.step()
        #expect(
            throws: DescentError.unusableState(
                reason: "least squares go on from nowhere: name the solver that the state is of, such as .newton()")
        ) { try direct.resume(from: descent.encodedState) }
        #expect(try direct.step() != nil && direct.outcome == .converged(.precision))
    }

    /// Nobody is told to keep a state that nothing goes on from.
    @Test func noStateIsSaved() async throws {
        let data = try data(), saved = Guarded(0)
        let checkpoint = Checkpoint(every: 1) { _ in saved.withLock { $0 += 1 } }
        _ = try await data.fit(neuron: .linear, checkpoint: checkpoint)
        #expect(saved.withLock { $0 } == 0)
        let descent = try await data.fit(neuron: .linear, by: .newton(), checkpoint: checkpoint)
        // Not that of the end, from which a line search would ask for its last point again.
        #expect((1..<descent.report.steps + 2).contains(saved.withLock { $0 }))
    }

    @Test func theForecastIsOfTheSameMethod() throws {
        let data = try data(), reads = try data.fit(neuron: .linear).report.reads
        for forecast in [try data.forecast(neuron: .linear), try data.forecast(neuron: .linear, by: .automatic())] {
            #expect(forecast.solver.contains("least squares") && forecast.reads.contains(reads))
        }
    }

    /// A descent where one was asked for: by name, by batches, a start, a sum, validation, or rules to stop by.
    @Test func descendsWhereItIsAskedTo() throws {
        let data = try data(), zero = Parameters(features: 5), stopping = try Stopping(gradientNorm: 1e-3)
        for training in [
            { try Training(data, neuron: .linear, by: .newton()).fit() },
            { try Training(data, neuron: .linear, start: zero).fit() },
            { try Training(data, neuron: .linear, risk: .sum).fit() },
            { try Training(data, neuron: .linear, by: .automatic(stopping: stopping)).fit() },
            { try Training(data, neuron: .linear, validation: (data, patience: 2)).fit() },
        ] as [() throws -> Fit<Double>] {
            let fit = try training()
            #expect(!fit.report.solver.contains("least squares") && !fit.state.isEmpty, "\(fit.report.solver)")
        }
    }
}
