public import DescentAlgebra

/// `.adaGrad()`.
package struct AdaGrad: RangedRule {
    package let rate: Double
    package let epsilon: Double

    package init(rate: Double = 0.1, epsilon: Double = 1e-10) {
        self.rate = rate
        self.epsilon = epsilon
    }

    package var name: String { "adaGrad" }
    package var numbersPerParameter: Int { 1 }
    package var hyperparameters: [Hyperparameter] { [.init("epsilon", epsilon, .positive)] }

    package func apply(_ step: RuleStep) {
        let s = step.vector(0)
        for i in 0..<step.count {
            let g = step.gradient[i]
            s[i] += g * g
            step.point[i] -= step.rate * g / (s[i].squareRoot() + epsilon)
        }
    }
}

/// `.rmsProp()`.
package struct RMSProp: RangedRule {
    package let rate: Double
    /// ρ, from 0 to below 1.
    package let decay: Double
    package let epsilon: Double

    package init(rate: Double = 0.001, decay: Double = 0.9, epsilon: Double = 1e-8) {
        self.rate = rate
        self.decay = decay
        self.epsilon = epsilon
    }

    package var name: String { "rmsProp" }
    package var numbersPerParameter: Int { 1 }
    package var hyperparameters: [Hyperparameter] {
        [.init("the decay", decay, .fraction), .init("epsilon", epsilon, .positive)]
    }

    package func apply(_ step: RuleStep) {
        let s = step.vector(0)
        for i in 0..<step.count {
            let g = step.gradient[i]
            s[i] = decay * s[i] + (1 - decay) * g * g
            step.point[i] -= step.rate * g / (s[i].squareRoot() + epsilon)
        }
    }
}

/// `.adadelta()`.
package struct Adadelta: RangedRule {
    package let rate: Double
    /// ρ, from 0 to below 1.
    package let decay: Double
    package let epsilon: Double

    package init(rate: Double = 1, decay: Double = 0.9, epsilon: Double = 1e-6) {
        self.rate = rate
        self.decay = decay
        self.epsilon = epsilon
    }

    package var name: String { "adadelta" }
    package var numbersPerParameter: Int { 2 }
    package var hyperparameters: [Hyperparameter] {
        [.init("the decay", decay, .fraction), .init("epsilon", epsilon, .positive)]
    }

    package func apply(_ step: RuleStep) {
        let s = step.vector(0), d = step.vector(1)
        for i in 0..<step.count {
            let g = step.gradient[i]
            s[i] = decay * s[i] + (1 - decay) * g * g
            let delta = g * ((d[i] + epsilon) / (s[i] + epsilon)).squareRoot()
            d[i] = decay * d[i] + (1 - decay) * delta * delta
            step.point[i] -= step.rate * delta
        }
    }
}

extension UpdateRule where Self == BuiltInRule {
    /// s ← s + g², θ ← θ − η g/(√s + ε): a rate per parameter that only falls.
    ///
    /// Defaults η = 0.1, ε = 1e−10. Duchi, Hazan, Singer, "Adaptive subgradient methods" (2011).
    public static func adaGrad(rate: Double = 0.1, epsilon: Double = 1e-10) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(AdaGrad(rate: rate, epsilon: epsilon))
    }

    /// s ← ρ s + (1−ρ) g², θ ← θ − η g/(√s + ε): AdaGrad that forgets.
    ///
    /// Defaults η = 0.001, ρ = 0.9, ε = 1e−8. Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning"
    /// (2012).
    public static func rmsProp(rate: Double = 0.001, decay: Double = 0.9, epsilon: Double = 1e-8) throws(DescentError)
        -> BuiltInRule
    {
        try BuiltInRule(RMSProp(rate: rate, decay: decay, epsilon: epsilon))
    }

    /// s ← ρ s + (1−ρ) g², Δ = g √(d + ε)/√(s + ε), d ← ρ d + (1−ρ) Δ², θ ← θ − η Δ: steps in the units of θ.
    ///
    /// Defaults η = 1, ρ = 0.9, ε = 1e−6. Zeiler, "ADADELTA: an adaptive learning rate method" (2012).
    public static func adadelta(rate: Double = 1, decay: Double = 0.9, epsilon: Double = 1e-6) throws(DescentError)
        -> BuiltInRule
    {
        try BuiltInRule(Adadelta(rate: rate, decay: decay, epsilon: epsilon))
    }
}
