/// Numbers that a walk keeps in a solver's state: those of every method, then those of some.
enum WalkNumber: Int {
    case isConvex, samples, ulp
    /// Of a neuron whose outputs share one loss: a shift common to all of them is nothing. Else 0.
    case outputs
    case features
    /// Whether there are places where a parameter may be held.
    case hasCorners

    /// Of the last point that was accepted; of the way on from there, once it is known, the length that is tried, and how often.
    case loss, slope, length, tries, isUnderWay
    case firstLoss
    /// Of the last step and the one before, how large it is in the fit's coordinates; and how often it no longer shrank.
    case change, lastChange, settled

    /// Whether curvature is known; whether some combination of parameters had none from the start.
    case hasCurvature, isSingular
    /// Whether coefficients are on their way to infinity, where the risk is flat.
    case isLost
    case largestCurvature
    /// ‖H‖₁ of what the method's factor is of; 0 where there is none.
    case curvatureNorm
    /// Of a metric that fits have in common, where it is known; else 0.
    case condition

    /// Of methods with more than one kind of query: what the current answer is about.
    case phase
    /// Of L-BFGS.
    case pairs, newest, scale, firstNorm
    /// Samples that a metric is made from, and what its inverse is multiplied by, as the first step along it tells.
    case hasMetric, metricSamples, metricScale
    /// Whether it is that of a start far from the optimum, which many fits have in common.
    case isMetricShared
    /// Of conjugate gradients; the quotient is the largest curvature along any direction so far, in their metric.
    case residual, products, largestQuotient
    /// The first of several.
    case norms

    static let count = norms.rawValue + Walk.normsKept
}

extension SolverState {
    subscript(number: WalkNumber) -> Double {
        get { numbers[number.rawValue] }
        set { numbers[number.rawValue] = newValue }
    }
}
