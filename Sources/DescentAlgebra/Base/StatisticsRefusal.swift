/// Why a fit has no standard errors, in words.
package enum StatisticsRefusal: Sendable, Hashable {
    /// Neither linear, logistic, softmax nor Poisson, of which maximum likelihood speaks.
    case neuron(String)
    /// Several outputs with losses of their own: fit one after the other.
    case outputs(Int)
    /// The coefficients are those of a penalty too.
    case penalised
    /// The fit did not converge: how it ended.
    case notConverged(String)
    /// The likelihood has no maximum, or the fit is not there: the coefficients are so many standard errors from it.
    case notAtMaximum(standardErrors: Double)
    /// Classes, or zeros of counts, are separated by some combination of features: the likelihood grows with the weights of
    /// these without end, and no samples are known that determine others.
    case separated(features: [Feature])
    /// Features that are combinations of others and have weights of their own, as a descent leaves them: the samples do not
    /// determine which.
    case rankDeficient([Dependence])
    /// The information cannot be inverted in a Double, although no feature depends on others.
    case illConditioned
    /// No more observations than coefficients that they determine.
    case noDegreesOfFreedom(observations: Double, coefficients: Int)
}

extension StatisticsRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .neuron(let name): "the \(name) neuron has no likelihood here"
        case .outputs(let count): "it has \(count) outputs; fit one at a time"
        case .penalised: "it is penalised, and its coefficients are biased on purpose"
        case .notConverged(let outcome): outcome
        case .notAtMaximum(let distance):
            "the coefficients are \(distance.rounded(toDigits: 2)) standard errors from the maximum of the likelihood"
        case .separated(let features):
            "the classes are separated"
                + (features.isEmpty
                    ? "" : " by " + features.map(\.description).joined(separator: ", "))
                + ", and the likelihood grows without end; a penalty gives finite weights"
        case .rankDeficient(let dependences): dependences.map(\.description).joined(separator: "; ")
        case .illConditioned: "the features are so nearly dependent that the information has no inverse in a Double"
        case .noDegreesOfFreedom(let observations, let coefficients):
            "\(observations) observations leave no degrees of freedom beside \(coefficients) coefficients"
        }
    }
}

extension DescentError {
    /// Of a fit that has no statistics for this reason.
    package static func noStatistics(because reason: StatisticsRefusal) -> DescentError {
        .noStatistics(reason: reason.description)
    }
}
