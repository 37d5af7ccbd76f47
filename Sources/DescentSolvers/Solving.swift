package import DescentAlgebra

/// The rule that turns evaluations into the next query: ask and tell.
///
/// A solver is immutable; what changes during a fit is its state. It never sees data, threads or ranks. Whoever drives it
/// evaluates `state.query`, hands the answer to `advance`, and goes on until there is a claim, which an audit judges.
package protocol Solving: Sendable {
    /// One word, for reports.
    var name: String { get }
    /// Everything that decides where the steps lead, as text: what a report and a saved state name.
    var recipe: String { get }
    /// What is added to the risk. Without any, an optimum is one of maximum likelihood.
    var penalty: Penalty { get }
    /// Limits of the weights; by default there are none.
    var bounds: Bounds { get }
    /// When a fit ends.
    var stopping: Stopping { get }
    /// Whether it looks for an optimum, and is stopped where there is none. By default, a rule that goes on as its user asked.
    var seeksOptimum: Bool { get }
    /// What it will ask of the data.
    func demand(in setting: Setting, readsPerGradient: Int) -> Demand
    /// The solver that does the work: itself, unless it chooses one by the setting.
    func chosen(for setting: Setting) -> any Solving
    /// Throws `illegalOption` for the first number that is not legal, or that does not suit the setting.
    func validate(for setting: Setting) throws(DescentError)
    /// The state whose first query is at the setting's start.
    func start(_ setting: Setting) -> SolverState
    /// The state that starts at the optimum where another fit by this solver has ended, of nearly the same risk: what was
    /// learnt of the curvature may be kept. By default nothing is.
    func start(_ setting: Setting, near end: SolverState) -> SolverState
    /// Takes the answer to `state.query`. Leaves the next query in the state, or a claim. The evaluation's memory is
    /// the solver's to use.
    func advance(_ state: inout SolverState, with evaluation: inout Evaluation)
    /// As `advance`, where the query has no answer because its point, or its loss, has left the range of numbers.
    func retreat(_ state: inout SolverState)
    /// Whether there is a point to go back to: by default, one that was answered for.
    func canRetreat(_ state: SolverState) -> Bool
}

extension Solving {
    package var bounds: Bounds { .none }
    package var seeksOptimum: Bool { false }
    package func chosen(for setting: Setting) -> any Solving { self }
    package func canRetreat(_ state: SolverState) -> Bool { state.steps > 0 }
    package func start(_ setting: Setting, near end: SolverState) -> SolverState {
        var setting = setting
        setting.start = end.query.point
        return start(setting)
    }
}
