public import DescentAlgebra

/// What is added to the risk for large weights: l1 Σ|w| + ½ l2 Σ w², on the scale of the mean loss. Biases are never penalised.
///
///     let fit = try data.fit(
///         neuron: .logistic, penalty: .ridge(0.01, on: .deviations))
///
/// Whatever the coordinates of a fit, and whichever solver or rule finds it. What a weight is measured in has no default, since
/// it decides the answer: see ``Units-swift.struct``.
public struct Penalty: Sendable, Hashable {
    /// The strength of Σ|w|: at least 0 and finite. Units and factors are not part of it.
    public let l1: Double
    /// The strength of ½ Σ w²: at least 0 and finite. Units and factors are not part of it.
    public let l2: Double
    package let units: Units
    /// Per feature, what its weight's penalty is multiplied by; nil for 1.
    package let factors: [Double]?

    /// Nothing is added: both strengths are 0.
    public static let none = Penalty(uncheckedL1: 0, l2: 0, on: .raw, factors: nil)

    /// ½ λ Σ w². Fails with `illegalOption` for a strength or a factor below 0 or not finite.
    public static func ridge(
        _ strength: Double, on units: Units, factors: [Double]? = nil
    ) throws(DescentError) -> Penalty {
        try Penalty(l2: strength, on: units, factors: factors)
    }

    /// λ Σ |w|. Fails as `ridge`.
    public static func lasso(
        _ strength: Double, on units: Units, factors: [Double]? = nil
    ) throws(DescentError) -> Penalty {
        try Penalty(l1: strength, on: units, factors: factors)
    }

    /// λ (α Σ|w| + ½ (1 − α) Σ w²). Fails as `ridge`, and for a mixing α outside 0 … 1.
    public static func elasticNet(
        _ strength: Double, mixing: Double, on units: Units, factors: [Double]? = nil
    ) throws(DescentError) -> Penalty {
        guard (0...1).contains(mixing) else {
            throw .illegalOption(name: "a mixing", value: "\(mixing)", requirement: "from 0 to 1")
        }
        return try Penalty(l1: strength * mixing, l2: strength * (1 - mixing), on: units, factors: factors)
    }

    /// Both strengths at once. Fails as `ridge`.
    package init(l1: Double = 0, l2: Double = 0, on units: Units, factors: [Double]? = nil) throws(DescentError) {
        try Hyperparameter("the l1 penalty", l1, .nonNegative).validate()
        try Hyperparameter("the l2 penalty", l2, .nonNegative).validate()
        for factor in factors ?? [] { try Hyperparameter("a factor of the penalty", factor, .nonNegative).validate() }
        self.init(uncheckedL1: l1, l2: l2, on: units, factors: factors)
    }

    private init(uncheckedL1 l1: Double, l2: Double, on units: Units, factors: [Double]?) {
        self.l1 = l1
        self.l2 = l2
        self.units = units
        self.factors = factors
    }

    /// λ = l1 + l2: of a penalty λ (α Σ|w| + ½ (1 − α) Σ w²).
    public var strength: Double { l1 + l2 }
    /// α = l1 / (l1 + l2): the share of the l1 penalty. Of no penalty it is 0.
    package var mixing: Double { l1 > 0 ? l1 / (l1 + l2) : 0 }

    /// Whether nothing is penalised.
    package var isNone: Bool { l1 == 0 && l2 == 0 }

    package var recipe: String { "penalty \(self)" }

    /// - Throws: `mismatch` for factors of another number of features, and `illegalOption` for units that features have not:
    ///   a stream has no deviations, since nobody has seen all of it.
    package func validate(for setting: Setting) throws(DescentError) {
        if let factors, factors.count != setting.start.featureCount {
            throw .mismatch(.penalty, .features, expected: setting.start.featureCount, found: factors.count)
        }
        guard !isNone else { return }
        try units.validate(features: setting.start.featureCount)
        if units != .raw, setting.deviations == nil {
            throw .illegalOption(
                name: "the penalty's units", value: units.words,
                requirement: "raw for a stream, which is never all there to have deviations")
        }
    }

    /// Per parameter, in the coordinates of a fit: with w = v/scale, l1 |w| = (l1/scale) |v| and l2 w² = (l2/scale²) v².
    ///
    /// At most 2⁹⁰⁰, which holds a weight at 0 as well as more would, without leaving the range of numbers.
    package func strengths(_ setting: Setting) -> PenaltyStrengths {
        var first = [Double](repeating: 0, count: setting.start.values.count), second = first
        for index in 0..<setting.weights {
            let feature = index % setting.start.featureCount, factor = factors?[feature] ?? 1
            var unit = setting.scale?[feature] ?? 1
            if let deviations = setting.memberDeviations ?? setting.deviations {
                unit /= units.unit(of: feature, deviations[feature])
            }
            first[index] = min(l1 * factor / unit, 0x1p900)
            second[index] = min(l2 * factor / unit / unit, 0x1p900)
        }
        return PenaltyStrengths(l1: first, l2: second)
    }

    /// The l2 strengths by the deviations of all samples, where a fit goes by those of a part of them.
    func commonL2(_ setting: Setting) -> [Double]? {
        guard setting.memberDeviations != nil else { return nil }
        var common = setting
        common.memberDeviations = nil
        return strengths(common).l2
    }
}

extension Penalty: CustomStringConvertible {
    /// Everything that decides what is added to the risk: `l1 0.0 l2 0.1 on deviations`.
    public var description: String {
        let units = isNone ? "" : " on \(units.words)"
        return "l1 \(l1) l2 \(l2)\(units)\(factors.map { " factors \($0)" } ?? "")"
    }
}
