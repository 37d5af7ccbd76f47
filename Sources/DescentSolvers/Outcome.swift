/// How a fit ended.
@nonexhaustive
public enum Outcome: Sendable, Hashable {
    /// At the optimum of a convex risk, as far as the criterion tells.
    case converged(Criterion)
    /// As `converged`, where the risk is not convex: there may be lower minima elsewhere.
    case localMinimum(Criterion)
    /// The gradient is 0, but the risk is not convex, and this is no minimum, or none that can be told from a plateau: a
    /// saddle, or a unit that responds to nothing.
    case stationary
    /// The loss no longer changes by as much as was asked for: no statement about a minimum.
    case settled
    /// The validation loss has not improved for as many checks as were allowed; the best weights are restored.
    case stoppedEarly
    /// The steps or the time that `Stopping` allows are used up, before anything else has ended the fit.
    case limit(Limit)
    /// The loss grows without bound; the model has the last weights at which it was finite.
    ///
    /// The rate is that of the last step. Gradient descent diverges above the bound 2/L, L the largest curvature of the risk at the
    /// starting point, and half of it would work; nil where the curvature could not be measured, as for a stream.
    case diverged(rate: Double, bound: Double?)
    /// The steps lead no further, though the audit cannot call it an optimum: more than rounding is left to gain, or the loss
    /// has kinks at which no gradient tells. The weights are the best that were found.
    case stalled
    /// There is no optimum: the risk falls for ever along some direction, which the test of `Separation` found in the data.
    /// The output is the one that it is about, of several with losses of their own.
    ///
    /// After a solver of second order, the model is so far along that direction that the slope is less than 2⁻⁴⁴, and
    /// coefficients that do not run to infinity are where they stay.
    case separated(Separation, output: Int)
    /// Its task was cancelled, or it was told to end. The weights are those of the last whole step.
    case cancelled

    /// What told a fit that there is nothing left to do.
    @nonexhaustive
    public enum Criterion: Sendable, Hashable {
        /// The norm of the gradient is at or below the tolerance.
        case gradientNorm
        /// The loss changes by less than the tolerance, relative to its size.
        case lossChange
        /// No coefficient changes any more in the digits that were asked for.
        case digits
        /// Nor in any digit that the data and their precision determine.
        case precision
    }

    /// What is used up.
    @nonexhaustive
    public enum Limit: Sendable, Hashable {
        /// As many steps as were allowed.
        case iterations
        /// As many seconds as were allowed; looked at after every step.
        case time
        /// The schedule's rate has come to 0 and stays there, so that no step leads anywhere.
        case schedule
    }
}

extension Outcome: CustomStringConvertible {
    public var description: String {
        switch self {
        case .converged(let criterion): "converged: \(criterion.words)"
        case .localMinimum(let criterion): "at a local minimum: \(criterion.words)"
        case .stationary: "stationary: the gradient is 0, but not at a minimum that can be told from a plateau"
        case .settled: "settled: the loss changes by less than the tolerance"
        case .stoppedEarly: "stopped early: the validation loss no longer improves"
        case .limit(.iterations): "not converged: the limit of iterations is reached"
        case .limit(.time): "not converged: the time is up"
        case .limit(.schedule): "not converged: the schedule's rate stays at 0 from here on"
        case .diverged(let rate, let bound):
            "diverged at the rate \(rate)"
                + (bound.map {
                    "; gradient descent on this data needs less than 2/L = \($0), and \($0 / 2) would work"
                } ?? "")
        case .stalled: "stalled: the steps lead no further, and this is not an optimum that can be vouched for"
        case .separated(let verdict, _): "no optimum: \(verdict)"
        case .cancelled: "cancelled"
        }
    }
}

extension Outcome.Criterion {
    fileprivate var words: String {
        switch self {
        case .gradientNorm: "the gradient's norm is below the tolerance"
        case .lossChange: "the loss changes by less than the tolerance"
        case .digits: "the coefficients no longer change in the digits asked for"
        case .precision: "the coefficients no longer change in any digit that can be had"
        }
    }
}
