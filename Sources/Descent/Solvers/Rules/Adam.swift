/// The decays of running means of g and of its size, and what keeps a quotient finite: β₁, β₂ and ε of Adam's family.
///
/// Defaults 0.9, 0.999 and 1e−8. m ← β₁ m + (1−β₁) g and v ← β₂ v + (1−β₂) g² start at 0; m̂ = m/(1−β₁ᵗ) and
/// v̂ = v/(1−β₂ᵗ) correct for that.
public struct Decays: Sendable, Hashable, CustomStringConvertible {
    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double

    public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }

    public var description: String { "beta1 \(beta1), beta2 \(beta2), epsilon \(epsilon)" }

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

/// θ ← θ − η m̂/(√v̂ + ε).
///
/// Default η = 0.001. Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
public struct Adam: UpdateRule {
    public let rate: Double
    public let decays: Decays

    public init(rate: Double = 0.001, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    public var name: String { "adam" }
    public var numbersPerParameter: Int { 2 }
    public var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    public func apply(_ step: RuleStep) {
        let m = step.vector(0), v = step.vector(1)
        let c1 = decays.correction1(step.number), c2 = decays.correction2(step.number)
        for i in 0..<step.count {
            decays.first(&m[i], step.gradient[i])
            decays.second(&v[i], step.gradient[i])
            step.point[i] -= step.rate * (m[i] / c1) / ((v[i] / c2).squareRoot() + decays.epsilon)
        }
    }
}

/// θ ← (1 − ηλ) θ for weights, then Adam: decay that the division by √v̂ does not touch. Biases do not decay.
///
/// Defaults η = 0.001, λ = 0.01. Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
public struct AdamW: UpdateRule {
    public let adam: Adam
    /// λ, 0 or above.
    public let weightDecay: Double

    public init(rate: Double = 0.001, weightDecay: Double = 0.01, decays: Decays = Decays()) {
        self.adam = Adam(rate: rate, decays: decays)
        self.weightDecay = weightDecay
    }

    public var name: String { "adamW" }
    public var rate: Double { adam.rate }
    public var numbersPerParameter: Int { 2 }
    public var hyperparameters: [Hyperparameter] {
        adam.hyperparameters + [.init("the weight decay", weightDecay, .nonNegative)]
    }

    public func apply(_ step: RuleStep) {
        for i in 0..<step.weightCount { step.point[i] *= 1 - step.rate * weightDecay }
        adam.apply(step)
    }
}

/// u ← max(β₂ u, |g| + ε), θ ← θ − η m̂/u: Adam in the maximum norm.
///
/// Default η = 0.002. Kingma and Ba (2015), section 7.1; ε keeps u above 0.
public struct AdaMax: UpdateRule {
    public let rate: Double
    public let decays: Decays

    public init(rate: Double = 0.002, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    public var name: String { "adaMax" }
    public var numbersPerParameter: Int { 2 }
    public var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    public func apply(_ step: RuleStep) {
        let m = step.vector(0), u = step.vector(1)
        let c1 = decays.correction1(step.number)
        for i in 0..<step.count {
            decays.first(&m[i], step.gradient[i])
            u[i] = max(decays.beta2 * u[i], step.gradient[i].magnitude + decays.epsilon)
            step.point[i] -= step.rate * (m[i] / c1) / u[i]
        }
    }
}

/// θ ← θ − η (β₁ m/(1−β₁ᵗ⁺¹) + (1−β₁) g/(1−β₁ᵗ))/(√v̂ + ε): Adam with Nesterov's look ahead.
///
/// Default η = 0.002. Dozat, "Incorporating Nesterov momentum into Adam" (2016), with a constant β₁.
public struct Nadam: UpdateRule {
    public let rate: Double
    public let decays: Decays

    public init(rate: Double = 0.002, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    public var name: String { "nadam" }
    public var numbersPerParameter: Int { 2 }
    public var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    public func apply(_ step: RuleStep) {
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

/// w ← max(w, v), θ ← θ − η m̂/(√ŵ + ε), ŵ = w/(1−β₂ᵗ): Adam whose rates never rise again.
///
/// Default η = 0.001. Reddi, Kale, Kumar, "On the convergence of Adam and beyond" (2018), with Adam's corrections.
public struct AMSGrad: UpdateRule {
    public let rate: Double
    public let decays: Decays

    public init(rate: Double = 0.001, decays: Decays = Decays()) {
        self.rate = rate
        self.decays = decays
    }

    public var name: String { "amsGrad" }
    public var numbersPerParameter: Int { 3 }
    public var hyperparameters: [Hyperparameter] { decays.hyperparameters }

    public func apply(_ step: RuleStep) {
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
