/// The solver that suits the neuron and the size of the data; the choice depends on nothing else.
///
/// | | |
/// |---|---|
/// | a neuron without curvature (perceptron) | gradient descent |
/// | few parameters and samples: one Hessian costs no more than 10⁹ operations, or 2 · 10¹⁰ with an l1 penalty or bounds | `Newton` |
/// | all others | `LBFGS`, with a metric from a sample |
public struct Automatic: Solver {
    public let penalty: Penalty
    public let bounds: Bounds
    public let stopping: Stopping

    public init(penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits) {
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    /// Operations for a Hessian up to which Newton's method needs no help.
    static let cheapHessian = 1e9
    /// The same with an l1 penalty or bounds, where the alternative has no metric.
    static let cheapAtCorners = 2e10

    public func chosen(for setting: Setting) -> any Solver {
        let count = Double(setting.start.values.count)
        if setting.neuron is Perceptron || setting.occasion != .allData {
            return FirstOrder(GradientDescent(rate: 1), penalty: penalty)
        }
        let operations = count * count * Double(setting.samples)
        let isSmooth = penalty.l1 == 0 && bounds.isNone
        let isSampled = LBFGS.sampleSize(setting.start.values.count, setting.samples) > 0 && setting.samples > 40_000
        if operations <= (isSmooth ? Self.cheapHessian : Self.cheapAtCorners), !(isSmooth && isSampled) {
            return Newton(penalty: penalty, bounds: bounds, stopping: stopping)
        }
        return LBFGS(penalty: penalty, bounds: bounds, stopping: stopping)
    }

    // Never asked: a fit asks whoever was chosen.
    public var name: String { "automatic" }
    public var recipe: String { "automatic, \(penalty.recipe)\(bounds.recipe)" }
    public var seconds: Double? { stopping.seconds }
    public func validate(for setting: Setting) throws(DescentError) { try chosen(for: setting).validate(for: setting) }
    public func start(_ setting: Setting) -> SolverState { chosen(for: setting).start(setting) }
    public func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        preconditionFailure("a fit asks the solver that was chosen")
    }
    public func retreat(_ state: inout SolverState) {
        preconditionFailure("a fit asks the solver that was chosen")
    }
}
