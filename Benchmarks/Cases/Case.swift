import Descent

/// Something to measure. Its file is in Cases/, its entry in `makeCase`.
protocol Case: AnyObject {
    /// Samples per step.
    var samples: Int { get }
    /// Steps per evaluation: as many as it takes to be long beside the clock.
    var steps: Int { get }
    var threads: Int { get }
    /// What is timed. Its results stay until the next.
    func evaluate() throws
    /// What the last evaluation found. Throws `wrongAnswer` where it is not what another way to it finds.
    func answer() throws -> Answer
    /// The memory that an evaluation reads, where that is its limit.
    var memory: MemoryReading? { get }
    /// Figures that only this case has; asked for after the answer.
    var extras: [Extra] { get }
}

extension Case {
    var extras: [Extra] { [] }
    var memory: MemoryReading? { nil }
}

/// A figure beside the time. A label that begins with ms, us or ns says so of a value in seconds.
typealias Extra = (name: String, label: String, value: Double)

/// Proof of the work.
struct Answer {
    /// What it is, such as "loss".
    var name: String
    var value: Double
    /// The largest difference from another way to the result, over what rounding allows.
    var disagreement: Double
    /// Reads of X per evaluation, where they are counted.
    var reads: Double?
    /// What found it, where that is chosen by the data.
    var solver: String?

    var text: String { name + " " + format(value, "%.6g") + (solver.map { " by \($0)" } ?? "") }
}

/// The cases of a group; those of many fits are checked against each other.
func makeCases<Element: Scalar>(_ group: Group, _ field: Field<Element>, threads: Int) throws -> [any Case] {
    guard let many = group.specs[0].many, many != .memory else {
        return try group.specs.map { try makeCase($0, field, threads: threads) }
    }
    let problem = try ManyProblem(many, field, threads: threads), found = ManyFound<Element>()
    return try group.specs.map { spec in
        if spec.isSeparate { try SeparateCase(problem, found) } else { TogetherCase(spec, problem, found) }
    }
}

func makeCase<Element: Scalar>(_ spec: Spec, _ field: Field<Element>, threads: Int) throws -> any Case {
    switch spec.kind {
    case .forward: try ForwardCase(spec, field)
    case .backward: try BackwardCase(spec, field)
    case .gradient, .graph, .layers, .threads: try GradientCase(spec, field, threads: spec.threads ?? threads)
    case .batch: try BatchCase(spec, field, threads: threads)
    case .train:
        if spec.rule == nil {
            try GradientCase(spec, field, threads: threads)
        } else {
            try TrainCase(spec, field, threads: threads)
        }
    case .fit: try FitCase(spec, field, threads: threads)
    case .probe: try ProbeCase(spec, field, threads: threads)
    // Others come in groups.
    case .many: try MemoryCase(spec, threads: threads)
    case .predict:
        if spec.batch == 1 { try PredictOneCase(spec, field) } else { try PredictMatrixCase(spec, field) }
    }
}

/// What rounding may change in a mean over many samples of products of a residual and a feature below 1.
///
/// The rounding errors of a sum of m terms walk at random, about √m ulp in all, and each residual brings those of its
/// score, √n; eight times that is never reached unless something is wrong.
func tolerance<Element: Scalar>(_ type: Element.Type, features: Int, samples: Int, scale: Double) -> Double {
    8 * Double(Element.ulpOfOne) * (Double(samples).squareRoot() + Double(features).squareRoot()) * max(1, scale)
}
