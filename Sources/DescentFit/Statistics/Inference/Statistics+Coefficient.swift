public import DescentAlgebra
internal import DescentSolvers

extension Statistics {
    /// A row of the table.
    public struct Coefficient: Sendable, Hashable {
        /// The feature's name, else `feature 3`, or `(bias)`; of a softmax with its class before: `class 2: age`.
        public var name: String { className.map { "\($0): \(termName)" } ?? termName }
        /// The feature's, or `(bias)`.
        package let termName: String
        /// Of a softmax, what its class is called; else nil.
        package internal(set) var className: String?
        /// Nil for the bias.
        public let feature: Int?
        /// 0, or the class of a softmax, whose coefficients are differences to those of class 0.
        public let output: Int
        /// What the samples say of it.
        package let standing: Standing
        /// On the scale of the original features. Where the samples do not determine it NaN, and ±∞ for one that runs there; NaN where
        /// it runs to either.
        public let estimate: Double
        /// √ of its variance in `covariance`; NaN where the samples do not determine the coefficient.
        public let standardError: Double
        /// estimate/standardError: t for the linear neuron, z for the others.
        public let ratio: Double
        /// P of a ratio at least as far from 0 if the coefficient were 0: by Student's t with the residual degrees of freedom
        /// for the linear neuron, by the normal distribution for the others.
        public let pValue: Double

        /// What its feature is a combination of, where it is one: it is set apart, with a weight of 0, and takes no degree of freedom. Its
        /// numbers are NaN.
        public var dependence: Dependence? { if case .aliased(let dependence) = standing { dependence } else { nil } }

        /// Whether the likelihood grows with it without end. Its numbers are NaN, but for an estimate of ±∞.
        public var isInfinite: Bool { standing.isInfinite }

        package enum Standing: Sendable, Hashable {
            /// There is one best value, and an error of it.
            case determined
            /// Its feature is a combination of others: it is set apart, with a weight of 0, and takes no degree of freedom.
            case aliased(Dependence)
            /// The likelihood grows with it without end.
            case runsToInfinity(FloatingPointSign?)
        }
    }
}

extension Statistics {
    /// The same, where the coefficients of a softmax name their class as people call it.
    ///
    /// - Parameter classes: what classes are called, in their order.
    package func naming(classes: [String]) -> Statistics {
        var result = self
        for index in coefficients.indices where coefficients[index].className != nil {
            let output = coefficients[index].output
            if classes.indices.contains(output) { result.coefficients[index].className = classes[output] }
        }
        return result
    }
}

extension Statistics.Coefficient.Standing {
    package var isInfinite: Bool { if case .runsToInfinity = self { true } else { false } }

    /// What a coefficient is said to be that the samples do not determine.
    var estimate: Double {
        switch self {
        case .determined, .aliased, .runsToInfinity(nil): .nan
        case .runsToInfinity(.plus): .infinity
        case .runsToInfinity(.minus): -.infinity
        }
    }
}

extension Statistics.Coefficient.Standing: CustomStringConvertible {
    package var description: String {
        switch self {
        case .determined: "determined"
        case .aliased: "aliased"
        case .runsToInfinity(.plus): "+∞"
        case .runsToInfinity(.minus): "-∞"
        case .runsToInfinity(nil): "±∞"
        }
    }
}
