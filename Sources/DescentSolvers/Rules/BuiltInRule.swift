internal import DescentAlgebra

/// A rule that Descent brings, by the name it is made by: `try .firstOrder(.adam(rate: 0.01))`.
public struct BuiltInRule: UpdateRule {
    let rule: any UpdateRule

    /// - Throws: `illegalOption` for a number of the rule that is not legal.
    init(_ rule: some UpdateRule) throws(DescentError) {
        try rule.validate()
        self.rule = rule
    }

    public var name: String { rule.name }
    public var rate: Double { rule.rate }
    public var numbersPerParameter: Int { rule.numbersPerParameter }
    public func apply(_ step: RuleStep) { rule.apply(step) }
}
