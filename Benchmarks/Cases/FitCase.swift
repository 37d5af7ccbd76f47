import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `Dataset(…)` and `data.fit(…)`, to the default tolerance in double precision, with the penalty that scikit-learn has by default, l2 = 1/m.
final class FitCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads: Int
    private let spec: Spec
    private let field: Field<Element>
    private let neuron: any Neuron
    private let targets: Matrix<Element>
    private let penalty: Penalty
    private var surveys = Measurement()
    private var fits = Measurement()
    private var result: (data: Dataset<Element>, fit: Fit<Element>)?
    private var digits = Double.nan

    init(_ spec: Spec, _ field: Field<Element>, threads: Int) throws {
        self.spec = spec
        self.field = field
        self.threads = threads
        samples = spec.shape.samples
        neuron = try spec.neuron.make(spec.outputs)
        targets = try field.targets(spec.neuron, outputs: spec.outputs)
        penalty = try Penalty(l2: 1 / Double(spec.shape.samples), on: .raw)
    }

    func evaluate() throws {
        var surveyed: Dataset<Element>?
        try surveys.add {
            surveyed = try field.dataset(
                spec.neuron, outputs: spec.outputs, targets, 0..<samples, threads: threads)
        }
        let data = surveyed!
        try fits.add { result = (data, try data.fit(neuron: neuron, by: try solver, threads: threads)) }
    }

    /// The default, but where that would take very long: in single precision rounding keeps steps longer than the digits that
    /// it asks for, and of many classes what is asked is the time of an evaluation.
    private var solver: Solver {
        get throws {
            if spec.neuron == .softmax {
                return .automatic(penalty: penalty, stopping: try Stopping(gradientNorm: nil, iterations: 20))
            }
            if Element.self == Float.self {
                return .automatic(penalty: penalty, stopping: try Stopping(gradientNorm: 1e-5))
            }
            return .automatic(penalty: penalty)
        }
    }

    /// It has converged, the gradient of the whole objective is 0 by two ways to it, and X was not read too often.
    func answer() throws -> Answer {
        guard let (data, fit) = result else { throw BenchError.wrongAnswer("there is no fit") }
        let report = fit.report, reads = report.reads + 1
        let answer = Answer(
            name: "loss", value: report.risk, disagreement: 0, reads: reads, solver: shortName(ofSolver: report))
        if spec.neuron == .softmax { return answer }
        guard case .converged = report.outcome else { throw BenchError.wrongAnswer("\(spec.name): \(report.outcome)") }
        guard report.gradientNorm <= largestNorm else {
            throw BenchError.wrongAnswer(
                "\(spec.name) ended at a gradient of norm \(report.gradientNorm); allowed is \(largestNorm)")
        }
        if let most = mostReads, reads > most {
            throw BenchError.wrongAnswer(
                "\(spec.name) read X \(reads) times, the survey included; allowed is \(most)")
        }
        let norm = try gradientNorm(at: fit.layer, penalty, data, field.X, targets)
        // Of weights that are rounded to the precision of the data, and each component within rounding.
        let values = Double(spec.outputs * (spec.shape.features + 1))
        let allowed =
            largestNorm
            + values.squareRoot() * tolerance(Element.self, features: spec.shape.features, samples: samples, scale: 8)
        guard norm <= allowed else {
            throw BenchError.wrongAnswer(
                "\(spec.name): the gradient has the norm \(norm) by whole-matrix products, but \(report.gradientNorm) "
                    + "by the fit (allowed \(allowed))")
        }
        if Element.self == Double.self { digits = try digits(data, fit) }
        return answer
    }

    var extras: [Extra] {
        guard let report = result?.fit.report else { return [] }
        let extras = fitExtras(report, surveys: surveys, fits: fits)
        return digits.isNaN ? extras : extras + [("digits", "digits", digits)]
    }

    /// Of the gradient, in coordinates of the fit. Where samples are few for the features, the digits of the coefficients end
    /// a fit somewhat before.
    private var largestNorm: Double {
        if Element.self == Float.self { return 1e-5 }
        return samples >= 10 * spec.shape.features ? 1e-8 : 1e-7
    }

    /// Of X, the survey included: what is promised for few features in double precision, whatever their kind.
    private var mostReads: Double? {
        spec.shape.features == 28 && spec.precision == .double && spec.outputs == 1 ? 11 : nil
    }

    /// Decimal digits of the largest coefficient that a much stricter fit does not change in any.
    private func digits(_ data: Dataset<Element>, _ fit: Fit<Element>) throws -> Double {
        let strict = Solver.automatic(
            penalty: penalty,
            stopping: try Stopping(gradientNorm: nil, digits: 1e-12, iterations: 50 + 2 * fit.report.steps))
        let best = try data.fit(neuron: neuron, by: strict, threads: threads).parameters.values
        let difference = zip(fit.parameters.values, best).reduce(0) { max($0, abs($1.0 - $1.1)) }
        let largest = best.reduce(0) { max($0, abs($1)) }
        return min(12, -log10(difference / largest))
    }
}

/// ‖∇(risk + penalty)‖ by features that are centred and divided by their standard deviations, by whole products.
func gradientNorm<Element: Scalar>(
    at layer: Layer<Element>, _ penalty: Penalty, _ data: Dataset<Element>, _ X: Matrix<Element>,
    _ targets: Matrix<Element>
) throws -> Double {
    let residuals = try layer.residuals(layer.forward(X), targets)
    let whole = try layer.backward(X, residuals)
    var squares = 0.0
    for output in 0..<layer.outputCount {
        let bias = Double(whole.bias[output])
        squares += bias * bias
        for (feature, summary) in data.summaries.enumerated() {
            let slope = Double(whole.weights[feature, output])
            let pull = penalty.l2 * Double(layer.weights[feature, output])
            let component = (slope + pull - bias * summary.mean) / summary.standardDeviation
            squares += component * component
        }
    }
    return squares.squareRoot()
}

/// What a whole fit tells beside its time.
func fitExtras(_ report: Report, surveys: Measurement, fits: Measurement) -> [Extra] {
    [
        ("secondsSurvey", "ms survey", surveys.median), ("secondsFit", "ms fit", fits.median),
        ("steps", "steps", Double(report.steps)), ("secondsPerRead", "ms/read", fits.median / report.reads),
        ("gradientNorm", "gradient", report.gradientNorm),
    ]
}

/// The solver's name without its options.
func shortName(ofSolver report: Report) -> String {
    String(report.solver.prefix { $0 != " " && $0 != "," })
}
