public import DescentAlgebra

/// The decays of running means of g and of its size, and what keeps a quotient finite: β₁, β₂ and ε of Adam's family.
package struct Decays: Sendable, Hashable, CustomStringConvertible {
    package let beta1: Double
    package let beta2: Double
    package let epsilon: Double

    package init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }

    package var description: String { "beta1 \(beta1), beta2 \(beta2), epsilon \(epsilon)" }

    var hyperparameters: [Hyperparameter] {
        [
            .init("beta1", beta1, .fraction), .init("beta2", beta2, .fraction), .init("epsilon", epsilon, .positive),
        ]
    }

    func first(_ m: inout Double, _ g: Double) { m = beta1 * m + (1 - beta1) * g }
    func second(_ v: inout Double, _ g: Double) { v = beta2 * v + (1 - beta2) * g * g }
    func correction1(_ t: Int) -> Double { 1 - Math.power(beta1, t) }
    func correction2(_ t: Int) -> Double { 1 - Math.power(beta2, t) }
}

/// `.adam()`.
package struct Adam: RangedRule {
    package let rate: Double
    package let decays: Decays

    package init(rate: Double = 0.001, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    package var name: String { "adam" }
    package var numbersPerParameter: Int { 2 }
    package var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    package func apply(_ step: RuleStep) {
        let m = step.vector(0), v = step.vector(1)
        let c1 = decays.correction1(step.number), c2 = decays.correction2(step.number)
        for i in 0..<step.count {
            decays.first(&m[i], step.gradient[i])
            decays.second(&v[i], step.gradient[i])
            step.point[i] -= step.rate * (m[i] / c1) / ((v[i] / c2).squareRoot() + decays.epsilon)
        }
    }
}

/// `.adamW()`.
package struct AdamW: RangedRule {
    package let adam: Adam
    /// λ, 0 or above.
    package let weightDecay: Double

    package init(rate: Double = 0.001, weightDecay: Double = 0.01, decays: Decays = Decays()) {
        self.adam = Adam(rate: rate, decays: decays)
        self.weightDecay = weightDecay
    }

    package var name: String { "adamW" }
    package var rate: Double { adam.rate }
    package var numbersPerParameter: Int { 2 }
    package var hyperparameters: [Hyperparameter] {
        adam.hyperparameters + [.init("the weight decay", weightDecay, .nonNegative)]
    }

    package func apply(_ step: RuleStep) {
        for i in 0..<step.weightCount { step.point[i] *= 1 - step.rate * weightDecay }
        adam.apply(step)
    }
}

/// `.adaMax()`.
package struct AdaMax: RangedRule {
    package let rate: Double
    package let decays: Decays

    package init(rate: Double = 0.002, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    package var name: String { "adaMax" }
    package var numbersPerParameter: Int { 2 }
    package var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    package func apply(_ step: RuleStep) {
        let m = step.vector(0), u = step.vector(1)
        let c1 = decays.correction1(step.number)
        for i in 0..<step.count {
            decays.first(&m[i], step.gradient[i])
            u[i] = max(decays.beta2 * u[i], step.gradient[i].magnitude + decays.epsilon)
            step.point[i] -= step.rate * (m[i] / c1) / u[i]
        }
    }
}

/// `.nadam()`.
package struct Nadam: RangedRule {
    package let rate: Double
    package let decays: Decays

    package init(rate: Double = 0.002, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    package var name: String { "nadam" }
    package var numbersPerParameter: Int { 2 }
    package var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    package func apply(_ step: RuleStep) {
        let m = step.vector(0), v = step.vector(1), t = step.number
        let now = decays.correction1(t), next = decays.correction1(t + 1), c2 = decays.correction2(t)
        for i in 0..<step.count {
            let g = step.gradient[i]
            decays.first(&m[i], g)
            decays.second(&v[i], g)
            let ahead = decays.beta1 * m[i] / next + (1 - decays.beta1) * g / now
            step.point[i] -= step.rate * ahead / ((v[i] / c2).squareRoot() + decays.epsilon)
        }
    }
}

/// `.amsGrad()`.
package struct AMSGrad: RangedRule {
    package let rate: Double
    package let decays: Decays

    package init(rate: Double = 0.001, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    package var name: String { "amsGrad" }
    package var numbersPerParameter: Int { 3 }
    package var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    package func apply(_ step: RuleStep) {
        let m = step.vector(0), v = step.vector(1), w = step.vector(2)
        let c1 = decays.correction1(step.number), c2 = decays.correction2(step.number)
        for i in 0..<step.count {
            decays.first(&m[i], step.gradient[i])
            decays.second(&v[i], step.gradient[i])
            w[i] = max(w[i], v[i])
            step.point[i] -= step.rate * (m[i] / c1) / ((w[i] / c2).squareRoot() + decays.epsilon)
        }
    }
}

extension UpdateRule where Self == BuiltInRule {
    /// θ ← θ − η m̂/(√v̂ + ε), by running means of the gradient and of its square.
    ///
    /// m ← β₁ m + (1−β₁) g and v ← β₂ v + (1−β₂) g² start at 0; m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ) correct for that.
    ///
    /// Defaults η = 0.001 and, as of all of its family, β₁ = 0.9, β₂ = 0.999, ε = 1e−8. Kingma and Ba, "Adam: a method for stochastic
    /// optimization" (2015).
    ///
    /// - Throws: as all of its family: `illegalOption` for a β that is not from 0 to below 1, and for a rate or an ε that is not above 0
    ///   and finite.
    public static func adam(
        rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
    ) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(Adam(rate: rate, decays: Decays(beta1: beta1, beta2: beta2, epsilon: epsilon)))
    }

    /// θ ← (1 − ηλ) θ for weights, then Adam: decay that the division by √v̂ does not touch. Biases do not decay.
    ///
    /// Defaults η = 0.001, λ = 0.01. Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
    public static func adamW(
        rate: Double = 0.001, weightDecay: Double = 0.01, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8
    ) throws(DescentError) -> BuiltInRule {
        let decays = Decays(beta1: beta1, beta2: beta2, epsilon: epsilon)
        return try BuiltInRule(AdamW(rate: rate, weightDecay: weightDecay, decays: decays))
    }

    /// u ← max(β₂ u, |g| + ε), θ ← θ − η m̂/u: Adam in the maximum norm.
    ///
    /// Default η = 0.002. Kingma and Ba (2015), section 7.1; ε keeps u above 0.
    public static func adaMax(
        rate: Double = 0.002, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
    ) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(AdaMax(rate: rate, decays: Decays(beta1: beta1, beta2: beta2, epsilon: epsilon)))
    }

    /// θ ← θ − η (β₁ m/(1−β₁ᵗ⁺¹) + (1−β₁) g/(1−β₁ᵗ))/(√v̂ + ε): Adam with Nesterov's look ahead.
    ///
    /// Default η = 0.002. Dozat, "Incorporating Nesterov momentum into Adam" (2016), with a constant β₁.
    public static func nadam(
        rate: Double = 0.002, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
    ) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(Nadam(rate: rate, decays: Decays(beta1: beta1, beta2: beta2, epsilon: epsilon)))
    }

    /// w ← max(w, v), θ ← θ − η m̂/(√ŵ + ε), ŵ = w/(1−β₂ᵗ): Adam whose rates never rise again.
    ///
    /// Default η = 0.001. Reddi, Kale, Kumar, "On the convergence of Adam and beyond" (2018), with Adam's corrections.
    public static func amsGrad(
        rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
    ) throws(DescentError) -> BuiltInRule {
        try BuiltInRule(AMSGrad(rate: rate, decays: Decays(beta1: beta1, beta2: beta2, epsilon: epsilon)))
    }
}
