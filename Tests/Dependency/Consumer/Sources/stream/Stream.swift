import Checks
import Descent

@main
enum Stream {
    static let source = MadeSamples(sampleCount: isDebug ? 4000 : 40_000)
    static let truth = [1.5, -1, 0.5, 0, -0.25, 2.0]

    static func main() async throws {
        let X = try source.matrix()
        let unit = try Layer(neuron: .logistic, weights: truth, bias: -0.5)
        var chance = Chance(seed: 6)
        let y = try (0..<X.columns).map { chance.share() < (try unit.predict(X.column($0))) ? 1.0 : 0 }
        try await ownSource(X, y)
        try await validated(y)
        try await arriving(X, y)
        try wrong(X, y)
    }

    /// Two fits of the same numbers, one of them made on the way.
    static func ownSource(_ X: Matrix<Double>, _ y: [Double]) async throws {
        let made = try await Dataset(source, targets: y).fit(neuron: .logistic)
        let kept = try await Dataset(X, targets: y).fit(neuron: .logistic)
        check(
            "made samples have the fit of kept ones", made.layer.parameters.values,
            near: kept.layer.parameters.values, within: 1e-10)
        check(
            "and their predictions", try await made.layer.predict(samples: source).values,
            near: try await made.layer.predict(X).values, within: 1e-12)
        do throws(DescentError) {
            var short = source
            short.end = source.sampleCount - 1
            _ = try await Dataset(short, targets: y)
            fail("a source that cannot be read makes a data set")
        } catch {
            guard case .source(let samples, let underlying) = error, underlying is MadeSamples.Lost else { throw error }
            check("a source's error comes with its samples: \(error)", samples.contains(source.sampleCount - 1))
        }
    }

    /// A part of the samples says when to stop.
    static func validated(_ y: [Double]) async throws {
        let data = try await Dataset(source, targets: y)
        let (part, rest) = try await data.split(0.25, seed: 1)
        check("the parts are all of it", part.sampleCount + rest.sampleCount == data.sampleCount)
        check("a quarter is a quarter", part.sampleCount == data.sampleCount / 4, "\(part.sampleCount)")
        let fit = try await Training(
            rest, neuron: .logistic, by: .firstOrder(.adam(rate: 0.05), stopping: Stopping(iterations: 2000)),
            batches: .of(500), validation: (part, patience: 3)
        ).fit()
        print("validated: \(fit.outcome) after \(fit.report.steps) steps, \(fit.report.validationLoss ?? .nan)")
        check("validation stops it", fit.outcome == .stoppedEarly, "\(fit.outcome)")
        let loss = try Sweep(part, neuron: .logistic).loss(at: fit.layer.parameters)
        check("the layer is the best one", loss, near: fit.report.validationLoss ?? .nan, within: 1e-12)
    }

    /// Batches as they come: by a task that may not block its thread, and by a function that may.
    static func arriving(_ X: Matrix<Double>, _ y: [Double]) async throws {
        let size = 500
        let batches = stride(from: 0, to: X.columns, by: size).map { $0..<min(X.columns, $0 + size) }
        var awaited = try stream()
        var steps = 0
        for batch in batches {
            steps = try await awaited.partialFit(Dataset(X[columns: batch], targets: Array(y[batch]))).step
        }
        let waited = try learn(batches, X, y)
        check("a step for every batch", steps == batches.count, "\(steps)")
        try check(
            "awaited or not, the bits are the same", awaited.layer().parameters.values,
            hasTheBitsOf: waited.layer().parameters.values)
        // At the rate 0.05 Adam is noise of about that size around the optimum, once it is there. Eight batches are too few.
        if !isDebug {
            try check(
                "the stream learns the truth", awaited.layer().parameters.values, near: truth + [-0.5], within: 0.25)
        }
        let before = try awaited.layer().parameters
        do throws(DescentError) {
            try await awaited.partialFit(Dataset(X[columns: 0..<3], targets: [0, 1, 2]))
            fail("a target of 2 is learnt")
        } catch {
            check("a wrong batch is refused: \(error)", true)
        }
        try check("and changes nothing", awaited.layer().parameters == before)
    }

