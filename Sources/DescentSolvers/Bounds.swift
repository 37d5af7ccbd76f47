public import DescentAlgebra

/// Limits of the weights, per feature and on the scale of the data: `Bounds(lower: [0, 0], upper: [1, .infinity])`.
///
/// Biases have none. A fit ends where no weight can move within its limits to a smaller risk.
public struct Bounds: Sendable, Hashable {
    package let lower: [Double]?
    package let upper: [Double]?

    /// No limits: every weight may be any number.
    public static let none = Bounds(uncheckedLower: nil, upper: nil)
    /// No weight below 0.
    public static func nonNegative(features: Int) -> Bounds {
        Bounds(uncheckedLower: [Double](repeating: 0, count: features), upper: nil)
    }

    /// Infinite values, and nil for all of them, are no limits. Fails with `illegalOption` for a limit that is NaN or where
    /// the upper one lies below the lower.
    public init(lower: [Double]? = nil, upper: [Double]? = nil) throws(DescentError) {
        for limit in lower ?? [] where limit.isNaN || limit == .infinity {
            throw .illegalOption(name: "a lower bound", value: "\(limit)", requirement: "a number or -infinity")
        }
        for limit in upper ?? [] where limit.isNaN || limit == -.infinity {
            throw .illegalOption(name: "an upper bound", value: "\(limit)", requirement: "a number or infinity")
        }
        for (low, high) in zip(lower ?? [], upper ?? []) where low > high {
            throw .illegalOption(
                name: "an upper bound", value: "\(high)", requirement: "at least the lower one, \(low)")
        }
        self.init(uncheckedLower: lower, upper: upper)
    }

    private init(uncheckedLower lower: [Double]?, upper: [Double]?) {
        self.lower = lower
        self.upper = upper
    }

    package var isNone: Bool { lower == nil && upper == nil }
    var recipe: String { isNone ? "" : ", bounds \(lower.map { "\($0)" } ?? "-") \(upper.map { "\($0)" } ?? "-")" }

    func validate(for setting: Setting) throws(DescentError) {
        for limits in [lower, upper] {
            guard let limits, limits.count != setting.start.featureCount else { continue }
            throw .mismatch(.bounds, .features, expected: setting.start.featureCount, found: limits.count)
        }
    }

    /// Per parameter, in the coordinates of a fit.
    func limits(_ setting: Setting) -> (lower: [Double], upper: [Double]) {
        var low = [Double](repeating: -.infinity, count: setting.start.values.count), high = low.map { -$0 }
        for index in 0..<setting.weights {
            let feature = index % setting.start.featureCount, scale = setting.scale?[feature] ?? 1
            if let lower { low[index] = lower[feature] * scale }
            if let upper { high[index] = upper[feature] * scale }
        }
        return (low, high)
    }
}
