/// The rule that turns evaluations into the next query: ask and tell.
///
/// A solver is immutable; what changes during a fit is its state, which is plain numbers. It never sees data, threads or
/// ranks. Whoever drives it evaluates `state.query`, hands the answer to `advance`, and goes on until there is an
/// outcome.
public protocol Solver: Sendable {
    /// One word, for reports.
    var name: String { get }
    /// Everything that decides where the steps lead, as text: what a report and a saved state name.
    var recipe: String { get }
    /// What is added to the risk. Without any, an optimum is one of maximum likelihood.
    var penalty: Penalty { get }
    /// How long a fit may take, for the driver to see to.
    var seconds: Double? { get }
    /// The solver that does the work: itself, unless it chooses one by the setting.
    func chosen(for setting: Setting) -> any Solver
    /// Throws `illegalOption` for the first number that is not legal, or that does not suit the setting.
    func validate(for setting: Setting) throws(DescentError)
    /// The state whose first query is at the setting's start.
    func start(_ setting: Setting) -> SolverState
    /// The state that starts at the optimum where another fit by this solver has ended, of nearly the same risk: what was
    /// learnt of the curvature may be kept. By default nothing is.
    func start(_ setting: Setting, near end: SolverState) -> SolverState
    /// Takes the answer to `state.query`. Leaves the next query in the state, or an outcome. The evaluation's memory is
    /// the solver's to use.
    func advance(_ state: inout SolverState, with evaluation: inout Evaluation)
    /// As `advance`, where the query has no answer because its point, or its loss, has left the range of numbers.
    func retreat(_ state: inout SolverState)
    /// Whether there is a point to go back to: by default, one that was answered for.
    func canRetreat(_ state: SolverState) -> Bool
}

extension Solver {
    public func chosen(for setting: Setting) -> any Solver { self }
    public func canRetreat(_ state: SolverState) -> Bool { state.steps > 0 }
    public func start(_ setting: Setting, near end: SolverState) -> SolverState {
        var setting = setting
        setting.start = end.query.point
        return start(setting)
    }
}

/// What a solver is told before a fit begins: where it starts, and facts that do not change.
public struct Setting: Sendable {
    public let neuron: any Neuron
    public internal(set) var start: Parameters
    public let occasion: Occasion
    /// Of all data; 0 for a stream.
    public internal(set) var samples = 0
    /// Per feature, what one unit of the fit's coordinates is in those of the data; nil where they are the same.
    public internal(set) var scale: [Double]?
    /// Standard deviations of the features, in the data's units; nil for a stream.
    public internal(set) var deviations: [Double]?
    /// Whether other fits go on beside this one, and what is asked of all data is read once for all.
    var isOneOfMany = false
    /// Whether the start is the optimum of a similar risk, with another penalty or for some of the samples.
    var startsNearby = false
    /// What rounding does to a number of the data's precision, relative to it.
    public internal(set) var ulp = Double.ulpOfOne

    /// Whether the rough curvature where a fit starts is made once for many fits: in standardised coordinates, of one output.
    var sharesMetric: Bool { isOneOfMany && scale != nil && start.outputs == 1 }

    /// Of the start's values the first are weights, the others biases.
    var weights: Int { start.features * start.outputs }

    /// Per parameter, 1/variance of its feature in the coordinates of the fit, whose scales are powers of two; 1 for biases
    /// and constants: the first guess at the inverse of the curvature, up to a factor.
    var inverseVariances: [Double] {
        start.values.indices.map { index in
            guard index < weights, let deviations else { return 1 }
            let feature = index % start.features
            let size = deviations[feature] / (scale?[feature] ?? 1)
            return size > 0 && (1 / (size * size)).isFinite ? 1 / (size * size) : 1
        }
    }
}

/// What the answers will be about, and so what can be learnt from one.
public enum Occasion: Sendable, Hashable {
    /// All samples, every time.
    case allData
    /// One batch after the other, so many in an epoch.
    case batches(perEpoch: Int)
    /// Batches that come from somewhere, without end.
    case stream
}

