import Descent
import TestSupport
import Testing

/// Fits: how they end, that they repeat to the bit, resume, stop early and are cancelled.
@Suite struct TrainingTests {
    /// Labels from a known plane, some of them wrong.
    static func data(_ samples: Int = 4000, features: Int = 6, seed: UInt64 = 1) throws -> Dataset<Double> {
        var generator = SplitMix64(seed: seed)
        let X = (0..<samples * features).map { _ in generator.number(in: -1...1) }
        let y = (0..<samples).map { sample in
            let z = (0..<features).reduce(0.3) { $0 + (Double($1) - 2) * X[sample * features + $1] }
            return z + 0.5 * generator.number(in: -1...1) > 0 ? 1.0 : 0
        }
        return try Dataset(try Matrix(rows: features, columns: samples, X), targets: y)
    }

    func training(
        _ rule: some UpdateRule, batch: Int? = nil, steps: Int = 150, threads: Int? = nil,
        validation: (data: Dataset<Double>, patience: Int)? = nil, floor: Double = 0
    ) throws -> Training<Double> {
        let batches: Batches? = if let batch { try .of(batch, seed: 9) } else { nil }
        return try Training(
            try Self.data(), neuron: .logistic,
            by: .firstOrder(
                rule, schedule: try .cosine(steps: 400, floor: floor), stopping: try Stopping(iterations: steps)),
            batches: batches, validation: validation, threads: threads)
    }