    static func stream() throws(DescentError) -> Streaming<Double> {
        try Streaming(neuron: .logistic, features: source.featureCount, by: .firstOrder(.adam(rate: 0.05)))
    }

    // A function that is not asynchronous: in one that is, `partialFit` without `await` is an error.
    static func learn(
        _ batches: [Range<Int>], _ X: Matrix<Double>, _ y: [Double]
    ) throws(DescentError) -> Streaming<Double> {
        var stream = try stream()
        for batch in batches { try stream.partialFit(Dataset(X[columns: batch], targets: Array(y[batch]))) }
        return stream
    }

    /// Errors have a type, whose cases a client may tell apart.
    static func wrong(_ X: Matrix<Double>, _ y: [Double]) throws {
        func thrown(_ work: () throws(DescentError) -> Void) -> String {
            do throws(DescentError) {
                try work()
                return "none"
            } catch {
                return word(for: error)
            }
        }
        func expect(_ expected: String, _ work: () throws(DescentError) -> Void) {
            let found = thrown(work)
            check("\(expected) is thrown", found == expected, "but \(found)")
        }
        let few = X[columns: 0..<4]
        expect("mismatch 4 3") { () throws(DescentError) in _ = try Dataset(few, targets: [0, 1, 1]) }
        expect("illegalTarget logistic unitInterval 2 2.0") { () throws(DescentError) in
            _ = try Dataset(few, targets: [0, 1, 2, 1]).fit(neuron: .logistic)
        }
        expect("classIndex 1 7 3") { () throws(DescentError) in _ = try Dataset(few, classes: [0, 7, 1, 2], of: 3) }
        expect("illegalOption the batch size 0") { () throws(DescentError) in _ = try Batches.of(0) }
        expect("algebra 2 rows × 3 columns need 6 values, but there are 5") { () throws(DescentError) in
            _ = try Matrix<Double>(rows: 2, columns: 3, initializingWith: { for _ in 0..<5 { $0.append(1) } })
        }
        var holed = few
        holed[5, 1] = .infinity
        expect("nonFinite 1 5 inf") { () throws(DescentError) in _ = try Dataset(holed, targets: [0, 1, 1, 0]) }
        expect("singleClass 1.0") { () throws(DescentError) in
            _ = try Dataset(few, targets: [1, 1, 1, 1]).fit(neuron: .logistic)
        }
    }

    /// What a client might tell its own users. Every case is here, so that one that is taken away does not compile; more may
    /// come, for which the compiler wants the last line.
    static func word(for error: DescentError) -> String {
        switch error {
        case .mismatch(_, _, let expected, let found): "mismatch \(expected) \(found)"
        case .nonFinite(_, let sample, let component, let value, _): "nonFinite \(sample) \(component) \(value)"
        case .illegalTarget(let neuron, let domain, let sample, _, let value):
            "illegalTarget \(neuron) \(domain) \(sample) \(value)"
        case .classIndex(let sample, let value, let classes): "classIndex \(sample) \(value) \(classes)"
        case .illegalOption(let name, let value, _): "illegalOption \(name) \(value)"
        case .algebra(let error): "algebra \(error)"
        case .singleClass(_, let value): "singleClass \(value)"
        case .empty, .negativeWeight, .totalWeight, .oneClass, .constantTargets, .illegalValue: "data"
        case .illegalNeuron, .illegalShapes, .noValue, .notAClassifier, .overflow, .noStatistics: "use"
        case .cancelled, .unusableState, .unsaved, .source, .brokenSource: "course"
        case .tooLarge, .noThreads, .failed, .different: "machine"
        @unknown default: "unknown"
        }
    }
}