/// What a solver wants to know.
public struct Query: Sendable, Hashable {
    /// Where.
    public internal(set) var point: Parameters
    /// About which samples.
    public internal(set) var scope: Scope
    /// What beside loss and gradient.
    public internal(set) var extra: Extra = .nothing

    public enum Scope: Sendable, Hashable {
        case all
        /// The next mini-batch.
        case batch
        /// So many samples from everywhere in the data, always the same ones.
        case sample(Int)
    }

    public enum Extra: Sendable, Hashable {
        case nothing
        /// The Hessian, or its Gauss–Newton part where that may be negative.
        case curvature
        /// The same, of which few digits are needed.
        case roughCurvature
        /// Its product with a direction; no loss and no gradient are asked for.
        case product(along: Parameters)
    }
}

/// Everything that changes during a fit.
public struct SolverState: Sendable, Hashable {
    public internal(set) var query: Query
    /// How the fit ended, or nil.
    public internal(set) var outcome: Outcome?
    /// Steps taken so far.
    public internal(set) var steps = 0
    /// Of the last answer: the penalised risk of what it was about, and the norm of its gradient.
    public internal(set) var loss = Double.nan
    public internal(set) var gradientNorm = Double.nan
    /// η of the last step.
    public internal(set) var rate = Double.nan
    let occasion: Occasion
    /// What the solver remembers, as it likes.
    var memory: [Double]
    var numbers: [Double]
    /// The factor of a solver's metric; empty until one is made, as many fits never make one.
    var metric: [Double] = []
}

/// How a fit ended.
public enum Outcome: Sendable, Hashable {
    case converged(Criterion)
    /// As `converged`, where the risk is not convex: there may be lower minima elsewhere.
    case localMinimum(Criterion)
    /// The validation loss has not improved for as many checks as were allowed; the best weights are restored.
    case stoppedEarly
    case limit(Limit)
    /// The loss grows without bound; the model has the last weights at which it was finite.
    case diverged(Divergence)
    /// The gradient is not 0, but the step is too small to change any parameter; or it is lost in underflow while steps are
    /// long, as on data that a plane separates.
    case stalled
    /// There is no optimum: the risk falls for ever along some direction, which the test of `Separation` found in the data.
    /// The output is the one that it is about, of several with losses of their own.
    ///
    /// After a solver of second order, the model is so far along that direction that the slope is less than 2⁻⁴⁴, and
    /// coefficients that do not run to infinity are where they stay.
    case separated(Separation, output: Int)
    case cancelled

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

    public enum Limit: Sendable, Hashable {
        case iterations, time
    }

    /// Why a fit diverged, and what would help.
    public struct Divergence: Sendable, Hashable {
        /// The rate of the last step.
        public let rate: Double
        /// 2/L, L the largest curvature of the risk at the starting point: gradient descent diverges above it. Nil where
        /// the curvature could not be measured, as for a stream.
        public internal(set) var bound: Double?
        /// 1/L: a rate that gradient descent can use.
        public var advisedRate: Double? { bound.map { $0 / 2 } }
    }
}

extension Outcome: CustomStringConvertible {
    public var description: String {
        switch self {
        case .converged(let criterion): "converged: \(criterion)"
        case .localMinimum(let criterion): "at a local minimum: \(criterion)"
        case .stoppedEarly: "stopped early: the validation loss no longer improves"
        case .limit(.iterations): "not converged: the limit of iterations is reached"
        case .limit(.time): "not converged: the time is up"
        case .diverged(let divergence):
            "diverged at the rate \(divergence.rate)"
                + (divergence.bound.map {
                    "; gradient descent on this data needs less than 2/L = \($0), and \($0 / 2) would work"
                } ?? "")
        case .stalled: "stalled: the steps no longer change the parameters"
        case .separated(let verdict, _): "no optimum: \(verdict)"
        case .cancelled: "cancelled"
        }
    }
}

extension Outcome.Criterion: CustomStringConvertible {
    public var description: String {
        switch self {
        case .gradientNorm: "the gradient's norm is below the tolerance"
        case .lossChange: "the loss changes by less than the tolerance"
        case .digits: "the coefficients no longer change in the digits asked for"
        case .precision: "the coefficients no longer change in any digit that can be had"
        }
    }
}