    @Test(arguments: RuleCase.all, [nil, 100, 256]) func sameBitsAgainAndOnOtherThreads(
        _ instance: RuleCase, _ batch: Int?
    ) throws {
        func fit(_ rule: some UpdateRule, _ threads: Int) throws -> Fit<Double> {
            try training(rule, batch: batch, threads: threads).fit()
        }
        let one = try fit(instance.rule, 1)
        for threads in [1, 2, 7] {
            let other = try fit(instance.rule, threads)
            #expect(other.parameters == one.parameters && other.outcome == one.outcome)
        }
        #expect(
            one.report.solver.contains("\(instance.rule.rate)") && one.report.batches?.seed == (batch == nil ? nil : 9))
    }

    @Test(arguments: RuleCase.all, [nil, 256]) func resumesToTheSameBits(_ instance: RuleCase, _ batch: Int?) throws {
        func check(_ rule: some UpdateRule) throws {
            let whole = try training(rule, batch: batch, steps: 60).fit()
            var first = try training(rule, batch: batch, steps: 25)
            while try first.step() != nil {}
            let state = first.encodedState
            var second = try training(rule, batch: batch, steps: 60)
            try second.resume(from: state)
            let resumed = try second.fit()
            #expect(resumed.parameters == whole.parameters && resumed.report.steps == whole.report.steps)
            // One that has ended takes no step more.
            var third = try training(rule, batch: batch, steps: 60)
            try third.resume(from: whole.state)
            let again = try third.fit()
            #expect(again.parameters == whole.parameters && again.report.steps == whole.report.steps)
            #expect(again.outcome == whole.outcome && again.report.risk == whole.report.risk)
        }
        try check(instance.rule)
    }

    /// Where a limit ends a fit, the weights that were best are in place, and a check may have come that was not due: neither is known to
    /// the fit that goes on.
    @Test(arguments: [nil, 100, 256]) func resumesWithValidation(_ batch: Int?) throws {
        let other = try Self.data(500, seed: 7)
        for patience in [3, 8, 100] {
            func run(_ steps: Int) throws -> Training<Double> {
                try training(
                    Adam(rate: 0.7), batch: batch, steps: steps, validation: (other, patience: patience))
            }
            let whole = try run(60).fit()
            for steps in stride(from: 5, through: 60, by: 5) {
                let part = try run(steps).fit()
                for (limit, expected) in [(steps, part), (60, whole)] where part.outcome == .limit(.iterations) {
                    var second = try run(limit)
                    try second.resume(from: part.state)
                    let resumed = try second.fit()
                    #expect(resumed.parameters == expected.parameters && resumed.outcome == expected.outcome)
                    #expect(resumed.report.steps == expected.report.steps)
                    #expect(resumed.report.validationLoss == expected.report.validationLoss)
                }
            }
        }
    }

    @Test func damagedAndForeignStatesAreRefused() throws {
        var run = try training(Adam(), batch: 256)
        for _ in 0..<10 { _ = try run.step() }
        let state = run.encodedState, before = run.parameters
        for length in 0..<state.count {
            // Its name, version and checksum are the least that can be one.
            let reason = length < 28 ? "it is not one" : "it is damaged: the checksum does not match"
            #expect(throws: DescentError.unusableState(reason: reason)) {
                try run.resume(from: Array(state.prefix(length)))
            }
        }
        for index in stride(from: 0, to: state.count, by: 3) {
            var damaged = state
            damaged[index] ^= 0x10
            let reason = index < 12 ? "it is not one" : "it is damaged: the checksum does not match"
            #expect(throws: DescentError.unusableState(reason: reason)) { try run.resume(from: damaged) }
        }
        var other = try training(Adam(rate: 0.5), batch: 256)
        let foreign = DescentError.unusableState(
            reason:
                "it is of another solver, penalty (whose units older versions did not name), batch size, seed, neuron, coordinates "
                + "(standardised or not), with or without bias or validation, or of data of another shape")
        #expect(throws: foreign) { try other.resume(from: state) }
        var otherBatch = try training(Adam(), batch: 128)
        #expect(throws: foreign) { try otherBatch.resume(from: state) }
        #expect(run.parameters == before)
        try run.resume(from: state)
        #expect(run.parameters == before)
    }

    @Test func everyEndIsTyped() throws {
        let converged = try training(Nesterov(rate: 1), steps: 20_000).fit()
        #expect(converged.outcome == .limit(.schedule))
        let data = try Self.data()
        func end(_ stopping: Stopping, _ rule: some UpdateRule, _ batches: Batches? = nil) throws -> Outcome {
            try Training(data, neuron: .logistic, by: .firstOrder(rule, stopping: stopping), batches: batches).fit()
                .outcome
        }
        #expect(try end(try Stopping(gradientNorm: 1e-3), Momentum(rate: 0.5)) == .converged(.gradientNorm))
        #expect(
            try end(try Stopping(gradientNorm: nil, lossChange: 1e-5), Momentum(rate: 0.5)) == .settled)
        #expect(try end(try Stopping(lossChange: 1e-3), Adam(), try .of(256)) == .settled)
        #expect(try end(try Stopping(iterations: 3), Adam()) == .limit(.iterations))
        #expect(try end(try Stopping(gradientNorm: nil, iterations: .max, seconds: 0.05), Adam()) == .limit(.time))
        var start = Parameters(features: 6)
        start.values = [Double](repeating: 1, count: 7)
        let tiny = try Solver.firstOrder(GradientDescent(rate: 1e-30))
        #expect(try Training(data, neuron: .logistic, by: tiny, start: start).fit().outcome == .stalled)
    }

    /// A rate far too large ends in the range of numbers, with what the data say about rates.
    @Test func aDivergingFitSaysWhy() throws {
        var generator = SplitMix64(seed: 5)
        let X = (0..<300).map { _ in generator.number(in: -30...30) }
        let y = (0..<100).map { X[3 * $0] - 2 * X[3 * $0 + 1] }
        let data = try Dataset(try Matrix(rows: 3, columns: 100, X), targets: y)
        for rate in [0.1, 1e300] {
            let fit = try Training(data, neuron: .linear, by: .firstOrder(GradientDescent(rate: rate))).fit()
            guard case .diverged(let last, let bound) = fit.outcome, let advice = bound.map({ $0 / 2 }) else {
                Issue.record("\(fit.outcome)")
                continue
            }
            #expect(last == rate && fit.parameters.values.allSatisfy(\.isFinite))
            let good = try Training(data, neuron: .linear, by: .firstOrder(GradientDescent(rate: advice))).fit()
            #expect(good.outcome == .converged(.gradientNorm))
        }
        let penalised = try Solver.firstOrder(GradientDescent(), penalty: try Penalty(l2: 1e308, on: .raw))
        var start = Parameters(features: 3)
        start.values = [1, 1, 1, 0]
        let fit = try Training(data, neuron: .linear, by: penalised, start: start).fit()
        guard case .diverged = fit.outcome else {
            Issue.record("\(fit.outcome)")
            return
        }
    }

    @Test func aDeadUnitIsWarnedOf() throws {
        let data = try Dataset(try Matrix(rows: 1, columns: 3, [1, 2, 3] as [Double]), targets: [1, 2, 3])
        var start = Parameters(features: 1)
        start.values = [-1, -1]
        let fit = try Training(data, neuron: .relu, by: .firstOrder(Adam()), start: start).fit()
        #expect(fit.report.warnings == [.dead(output: 0)] && fit.outcome == .stationary)
        #expect("\(fit.report)".contains("warning"))
    }

    @Test func oneClassIsNotAFit() throws {
        let X = try Matrix(rows: 1, columns: 3, [1, 2, 3] as [Double])
        #expect(throws: DescentError.singleClass(neuron: "logistic", value: 1)) {
            _ = try Training(try Dataset(X, targets: [1, 1, 1]), neuron: .logistic, by: .firstOrder(Adam()))
        }
        #expect(throws: DescentError.singleClass(neuron: "softmax", value: 2)) {
            _ = try Training(
                try Dataset(X, classes: [2, 2, 2], of: 3), neuron: try .softmax(classes: 3), by: .firstOrder(Adam()))
        }
    }

    @Test func patienceRestoresTheBestWeights() throws {
        // Two samples to learn by heart, and a validation that says otherwise after a while.
        let small = try Dataset(try Matrix(rows: 2, columns: 2, [1, 0.2, -1, 0.1] as [Double]), targets: [1, 0])
        let other = try Dataset(
            try Matrix(rows: 2, columns: 4, [1, 0, -1, 0, 1, 1, -1, 1] as [Double]), targets: [1, 0, 0.6, 0.3])
        let validation = (data: other, patience: 5)
        let fit = try Training(
            small, neuron: .logistic, by: .firstOrder(GradientDescent(rate: 0.5)), validation: validation
        ).fit()
        #expect(fit.outcome == .stoppedEarly)
        let check = try Sweep(other, neuron: .logistic)
        let best = try #require(fit.report.validationLoss)
        #expect(try check.loss(at: fit.parameters) == best)
        expectIllegal("the patience", 0) { _ = try training(Adam(), validation: (other, patience: 0)) }
    }

    @Test func stepsReadTheDataOnce() throws {
        let full = try training(Adam(), steps: 20).fit(), batched = try training(Adam(), batch: 256, steps: 32).fit()
        // The survey knows the first gradient, at 0; one more, to see where it ended.
        #expect(full.report.reads == 20 && full.report.steps == 20)
        #expect(batched.report.reads == 2)  // 32 batches of 4000 samples, the last of each epoch smaller
    }

    @Test func cancellationEndsWithinAStep() async throws {
        let run = try training(GradientDescent(rate: 1e-9), steps: .max, floor: 0.5).inBackground()
        var seen = 0
        for await _ in run.progress {
            seen += 1
            if seen == 3 { run.cancel() }
        }
        let fit = try await run.fit
        #expect(fit.outcome == .cancelled && fit.report.steps >= 3, "\(fit.report)")
        #expect(try await run.fit.parameters == fit.parameters)

        let task = Task {
            try await Training(
                try Self.data(), neuron: .logistic,
                by: .firstOrder(GradientDescent(rate: 1e-9), stopping: try Stopping(iterations: .max))
            ).fit()
        }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        #expect(try await task.value.outcome == .cancelled)
    }

    @Test func fitsRunSideBySide() async throws {
        let expected = try await training(Adam()).fit().parameters
        let found = try await withThrowingTaskGroup(of: Parameters.self) { group in
            for _ in 0..<4 { group.addTask { try await self.training(Adam()).fit().parameters } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found.allSatisfy { $0 == expected } && found.count == 4)
    }
}
