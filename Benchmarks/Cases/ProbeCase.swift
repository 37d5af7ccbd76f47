import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What people do with embeddings: a softmax on many features of which none was made for its classes, to the default tolerance, from
/// samples as they are stored.
final class ProbeCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads: Int
    private let spec: Spec
    private let X: Matrix<Element>
    private let classes: [Int]
    private let dataset: () throws -> Dataset<Element>
    private let penalty: Penalty
    private var surveys = Measurement()
    private var fits = Measurement()
    private var result: (data: Dataset<Element>, fit: Fit<Element>)?

    init(_ spec: Spec, _ field: Field<Element>, threads: Int) throws {
        self.spec = spec
        self.threads = threads
        samples = spec.shape.samples
        let classes = try field.classes(spec.outputs), count = spec.outputs
        self.classes = classes
        // Weak, as where features tell the classes well.
        penalty = try Penalty(l2: 1e-4, on: .raw)
        if let stored = try spec.stored.map({ try field.stored(as: $0) }) {
            X = stored.wide
            dataset = { try Dataset(stored.samples, classes: classes, of: count, threads: threads) }
        } else {
            let X = field.X
            self.X = X
            dataset = { try Dataset(X, classes: classes, of: count, threads: threads) }
        }
    }

    func evaluate() throws {
        var surveyed: Dataset<Element>?
        try surveys.add { surveyed = try dataset() }
        let data = surveyed!
        try fits.add {
            result = (
                data,
                try data.fit(
                    neuron: try Softmax(classes: spec.outputs), by: .automatic(penalty: penalty), threads: threads)
            )
        }
    }

    /// The gradient of the whole objective is 0 by whole-matrix products, too. In single precision a fit may end where rounding lets
    /// nothing be vouched for.
    func answer() throws -> Answer {
        guard let (data, fit) = result else { throw BenchError.wrongAnswer("there is no fit") }
        let report = fit.report
        let targets = try Matrix<Element>(rows: 1, columns: samples, layout: .featureMajor, classes.map { Element($0) })
        let norm = try gradientNorm(at: fit.layer, penalty, data, X, targets)
        let values = Double(spec.outputs * spec.shape.features)
        let allowed =
            1e-5
            + values.squareRoot()
            * tolerance(Element.self, features: spec.shape.features, samples: samples, scale: 8)
        guard norm <= allowed else {
            throw BenchError.wrongAnswer(
                "\(spec.name): the gradient has the norm \(norm) by whole-matrix products, "
                    + "but \(report.gradientNorm) by the fit (allowed \(allowed))")
        }
        return Answer(
            name: "loss", value: report.risk, disagreement: norm / allowed, reads: report.reads + 1,
            solver: shortName(ofSolver: report))
    }

    var extras: [Extra] {
        result.map { fitExtras($0.fit.report, surveys: surveys, fits: fits) } ?? []
    }
}

extension Field {
    /// A class per sample: the largest of as many hidden scores, of a deviation of 2, with chance beside them.
    func classes(_ count: Int) throws -> [Int] {
        let weights = SplitMix64.hiddenWeights.weights(features: shape.features, outputs: count) as [Element]
        let hidden = try Layer<Element>(
            neuron: .linear, weights: Matrix(rows: shape.features, columns: count, weights),
            bias: [Element](repeating: 0, count: count))
        let scores = try hidden.forward(X)
        let squares = scores.values.reduce(0.0) { $0 + Double($1) * Double($1) }
        let factor = 2 / (squares / Double(scores.values.count)).squareRoot(), luck = SplitMix64.luck
        return (0..<shape.samples).map { sample in
            let noisy = (0..<count).map { output in
                // Gumbel's, with which the chances are those of a softmax.
                let chance = (luck.number(sample * count + output) + 1) / 2
                return factor * Double(scores[output, sample]) - log(-log(max(chance, 1e-12)))
            }
            return noisy.indices.max { noisy[$0] < noisy[$1] }!
        }
    }
}
