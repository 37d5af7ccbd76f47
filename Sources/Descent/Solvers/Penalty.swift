/// What is added to the risk for large weights: l1 Σ|w| + ½ l2 Σ w². Biases are never penalised.
///
/// On the scale of the mean loss, and of the coordinates of the fit: of standardised features where that is asked for.
public struct Penalty: Sendable, Hashable {
    public let l1: Double
    public let l2: Double
    /// Per feature, what its weight's penalty is multiplied by; nil for 1. For solvers of second order.
    public let factors: [Double]?
    /// Whether weights are penalised as of features divided by their standard deviations. For solvers of second order.
    public let isOnDeviations: Bool

    public static let none = Penalty(uncheckedL1: 0, l2: 0, factors: nil, isOnDeviations: false)

    /// Fails with `illegalOption` for a strength below 0 or not finite.
    public init(
        l1: Double = 0, l2: Double = 0, factors: [Double]? = nil, onDeviations: Bool = false
    ) throws(DescentError) {
        try Hyperparameter("the l1 penalty", l1, .nonNegative).validate()
        try Hyperparameter("the l2 penalty", l2, .nonNegative).validate()
        for factor in factors ?? [] { try Hyperparameter("a factor of the penalty", factor, .nonNegative).validate() }
        self.init(uncheckedL1: l1, l2: l2, factors: factors, isOnDeviations: onDeviations)
    }

    private init(uncheckedL1 l1: Double, l2: Double, factors: [Double]?, isOnDeviations: Bool) {
        self.l1 = l1
        self.l2 = l2
        self.factors = factors
        self.isOnDeviations = isOnDeviations
    }

    /// Whether nothing is penalised.
    var isNone: Bool { l1 == 0 && l2 == 0 }

    var recipe: String {
        "penalty l1 \(l1) l2 \(l2)\(factors.map { " factors \($0)" } ?? "")\(isOnDeviations ? " on deviations" : "")"
    }

    func validate(for setting: Setting) throws(DescentError) {
        guard let factors, factors.count != setting.start.features else { return }
        throw .mismatch(.penalty, .features, expected: setting.start.features, found: factors.count)
    }

    /// Per parameter, in the coordinates of a fit: with w = v/scale, l1 |w| = (l1/scale) |v| and l2 w² = (l2/scale²) v².
    ///
    /// At most 2⁹⁰⁰, which holds a weight at 0 as well as more would, without leaving the range of numbers.
    func strengths(_ setting: Setting) -> (l1: [Double], l2: [Double]) {
        var first = [Double](repeating: 0, count: setting.start.values.count), second = first
        for index in 0..<setting.weights {
            let feature = index % setting.start.features, factor = factors?[feature] ?? 1
            var unit = setting.scale?[feature] ?? 1
            if isOnDeviations, let deviation = setting.deviations?[feature], deviation > 0 { unit /= deviation }
            first[index] = min(l1 * factor / unit, 0x1p900)
            second[index] = min(l2 * factor / unit / unit, 0x1p900)
        }
        return (first, second)
    }

    func value(_ weights: UnsafePointer<Double>, _ count: Int) -> Double {
        var absolute = 0.0, squares = 0.0
        for i in 0..<count {
            absolute += weights[i].magnitude
            squares += weights[i] * weights[i]
        }
        return (l1 == 0 ? 0 : l1 * absolute) + (l2 == 0 ? 0 : l2 / 2 * squares)
    }

    /// gradient += l2 w + l1 sign w; where w is 0, of all that l1 allows there, what leaves the least: nothing where |g| ≤ l1.
    func addGradient(_ weights: UnsafePointer<Double>, _ count: Int, to gradient: UnsafeMutablePointer<Double>) {
        if l2 != 0 {
            for i in 0..<count { gradient[i] += l2 * weights[i] }
        }
        guard l1 != 0 else { return }
        for i in 0..<count {
            let g = gradient[i], w = weights[i]
            gradient[i] = w > 0 ? g + l1 : w < 0 ? g - l1 : g > l1 ? g - l1 : g < -l1 ? g + l1 : 0
        }
    }

    /// Keeps weights within the orthant of the point that a step began at, or that its gradient leads down to from 0.
    ///
    /// - Returns: Whether a weight that has a way down was held at 0.
    func hold(
        _ weights: UnsafeMutablePointer<Double>, _ count: Int, from before: UnsafePointer<Double>,
        _ gradient: UnsafePointer<Double>
    ) -> Bool {
        guard l1 != 0 else { return false }
        var holds = false
        for i in 0..<count {
            let side = before[i] != 0 ? before[i] : -gradient[i]
            if weights[i] > 0 && side <= 0 || weights[i] < 0 && side >= 0 {
                weights[i] = 0
                holds = holds || before[i] == 0 && side != 0
            }
        }
        return holds
    }
}

/// How a gradient is bounded before a rule sees it.
public enum Clipping: Sendable, Hashable {
    case none
    /// g ← g min(1, limit/‖g‖): shorter, in the same direction.
    case norm(Double)
    /// Every component to −limit … limit.
    case value(Double)

    func validate() throws(DescentError) {
        switch self {
        case .none: break
        case .norm(let limit): try Hyperparameter("the largest gradient norm", limit, .positive).validate()
        case .value(let limit): try Hyperparameter("the largest gradient component", limit, .positive).validate()
        }
    }

    func apply(_ gradient: UnsafeMutablePointer<Double>, _ count: Int) {
        switch self {
        case .none: break
        case .norm(let limit):
            let size = Descent.norm(gradient, count)
            guard size > limit else { return }
            for i in 0..<count { gradient[i] = gradient[i] / size * limit }
        case .value(let limit):
            for i in 0..<count { gradient[i] = min(max(gradient[i], -limit), limit) }
        }
    }
}
