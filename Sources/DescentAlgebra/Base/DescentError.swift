/// What can be wrong with data, a neuron or an evaluation. Samples, features and outputs count from 0.
@nonexhaustive
public enum DescentError: Error, Sendable {
    /// No samples, features or outputs.
    case empty(Quantity)
    /// Two things that must have the same extent along an axis do not.
    case mismatch(Quantity, Quantity, expected: Int, found: Int)
    /// NaN or an infinity: the first one's place, and how many there are.
    case nonFinite(Quantity, sample: Int, component: Int, value: Double, count: Int)
    /// A target that the neuron does not allow.
    case illegalTarget(neuron: String, domain: TargetDomain, sample: Int, output: Int, value: Double)
    /// A sample weight below zero.
    case negativeWeight(sample: Int, value: Double)
    /// Sample weights whose sum is zero, or more than a Double holds.
    case totalWeight(Double)
    /// A class index outside 0 ..< classes.
    case classIndex(sample: Int, value: Int, classes: Int)
    /// A fit of a classifier to targets that are all of one class.
    case singleClass(neuron: String, value: Double)
    /// Targets of one class, where a metric compares two.
    case oneClass(metric: String, value: Double)
    /// Targets that are all equal, where a metric divides by their variance.
    case constantTargets(metric: String, value: Double)
    /// A prediction or target that a metric is not defined for.
    case illegalValue(Quantity, sample: Int, component: Int, value: Double, requirement: String)
    /// A fit of which nothing can be said about the errors of its coefficients, and why, in words.
    case noStatistics(reason: String)
    /// Work that was told to end, where what it has by then is worth nothing.
    case cancelled
    /// What would take more memory beside the data than this machine has.
    case tooLarge(what: String, bytes: Int, machine: Int)
    /// There are no threads to work with: the system refuses another, or this process was forked off one that had used threads for
    /// sweeps, of which a child has none: see `ThreadBudget`.
    case noThreads(reason: String)
    /// A saved state that is damaged, or of another fit.
    case unusableState(reason: String)
    /// A state that whoever was to save it could not.
    case unsaved(step: Int, underlying: any Error)
    /// An option outside its range.
    case illegalOption(name: String, value: String, requirement: String)
    /// A neuron that cannot be made: of an activation and a cost that do not go together, or of an expression that cannot be a loss.
    case illegalNeuron(reason: String)
    /// A formula that cannot be read, or a term of it that a table has no numbers for: the formula, the place in it as a range of its
    /// Unicode scalars, and why.
    case illegalFormula(formula: String, place: Range<Int>, reason: String)
    /// The exact result is larger than the precision holds.
    case overflow(Quantity, sample: Int?)
    /// Classes asked of a neuron that does not decide between any.
    case notAClassifier(neuron: String)
    /// A source handed out a tile that is not what was asked for.
    case brokenSource(samples: Range<Int>, reason: String)
    /// A source of samples failed.
    case source(samples: Range<Int>, underlying: any Error)
    /// A rank failed, and all end with it.
    case failed(rank: Int, message: String)
    /// Ranks that do not mean the same.
    case different(what: String, rank: Int, value: String, first: String)
    /// Operands of a graph's operation that do not fit.
    case illegalShapes(operation: String, shapes: [String], requirement: String)
    /// The value of z or y, asked for while a loss is being written.
    case noValue(String)
    /// A matrix, or the BLAS itself.
    case algebra(AlgebraError)

    /// What is wrong, or along which two things differ.
    public struct Quantity: Sendable, Hashable {
        /// Such as `samples`, `targets` or `sample weights`, as messages have it.
        public let word: String
        var singular: String { self == .classes ? "class" : String(word.dropLast()) }

        package static let samples = Quantity(word: "samples")
        package static let outputs = Quantity(word: "outputs")
        package static let values = Quantity(word: "values")
        package static let classes = Quantity(word: "classes")
        package static let features = Quantity(word: "features")
        package static let targets = Quantity(word: "targets")
        package static let weights = Quantity(word: "weights")
        package static let offsets = Quantity(word: "offsets")
        package static let sampleWeights = Quantity(word: "sample weights")
        package static let parameters = Quantity(word: "parameters")
        package static let bias = Quantity(word: "bias")
        package static let residuals = Quantity(word: "residuals")
        package static let buffer = Quantity(word: "buffer")
        package static let loss = Quantity(word: "loss")
        package static let gradient = Quantity(word: "gradient")
        package static let curvature = Quantity(word: "curvature")
        package static let input = Quantity(word: "input")
        package static let layer = Quantity(word: "layer")
        package static let scores = Quantity(word: "scores")
        package static let predictions = Quantity(word: "predictions")
        package static let penalty = Quantity(word: "penalty")
        package static let bounds = Quantity(word: "bounds")
        package static let folds = Quantity(word: "folds")
    }
}

extension DescentError {
    package static var noThread: DescentError {
        .noThreads(reason: "the system refuses another thread; fit without one of its own")
    }

