public import DescentAlgebra

/// `.gradientDescent()`.
package struct GradientDescent: UpdateRule {
    package let rate: Double
    package init(rate: Double = 0.1) { self.rate = rate }
    package var name: String { "gradientDescent" }
    package var numbersPerParameter: Int { 0 }

    package func apply(_ step: RuleStep) {
        for i in 0..<step.count { step.point[i] -= step.rate * step.gradient[i] }
    }
}

/// `.normalisedDescent()`.
package struct NormalisedDescent: UpdateRule {
    package let rate: Double
    package init(rate: Double = 0.1) { self.rate = rate }
    package var name: String { "normalisedDescent" }
    package var numbersPerParameter: Int { 0 }

    package func apply(_ step: RuleStep) {
        let norm = norm(step.slope, step.count)
        guard norm > 0 else { return }
        for i in 0..<step.count { step.point[i] -= step.rate * (step.gradient[i] / norm) }
    }
}

extension UpdateRule where Self == BuiltInRule {
    /// θ ← θ − η g.
    ///
    /// On a risk with largest curvature L it converges for η < 2/L, creeps for η ≪ 1/L and diverges above 2/L.
    public static func gradientDescent(rate: Double = 0.1) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(GradientDescent(rate: rate))
    }

    /// θ ← θ − η g/‖g‖: steps of one length, whatever the slope.
    ///
    /// With a constant rate it ends in circles of that size around an optimum, and does not claim to have converged; let a
    /// schedule shorten the steps. Where g = 0 it stays.
    public static func normalisedDescent(rate: Double = 0.1) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(NormalisedDescent(rate: rate))
    }
}

/// ‖v‖₂ without overflow or underflow on the way.
package func norm(_ v: UnsafePointer<Double>, _ count: Int) -> Double {
    var largest = 0.0
    for i in 0..<count { largest = max(largest, v[i].magnitude) }
    guard largest > 0, largest.isFinite else { return largest }
    var sum = 0.0
    for i in 0..<count {
        let ratio = v[i] / largest
        sum += ratio * ratio
    }
    return largest * sum.squareRoot()
}
