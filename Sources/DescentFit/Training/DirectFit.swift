internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// A fit that needs no descent, as a training of one step.
struct DirectFit<Element: Scalar>: Sendable {
    private let linear: Linear
    private let penalty: Penalty

    /// Nil where the solver is another by name, or the neuron needs descent.
    init?(_ solver: some Solving, _ neuron: some Neuron) {
        guard let automatic = solver as? Automatic, automatic.mayBeDirect,
            let linear = LeastSquares.suits(neuron, automatic.penalty, automatic.bounds)
        else { return nil }
        (self.linear, penalty) = (linear, automatic.penalty)
    }

    func solve(_ sweep: Sweep<Element>) throws(DescentError) -> Fit<Element> {
        try LeastSquares.fit(
            sweep.data, sweep.neuron, as: linear, penalty: penalty, hasBias: sweep.zero.hasBias,
            threads: sweep.grant.budget == nil ? sweep.threads : nil)
    }

    var recipe: String { LeastSquares.recipe(penalty) }

    /// A solver that takes no memory for what is never asked of it.
    var standIn: any Solving { LBFGS(penalty: penalty) }
}

extension Training {
    /// The one step of a direct fit.
    mutating func solve(_ direct: DirectFit<Element>) throws(DescentError) -> FitProgress {
        let sweep = self.sweep
        let fit = try cancellation.watching { () throws(DescentError) in try direct.solve(sweep) }
        solved = fit
        course.outcome = fit.outcome
        course.state.query.point =
            sweep.standardisation?.standardised(fit.parameters) ?? fit.parameters
        let report = fit.report
        return FitProgress(
            step: report.steps, epochs: report.epochs, risk: report.risk, gradientNorm: report.gradientNorm, rate: 1,
            validationLoss: nil, seconds: report.seconds)
    }
}
