import Descent

/// What the two sides of a group have found last, for the one to be checked against the other.
final class ManyFound<Element: Scalar> {
    var together: MemberFits<Element>?
    var separate: [Fit<Element>] = []
}

/// All members by one call of `data.fits`. The data is surveyed beforehand.
final class TogetherCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads: Int
    private let spec: Spec
    private let problem: ManyProblem<Element>
    private let found: ManyFound<Element>
    private var largest = Double.nan

    init(_ spec: Spec, _ problem: ManyProblem<Element>, _ found: ManyFound<Element>) {
        samples = problem.data.sampleCount
        threads = problem.threads
        self.spec = spec
        self.problem = problem
        self.found = found
    }

    func evaluate() throws { found.together = try problem.fitTogether() }

    /// Every member has converged to what a fit of its own finds, and X was read for all of them together.
    func answer() throws -> Answer {
        guard let together = found.together, together.results.count == found.separate.count else {
            throw BenchError.wrongAnswer("\(spec.name): there are no fits to compare with")
        }
        var loss = 0.0, largest = 0.0, steps: [Int] = []
        for (index, alone) in found.separate.enumerated() {
            let member = try together[index]
            guard case .converged = member.outcome, case .converged = alone.outcome else {
                throw BenchError.wrongAnswer(
                    "\(spec.name), member \(index): \(member.outcome), and alone \(alone.outcome)")
            }
            let difference = Self.difference(member.layer, alone.layer)
            guard difference <= Self.tolerance else {
                throw BenchError.wrongAnswer(
                    "\(spec.name), member \(index) differs from a fit of its own by \(difference) of the largest "
                        + "coefficient (tolerance \(Self.tolerance))")
            }
            largest = max(largest, difference)
            loss += member.risk / Double(found.separate.count)
            steps.append(member.steps)
        }
        // What all ask of all data is one read for all of them, and a sample is less than one more. A member that goes on for
        // long reads once for a metric of its own.
        let mostReads = Double(1 + (steps.max() ?? 0) + steps.count)
        guard together.reads <= mostReads else {
            throw BenchError.wrongAnswer("\(spec.name) read X \(together.reads) times; allowed is \(mostReads)")
        }
        self.largest = largest
        return Answer(name: "mean loss", value: loss, disagreement: largest / Self.tolerance, reads: together.reads)
    }

    var extras: [Extra] { [("largestDifference", "apart", largest)] }

    /// Of the largest coefficient. Both sides end where a step changes it in no more than eight digits; where the risk is
    /// nearly flat in some direction, as of a class that has an edge to itself, that is still a little way from the optimum.
    private static var tolerance: Double { 1e-5 }

    private static func difference(_ one: Layer<Element>, _ other: Layer<Element>) -> Double {
        let found = one.parameters.values, expected = other.parameters.values
        let largest = expected.reduce(0) { max($0, abs($1)) }
        // Written so that NaN is a difference.
        return zip(found, expected).reduce(0) { $0 >= abs($1.0 - $1.1) / largest ? $0 : abs($1.0 - $1.1) / largest }
    }
}

/// As many calls of `data.fit`, one after the other, each on data of its own that is copied and surveyed beforehand.
final class SeparateCase<Element: Scalar>: Case {
    let samples: Int
    let steps = 1
    let threads: Int
    private let problem: ManyProblem<Element>
    private let alone: [Dataset<Element>]
    private let found: ManyFound<Element>

    init(_ problem: ManyProblem<Element>, _ found: ManyFound<Element>) throws {
        samples = problem.data.sampleCount
        threads = problem.threads
        self.problem = problem
        self.found = found
        alone = try problem.separateData()
    }

    func evaluate() throws { found.separate = try problem.fitSeparately(alone) }

    /// The other side compares them one by one.
    func answer() throws -> Answer {
        let fits = found.separate, count = Double(fits.count)
        let bytes = fits.reduce(0) { $0 + $1.report.reads * Double($1.data.featureCount * $1.data.sampleCount) }
        return Answer(
            name: "mean loss", value: fits.reduce(0) { $0 + $1.report.risk } / count, disagreement: 0,
            reads: bytes / Double(problem.data.featureCount * problem.data.sampleCount))
    }
}
