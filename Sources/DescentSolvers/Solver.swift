public import DescentAlgebra

/// How a fit looks for its optimum, with all that it needs for it: what is penalised, where weights may be, and when it ends.
///
///     let fit = try data.fit(
///         neuron: .logistic, by: .lbfgs(penalty: .ridge(1e-3, on: .deviations)))
///
/// Closed: there are the solvers that Descent brings, since what drives them and what judges their claims is tested with them
/// alone. A rule of one's own is an ``UpdateRule``, which `firstOrder` takes.
public struct Solver: Sendable {
    package let method: any Solving
    package init(_ method: some Solving) { self.method = method }
}

extension Solver {
    /// The solver that suits the neuron and the size of the data; the choice depends on nothing else.
    ///
    /// | | |
    /// |---|---|
    /// | squared error of the score itself (`linear`), without an l1 penalty, bounds or a stopping of one's own | least squares, by a QR of all data |
    /// | a perceptron, which learns by its mistakes | gradient descent |
    /// | a loss of straight pieces (hinge, absolute error), which has no curvature | `lbfgs` |
    /// | few parameters and samples: one Hessian costs no more than 10⁹ operations, or 2 · 10¹⁰ with an l1 penalty or bounds, of many fits side by side 10⁷ | `newton` |
    /// | all others, and many fits side by side without an l1 penalty or bounds | `lbfgs`, with a metric from a sample |
    public static func automatic(
        penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits
    ) -> Solver {
        Solver(Automatic(penalty: penalty, bounds: bounds, stopping: stopping))
    }

    /// Newton's method, iteratively reweighted least squares: θ ← θ − H⁻¹ ∇R, with gradient and Hessian from one sweep and H
    /// factored by Cholesky. Where the curvature may be negative, H is its Gauss–Newton part.
    ///
    /// With an l1 penalty or bounds a step goes to the minimum of the quadratic model that knows of their corners. For as many
    /// parameters as a matrix of their square is cheap: up to a few thousand. H is damped where it is singular. It ends when
    /// its steps no longer shrink, which is as many digits as the data determine.
    public static func newton(
        penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits
    ) -> Solver {
        Solver(Newton(penalty: penalty, bounds: bounds, stopping: stopping))
    }

    /// Limited-memory BFGS with a metric learnt from a sample: d = −H⁻¹ ∇R, H from the curvature of a sample of the data and
    /// from how the gradient changed in the last steps. An iteration is one sweep.
    ///
    /// The sample's Hessian is what makes correlated features as cheap as independent ones. Few parameters start at the
    /// sample's optimum, found by Newton's method on the sample alone. Many begin with the scale of the curvature along the
    /// gradient; where that shows features to be correlated, with the sample's Hessian at once, and else when their steps turn
    /// out to gain little. A softmax has one metric of the features for all classes, the classes' own curvature beside it, and
    /// the sample's Hessian among the combinations of features that the first direction shows: see `ClassMetric`. With an l1 penalty or bounds, orthant by orthant and without the sample (OWL-QN: Andrew and Gao,
    /// 2007). Nocedal and Wright, "Numerical optimization", ch. 7.
    ///
    /// - Parameter pairs: steps that are remembered, from 1 to 1000. Default 12.
    /// - Throws: `illegalOption` for other pairs.
    public static func lbfgs(
        penalty: Penalty = .none, bounds: Bounds = .none, stopping: Stopping = .digits, pairs: Int = 12
    ) throws(DescentError) -> Solver {
        Solver(try LBFGS(penalty: penalty, bounds: bounds, stopping: stopping, pairs: pairs).validated())
    }

    /// Newton's method without a matrix: H d = −∇R by conjugate gradients, one sweep per product with H, as exactly as the
    /// distance from the end deserves. For parameters too many for a matrix, where `lbfgs` needs long memory.
    ///
    /// Residuals shrink to min(½, √‖∇R‖) of the gradient, so that steps become exact towards the end. The curvature is never
    /// negative (Gauss–Newton where the Hessian may be), so a search along the direction does what a trust region would.
    /// Dembo and Steihaug, "Truncated-Newton algorithms for large-scale unconstrained optimization" (1983).
    ///
    /// - Parameter products: for one step at most. Default 200.
    /// - Throws: `illegalOption` for an l1 penalty, which `lbfgs` takes, and for no products.
    public static func newtonCG(
        penalty: Penalty = .none, stopping: Stopping = .digits, products: Int = 200
    ) throws(DescentError) -> Solver {
        Solver(try NewtonCG(penalty: penalty, stopping: stopping, products: products).validated())
    }

    /// Descent by gradients: a rule, how its rate changes, how gradients are bounded, what is penalised and when it ends.
    ///
    ///     let solver = try Solver.firstOrder(
    ///         .adam(rate: 0.01), schedule: .cosine(steps: 5000),
    ///         penalty: .ridge(1e-3, on: .raw))
    ///
    /// A step is: the gradient of the risk and the penalty, clipping, the rule. Where an l1 penalty has a corner, at a weight of
    /// 0, its gradient is the smallest that there is; a weight goes no further than 0 in one step, and leaves it only downhill.
    /// So every rule, whatever it does to the size of steps, can rest at the optimum alone.
    ///
    /// - Throws: `illegalOption` for a rate or a limit of gradients that is not positive and finite.
    public static func firstOrder(
        _ rule: some UpdateRule, schedule: Schedule = .constant, clipping: Clipping? = nil, penalty: Penalty = .none,
        stopping: Stopping = .standard
    ) throws(DescentError) -> Solver {
        try rule.validate()
        try clipping?.validate()
        return Solver(FirstOrder(rule, schedule: schedule, clipping: clipping, penalty: penalty, stopping: stopping))
    }
}
