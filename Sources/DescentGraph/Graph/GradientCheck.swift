public import DescentAlgebra
internal import DescentSweep

/// A gradient beside central differences of its function, coordinate by coordinate.
///
///     let check = try GradientCheck(of: gradient, at: point) { x in loss(x) }
///     print(check)
///     precondition(check.passed)
///
/// A difference is (f(x+h) − f(x−h)) / 2h with h = ∛ε max(1, |x|), rounded down to a power of 2: there the error of the
/// formula, about h²/6 of the third derivative, is as small as that of rounding, ε|f|/h. Where it disagrees, or the
/// slopes to the left and to the right of x differ by more than 1 %, a step of h/16 has the last word. It tells a kink:
/// there the two slopes do not approach each other as the step shrinks, and any gradient between them is right.
public struct GradientCheck: Sendable {
    package let coordinates: [Coordinate]
    /// The largest relative error that agrees.
    package let tolerance: Double

    /// One coordinate of the gradient.
    package struct Coordinate: Sendable, Hashable {
        package let index: Int
        /// What is checked.
        package let gradient: Double
        /// The central difference.
        package let difference: Double
        /// |gradient − difference| ÷ the larger of the two, or ÷ what rounding alone makes of 0 where that is more.
        package let error: Double
        package let verdict: Verdict
    }

    package enum Verdict: String, Sendable {
        case agrees, disagrees
        /// The function bends too sharply for a difference, and the gradient lies between its two slopes.
        case kink
    }

    /// No coordinate disagrees.
    public var passed: Bool { !coordinates.contains { $0.verdict == .disagrees } }

    /// The coordinate with the largest error: of those that disagree, else of those that agree, else of the kinks.
    package var worst: Coordinate {
        for verdict in [Verdict.disagrees, .agrees] {
            if let worst = coordinates.filter({ $0.verdict == verdict }).max(by: { $0.error < $1.error }) {
                return worst
            }
        }
        return coordinates.max { $0.error < $1.error }!
    }

    /// - Parameters:
    ///   - gradient: one value per coordinate of the point.
    ///   - point: where it was taken.
    ///   - tolerance: default ∛ε, 6·10⁻⁶ for functions in Double.
    ///   - resolution: ε, the relative error of the function's values. Default that of Double.
    ///   - function: evaluated twice per coordinate, more often where in doubt.
    /// - Throws: `empty`, `mismatch`, `nonFinite` for the point, the gradient or a value, `illegalOption`, and what the
    ///   function throws.
    public init(
        of gradient: [Double], at point: [Double], tolerance: Double? = nil, resolution: Double = .ulpOfOne,
        _ function: @escaping ([Double]) throws(DescentError) -> Double
    ) throws(DescentError) {
        guard !point.isEmpty else { throw .empty(.values) }
        guard gradient.count == point.count else {
            throw .mismatch(.gradient, .values, expected: point.count, found: gradient.count)
        }
        guard (Double.ulpOfOne...0.01).contains(resolution) else {
            throw .illegalOption(name: "the resolution", value: "\(resolution)", requirement: "from 2.3e-16 to 0.01")
        }
        let tolerance = tolerance ?? Math.cubeRoot(resolution)
        guard tolerance > 0, tolerance < 1 else {
            throw .illegalOption(name: "the tolerance", value: "\(tolerance)", requirement: "between 0 and 1")
        }
        try requireFinite(point, .parameters)
        try requireFinite(gradient, .gradient)
        self.tolerance = tolerance
        var probe = Probe(point: point, resolution: resolution, function: function)
        var coordinates: [Coordinate] = []
        for index in point.indices {
            coordinates.append(try probe.check(index, gradient[index], tolerance: tolerance))
        }
        self.coordinates = coordinates
    }
}

extension GradientCheck: CustomStringConvertible {
    /// The outcome, and a line for every coordinate that does not agree; the first ten of them.
    public var description: String {
        func count(_ verdict: Verdict) -> Int { coordinates.count { $0.verdict == verdict } }
        let summary = "\(count(.agrees)) agree, \(count(.disagrees)) disagree, \(count(.kink)) at a kink"
        let others = coordinates.filter { $0.verdict != .agrees }
        let lines =
            ["gradient of \(coordinates.count): \(summary); worst: \(worst)"] + others.prefix(10).map { "  \($0)" }
        return (others.count > 10 ? lines + ["  … \(others.count - 10) more"] : lines).joined(separator: "\n")
    }
}

extension GradientCheck.Coordinate: CustomStringConvertible {
    public var description: String {
        "∂\(index) = \(gradient), by difference \(difference), relative error \(error), \(verdict.rawValue)"
    }
}
