package import DescentAlgebra

/// What `Solver.automatic` makes, where its method is described.
package struct Automatic: Solving {
    package let penalty: Penalty
    package let bounds: Bounds
    package let stopping: Stopping
    /// Whether a fit that needs no descent does without, unless it is to stop by rules of its own.
    package let mayBeDirect: Bool

    package init(
        penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits, mayBeDirect: Bool = true
    ) {
        self.mayBeDirect = mayBeDirect && stopping == .digits
        self.penalty = penalty
        self.bounds = bounds
        self.stopping = stopping
    }

    /// Operations for a Hessian up to which Newton's method needs no help.
    package static let cheapHessian = 1e9
    /// Samples up to which they are too few to learn from a part of them.
    static let mostWithoutSample = 40_000
    /// The same with an l1 penalty or bounds, where the alternative has no metric.
    package static let cheapAtCorners = 2e10
    /// And where many fits share the reads for gradients, but none for Hessians. A lasso's path of 20 (logistic, two Xeon
    /// threads) by gradients and by Hessians: 28 × 200 000 1.8 s and 5.3, 200 × 50 000 1.5 and 22; with neighbours correlated by
    /// 0.95, 28 × 200 000 6.0 and 6.7.
    static let cheapAtCornersOfMany = 1e7

    package func chosen(for setting: Setting) -> any Solving { choice(for: setting).solver }

    /// Who solves, and why in a few words: what the table above says, with the numbers that decided.
    package func choice(for setting: Setting) -> (solver: any Solving, reason: String) {
        // Digits of coefficients are nothing to a rule of descent, which has its own way to end.
        let byGradients = FirstOrder(
            GradientDescent(rate: 1), penalty: penalty, stopping: stopping == .digits ? .standard : stopping)
        if setting.smoothness == .mistakes { return (byGradients, "a perceptron has no curvature to go by") }
        if setting.occasion != .allData { return (byGradients, "mini-batches are for descent by gradients") }
        let parameters = setting.start.values.count, samples = setting.samples
        let operations = Double(parameters) * Double(parameters) * Double(samples)
        let isSmooth = penalty.l1 == 0 && bounds.isNone
        let lbfgs = LBFGS(penalty: penalty, bounds: bounds, stopping: stopping)
        if setting.smoothness == .kinked(hasCurvature: false) {
            return (
                lbfgs,
                "a loss of straight pieces has no curvature for a Hessian, but gradients that change along a step"
            )
        }
        if isSmooth, setting.sharesMetric, LBFGS.sharedSampleSize(parameters, samples) > 0 {
            return (lbfgs, "many fits have one metric in common, so a step of each takes a gradient")
        }
        let atCorners = setting.isOneOfMany ? Self.cheapAtCornersOfMany : Self.cheapAtCorners
        let limit = isSmooth ? Self.cheapHessian : atCorners
        let sample = isSmooth && samples > Self.mostWithoutSample ? LBFGS.sampleSize(parameters, samples) : 0
        let numbers = "n = \(setting.start.featureCount), K = \(setting.start.outputCount) and m = \(samples)"
        let cost = "a Hessian of \(numbers) costs \(operations.written(digits: 2)) operations"
        let most = "\(limit.written(digits: 1))\(isSmooth ? "" : " with an l1 penalty or bounds")"
        if operations <= limit, sample == 0 {
            return (
                Newton(penalty: penalty, bounds: bounds, stopping: stopping),
                "\(cost); up to \(most) Newton's method needs no help"
            )
        }
        let reason =
            operations > limit
            ? "\(cost), more than \(most), so a step takes a gradient"
            : "of \(numbers), \(sample) samples tell the curvature, so a step on all takes a gradient"
        return (lbfgs, reason)
    }

    package var name: String { "automatic" }
    package var recipe: String { "automatic, \(penalty.recipe)\(bounds.recipe)" }
    package var seeksOptimum: Bool { true }
    package func demand(in setting: Setting, readsPerGradient: Int) -> Demand {
        chosen(for: setting).demand(in: setting, readsPerGradient: readsPerGradient)
    }
    package func validate(for setting: Setting) throws(DescentError) { try chosen(for: setting).validate(for: setting) }
    package func start(_ setting: Setting) -> SolverState { chosen(for: setting).start(setting) }
    package func advance(_ state: inout SolverState, with evaluation: inout Evaluation) {
        preconditionFailure("a fit asks the solver that was chosen")
    }
    package func retreat(_ state: inout SolverState) {
        preconditionFailure("a fit asks the solver that was chosen")
    }
}