    package static var forked: DescentError {
        .noThreads(
            reason: "this process was forked after Descent had begun to use threads, and a child has none of them; "
                + "fork before the first use, or start another program")
    }

    package static func illegalPair(activation: String, cost: String, reason: String) -> DescentError {
        .illegalNeuron(reason: "the activation \(activation) does not go with the cost \(cost): \(reason)")
    }

    package static func illegalLoss(name: String, reason: String) -> DescentError {
        .illegalNeuron(reason: "the loss \(name) cannot be compiled: \(reason)")
    }

    /// Whether a point, or what follows from it, has left the range of numbers, which a shorter step may avoid.
    package var isOfRange: Bool {
        switch self {
        case .overflow, .nonFinite(.parameters, _, _, _, _): true
        default: false
        }
    }
}

extension DescentError: CustomStringConvertible {
    /// The message, where Foundation would say that something could not be completed.
    public var localizedDescription: String { description }

    public var description: String {
        switch self {
        case .empty(let axis):
            return "the data has no \(axis.word); at least 1 is needed"
        case .mismatch(let quantity, let axis, let expected, let found):
            let noun = found == 1 ? axis.singular : axis.word
            return "\(quantity.word): \(found) \(noun) where \(expected) \(expected == 1 ? "is" : "are") needed"
        case .nonFinite(let quantity, let sample, let component, let value, let count):
            let place =
                switch quantity {
                case .features: "feature \(component) of sample \(sample)"
                case .targets, .offsets: "output \(component) of sample \(sample)"
                case .sampleWeights, .scores, .predictions, .loss: "sample \(sample)"
                default: "position \(component)"
                }
            let others = count > 1 ? " (the first of \(count) that are not finite)" : ""
            return "\(quantity.word): \(place) is \(value)\(others)"
        case .illegalTarget(let neuron, let domain, let sample, let output, let value):
            return "targets: output \(output) of sample \(sample) is \(value), "
                + "but the \(neuron) neuron needs \(domain.requirement)"
        case .negativeWeight(let sample, let value):
            return "sample weights: sample \(sample) is \(value), but a weight cannot be negative"
        case .totalWeight(let value):
            return "sample weights: their sum is \(value), but must be finite and positive, "
                + "and their mean not denormal"
        case .classIndex(let sample, let value, let classes):
            return
                "targets: sample \(sample) is class \(value), but \(classes) classes are numbered 0 to \(classes - 1)"
        case .singleClass(let neuron, let value):
            return "targets: all are \(value), but a fit of the \(neuron) neuron needs at least two classes"
        case .oneClass(let metric, let value):
            return "targets: all that have weight are \(value), but \(metric) compares two classes"
        case .constantTargets(let metric, let value):
            return "targets: all that have weight are \(value), but \(metric) divides by their variance"
        case .illegalValue(let quantity, let sample, let component, let value, let requirement):
            let place = component == 0 ? "" : "component \(component) of "
            return "\(quantity.word): \(place)sample \(sample) is \(value), but must be \(requirement)"
        case .noStatistics(let reason):
            return "there are no statistics of this fit: \(reason)"
        case .cancelled:
            return "cancelled before the end"
        case .tooLarge(let what, let bytes, let machine):
            return "\(what) needs \(bytes.asMemory) beside the data, and this machine has \(machine.asMemory)"
        case .noThreads(let reason):
            return reason
        case .unusableState(let reason):
            return "the saved state cannot be used: \(reason)"
        case .unsaved(let step, let underlying):
            return "the state after step \(step) could not be saved: \(underlying)"
        case .illegalOption(let name, let value, let requirement):
            return "\(name) is \(value), but must be \(requirement)"
        case .illegalNeuron(let reason):
            return reason
        case .illegalFormula(let formula, let place, let reason):
            return "\(reason)\n\(formula.marked(place))"
        case .overflow(let quantity, let sample):
            let place = sample.map { " at sample \($0)" } ?? ""
            return "\(quantity.word)\(place): larger than the precision holds; "
                + "scale the data, start from smaller weights, or use Double for Float data"
        case .notAClassifier(let neuron):
            return "the \(neuron) neuron predicts values, not classes"
        case .brokenSource(let samples, let reason):
            return "the source of samples \(samples.lowerBound) ..< \(samples.upperBound) broke its word: \(reason)"
        case .source(let samples, let underlying):
            return "samples \(samples.lowerBound) ..< \(samples.upperBound) could not be read: \(underlying)"
        case .failed(let rank, let message):
            return "rank \(rank): \(message)"
        case .different(let what, let rank, let value, let first):
            return "\(what): rank \(rank) has \(value), but rank 0 has \(first)"
        case .illegalShapes(let operation, let shapes, let requirement):
            return "\(operation): needs \(requirement), but has \(shapes.joined(separator: " and "))"
        case .noValue(let name):
            return "\(name) has no value while a loss is being written: the expression is compiled before it meets data"
        case .algebra(let error):
            return error.description
        }
    }
}
