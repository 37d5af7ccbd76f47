/// A rule that Descent brings, by the name it is made by: `FirstOrder(.adam(rate: 0.01))`.
public struct BuiltInRule: UpdateRule {
    let rule: any UpdateRule

    init(_ rule: some UpdateRule) { self.rule = rule }

    public var name: String { rule.name }
    public var rate: Double { rule.rate }
    public var numbersPerParameter: Int { rule.numbersPerParameter }
    public func apply(_ step: RuleStep) { rule.apply(step) }
}
