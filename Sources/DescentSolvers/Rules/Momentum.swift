public import DescentAlgebra

/// `.momentum()`.
package struct Momentum: RangedRule {
    package let rate: Double
    /// μ, from 0 to below 1.
    package let momentum: Double

    package init(rate: Double = 0.1, momentum: Double = 0.9) {
        self.rate = rate
        self.momentum = momentum
    }

    package var name: String { "momentum" }
    package var numbersPerParameter: Int { 1 }
    package var hyperparameters: [Hyperparameter] { [.init("the momentum", momentum, .fraction)] }

    package func apply(_ step: RuleStep) {
        let v = step.vector(0)
        for i in 0..<step.count {
            v[i] = momentum * v[i] + step.gradient[i]
            step.point[i] -= step.rate * v[i]
        }
    }
}

/// `.nesterov()`.
package struct Nesterov: RangedRule {
    package let rate: Double
    /// μ, from 0 to below 1.
    package let momentum: Double

    package init(rate: Double = 0.1, momentum: Double = 0.9) {
        self.rate = rate
        self.momentum = momentum
    }

    package var name: String { "nesterov" }
    package var numbersPerParameter: Int { 1 }
    package var hyperparameters: [Hyperparameter] { [.init("the momentum", momentum, .fraction)] }

    package func apply(_ step: RuleStep) {
        let v = step.vector(0)
        for i in 0..<step.count {
            let g = step.gradient[i]
            v[i] = momentum * v[i] + g
            step.point[i] -= step.rate * (g + momentum * v[i])
        }
    }
}

extension UpdateRule where Self == BuiltInRule {
    /// v ← μ v + g, θ ← θ − η v: the heavy ball.
    ///
    /// Defaults η = 0.1, μ = 0.9. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    public static func momentum(rate: Double = 0.1, momentum: Double = 0.9) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(Momentum(rate: rate, momentum: momentum))
    }

    /// v ← μ v + g, θ ← θ − η (g + μ v): momentum that looks one step ahead, with the gradient taken where θ is.
    ///
    /// Defaults η = 0.1, μ = 0.9. Nesterov (1983), in the form of Sutskever et al., "On the importance of initialization and
    /// momentum in deep learning" (2013), with θ for their look-ahead point.
    public static func nesterov(rate: Double = 0.1, momentum: Double = 0.9) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(Nesterov(rate: rate, momentum: momentum))
    }
}
