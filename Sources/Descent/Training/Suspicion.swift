/// When to ask the data whether there is an optimum to be found.
///
/// The data decide, not the size of coefficients; that only says when to ask them. A fit of all data without penalty and
/// bounds is suspected, once, when its weights, each times its feature's standard deviation, are together longer than 13,
/// in single precision 6, which is 3/8 of the score whose residual is lost in rounding; when the mean loss of a classifier
/// is below 10⁻³; or when it stalls or loses the curvature that it had.
struct Suspicion {
    private let survey: Survey
    private let standardisation: Standardisation?
    private let longest: Double

    private static let smallestLoss = 1e-3

    init(_ survey: Survey, _ standardisation: Standardisation?, ulp: Double) {
        self.survey = survey
        self.standardisation = standardisation
        longest = -3.0 / 8 * Math.logarithm(ulp)
    }

    /// Of what a fit may be separated; nil where it has an optimum whatever the data, or looks for none.
    static func kind(_ neuron: any Neuron, _ solver: any Solver) -> RecessionKind? {
        func kind(_ neuron: some Neuron) -> RecessionKind? { neuron is Perceptron ? nil : RecessionKind(neuron) }
        let hasLimits = (solver as? any LineSearchMethod)?.bounds.isNone == false
        guard solver.penalty.l1 == 0, solver.penalty.l2 == 0, !hasLimits else { return nil }
        return kind(neuron)
    }

    /// - Parameter divisor: what makes a mean of the state's loss.
    func isRaised(
        _ kind: RecessionKind, _ state: SolverState, by solver: any Solver, divisor: Double = 1
    ) -> Bool {
        guard state.query.scope == .all, state.outcome != nil || solver is any LineSearchMethod else { return false }
        if state.outcome == .stalled { return true }
        if solver is any LineSearchMethod, state[.isLost] != 0 { return true }
        if kind != .counts, state.loss / divisor < Self.smallestLoss { return true }
        let point = state.query.point
        return (0..<point.outputs).contains { length($0, of: point) > longest }
    }

    /// Of an output's weights on features divided by their standard deviations.
    func length(_ output: Int, of point: Parameters) -> Double {
        var squares = 0.0
        for (feature, summary) in survey.features.enumerated() {
            let unit = summary.standardDeviation / (standardisation?.scale[feature] ?? 1)
            squares += (point[feature, output] * unit) * (point[feature, output] * unit)
        }
        return squares.squareRoot()
    }
}
