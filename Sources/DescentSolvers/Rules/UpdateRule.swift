package import DescentAlgebra

/// How a gradient becomes a step: immutable hyper-parameters, a few numbers kept per parameter, one function.
///
/// Formulas below write θ for a parameter, g for its gradient, η for the rate of the step and t for its number, from 1.
public protocol UpdateRule: Sendable {
    /// One word, for reports.
    var name: String { get }
    /// η before a schedule: above 0 and finite.
    var rate: Double { get }
    /// Numbers that the rule keeps per parameter, each 0 at the start; 0 for a rule that remembers nothing.
    var numbersPerParameter: Int { get }
    /// Moves `step.point`.
    func apply(_ step: RuleStep)
}

extension UpdateRule {
    func validate() throws(DescentError) {
        try Hyperparameter("the rate", rate, .positive).validate()
        guard let ranged = self as? any RangedRule else { return }
        for parameter in ranged.hyperparameters { try parameter.validate() }
    }
}

/// A rule whose numbers have ranges, which are checked once, before a fit.
package protocol RangedRule: UpdateRule {
    var hyperparameters: [Hyperparameter] { get }
}

/// What a rule works on, for the time of one `apply`. Whoever reads or writes beyond the parameters, or asks for numbers that the rule
/// does not keep, traps: no rule reaches memory that is not its own.
public struct RuleStep {
    /// η: the rule's rate times the schedule's factor.
    public let rate: Double
    /// t, from 1.
    public let number: Int
    /// Parameters; the weights come first, then the biases.
    public let count: Int
    /// Of these, the weights; the rest are biases.
    public let weightCount: Int
    let slope: UnsafePointer<Double>
    /// θ, which the rule moves in place.
    public let point: RuleNumbers
    private let memory: UnsafeMutableBufferPointer<Double>

    init(
        rate: Double, number: Int, count: Int, weightCount: Int, gradient: UnsafePointer<Double>,
        point: UnsafeMutablePointer<Double>, memory: UnsafeMutableBufferPointer<Double>
    ) {
        (self.rate, self.number, self.count, self.weightCount) = (rate, number, count, weightCount)
        slope = gradient
        self.point = RuleNumbers(point, count: count)
        self.memory = memory
    }

    /// g: of the risk and the penalty, clipped; one component per parameter.
    public var gradient: Span<Double> {
        @_lifetime(borrow self)
        get { _overrideLifetime(Span(_unsafeStart: slope, count: count), borrowing: self) }
    }

    /// The rule's numbers of one kind, one per parameter. Traps for a kind that the rule does not keep.
    public func vector(_ index: Int) -> RuleNumbers {
        precondition(index >= 0 && index < memory.count / count, "a rule keeps numbersPerParameter kinds of numbers")
        return RuleNumbers(memory.baseAddress! + index * count, count: count)
    }
}

/// A number that a rule, a schedule or a penalty is made with.
package struct Hyperparameter: Sendable {
    let name: String
    let value: Double
    let domain: Domain

    package enum Domain: Sendable {
        /// Above 0 and finite.
        case positive
        /// 0 or above, and finite.
        case nonNegative
        /// A number from 0 to below 1.
        case fraction
        /// Above 0, at most 1.
        case share
    }

    package init(_ name: String, _ value: Double, _ domain: Domain) {
        self.name = name
        self.value = value
        self.domain = domain
    }

    package func validate() throws(DescentError) {
        let (isLegal, requirement) =
            switch domain {
            case .positive: (value > 0 && value.isFinite, "a finite number above 0")
            case .nonNegative: (value >= 0 && value.isFinite, "a finite number, 0 or above")
            case .fraction: (value >= 0 && value < 1, "from 0 to below 1")
            case .share: (value > 0 && value <= 1, "above 0 and at most 1")
            }
        guard isLegal else { throw .illegalOption(name: name, value: "\(value)", requirement: requirement) }
    }
}
