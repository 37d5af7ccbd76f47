import Checks
import Descent
import Synchronization

/// The core of a server: predictions of single requests by many tasks, beside fits in the background.
@main
enum Server {
    static let features = 28
    static let samples = isDebug ? 20_000 : 1_000_000
    static let clock = ContinuousClock()

    static func main() async throws {
        var chance = Chance(seed: 8)
        var X = try Matrix<Double>(rows: features, columns: samples)
        var values = X.mutableSpan
        for index in values.indices { values[index] = chance.unit() }
        let truth = try Layer(
            neuron: .logistic, weights: (0..<features).map { _ in chance.unit() / 4 }, bias: 0.1)
        let y = try (0..<samples).map { chance.share() < (try truth.predict(X.column($0))) ? 1.0 : 0 }
        let data = try await Dataset(X, targets: y)

        try await serve(X, truth, whileFitting: data)
        try refuse(truth)
        try await measureSilence(data)
        try await measureCancellation(data)
    }

    /// Many tasks predict, each in every way that there is, while a fit of all data goes on.
    static func serve(_ X: Matrix<Double>, _ layer: Layer<Double>, whileFitting data: Dataset<Double>) async throws {
        let run = try Training(
            data, neuron: .logistic,
            by: .firstOrder(.gradientDescent(rate: 0.5), stopping: Stopping(gradientNorm: nil, iterations: 30))
        ).inBackground()
        let steps = Task {
            var last = 0
            for await progress in run.progress { last = progress.step }
            return last
        }
        let requests = X[columns: 0..<2000]
        let expected = try await layer.predict(requests).row(0), classes = try await layer.classes(requests)
        let several = try Layer(
            neuron: .softmax(classes: 3), weights: Matrix(rows: features, columns: 3, X.values(features * 3)),
            bias: [0, 0.5, -0.5])
        let shares = try await several.predict(requests)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<100 {
                group.addTask {
                    for request in stride(from: task, to: requests.columns, by: 100) {
                        try answer(requests.column(request), layer, expected[request], classes[request])
                        let own = (0..<3).map { shares[$0, request] }
                        try answer(requests.column(request), several, own)
                    }
                }
            }
            try await group.waitForAll()
        }
        check("100 tasks predict what the matrix says", true)
        let fit = try await run.fit
        check("the fit in the background ends by its limit", fit.outcome == .limit(.iterations), "\(fit.outcome)")
        check("its progress comes to its last step", await steps.value == fit.report.steps)
    }

    static func answer(_ sample: Span<Double>, _ layer: Layer<Double>, _ expected: Double, _ label: Int) throws {
        // An array, a slice that does not begin at 0, a contiguous array, and memory that is already there.
        let array = sample.indices.map { sample[$0] }
        let padded = [.nan] + array + [.nan], slice = padded[1...features], contiguous = ContiguousArray(array)
        var memory = InlineArray<1, Double>(repeating: 0)
        var place = memory.mutableSpan
        try layer.predict(sample, into: &place)
        // The sums of 28 products of numbers of the size of 1 in another order differ in the last digits.
        let found = [
            try layer.predict(sample), try layer.predict(array), try layer.predict(slice.span),
            try layer.predict(contiguous.span), try layer.predict(sample, requiringFinite: true), memory[0],
        ]
        for prediction in found where !(abs(prediction - expected) <= 1e-13) {
            fail("a prediction is \(prediction), not \(expected)")
        }
        let labels = [
            try layer.classify(sample), try layer.classify(array), try layer.classify(slice.span),
            try layer.classify(contiguous.span),
        ]
        // Where the score is 0 to rounding, either class is right.
        if abs(expected - 0.5) > 1e-13, labels != [label, label, label, label] {
            fail("a class is one of \(labels), not \(label)")
        }
    }

    static func answer(_ sample: Span<Double>, _ layer: Layer<Double>, _ expected: [Double]) throws {
        var shares = [Double](repeating: 0, count: expected.count)
        var place = shares.mutableSpan
        try layer.predict(sample, into: &place)
        for output in expected.indices where !(abs(shares[output] - expected[output]) <= 1e-13) {
            fail("share \(output) is \(shares[output]), not \(expected[output])")
        }
        let label = try layer.classify(sample)
        if !(shares[label] >= shares.max()! - 1e-13) { fail("class \(label) is not the largest of \(shares)") }
    }

    /// What a request must not bring.
    static func refuse(_ layer: Layer<Double>) throws {
        for value in [Double.nan, .infinity, -.infinity] {
            var sample = [Double](repeating: 0.5, count: features)
            sample[3] = value
            do throws(DescentError) {
                _ = try layer.predict(sample, requiringFinite: true)
                fail("\(value) is predicted from")
            } catch {
                guard case .nonFinite(_, _, let component, let found, let count) = error else { throw error }
                check(
                    "refused: \(error)", component == 3 && count == 1 && found.bitPattern == value.bitPattern,
                    "\(error)")
            }
        }
        do throws(DescentError) {
            _ = try layer.predict([1, 2, 3])
            fail("a sample of three features is predicted from")
        } catch {
            guard case .mismatch(_, _, features, 3) = error else { throw error }
            check("refused: \(error)", true)
        }
    }
}
