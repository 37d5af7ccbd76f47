internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// When to ask the data whether there is an optimum to be found.
///
/// The data decide, not the size of coefficients; that only says when to ask them. A fit of all data is suspected, once: when the
/// weights that nothing holds, each times its feature's standard deviation, are together longer than 13, in single precision 6,
/// which is 3/8 of the score whose residual is lost in rounding; when the mean loss of a classifier is below 10⁻³; when it stalls
/// or loses the curvature that it had; and at its end where one such feature moves some score far, be it ever so rare, or a class
/// has no sample, or a bias as if it had none.
struct Suspicion {
    /// The weights that may run to infinity.
    let free: FreeWeights
    private let survey: Survey
    private let standardisation: Standardisation?
    private let longest: Double

    private static let smallestLoss = 1e-3

    /// Where a test costs next to nothing it is made sooner.
    private let longestReach: Double
    private static let cheapValues = 1_000_000

    init(_ survey: Survey, _ standardisation: Standardisation?, samples: Int, ulp: Double, free: FreeWeights) {
        self.free = free
        self.survey = survey
        self.standardisation = standardisation
        longest = -3.0 / 8 * Math.logarithm(ulp)
        longestReach = survey.features.count * samples <= Self.cheapValues ? longest / 2 : longest * 4 / 3
    }

    /// Of what a fit may be separated; nil where it has an optimum whatever the data, or looks for none.
    static func kind(_ neuron: any Neuron) -> Recession? {
        neuron.smoothness == .mistakes ? nil : neuron.traits.recession
    }

    /// - Parameter divisor: what makes a mean of the state's loss.
    func isRaised(
        _ kind: Recession, _ state: SolverState, by solver: any Solving, divisor: Double = 1
    ) -> Bool {
        guard state.query.scope == .all, state.claim != nil || solver.seeksOptimum else { return false }
        if state.claim == .stalled { return true }
        if state.memory.walk?.isLost == true { return true }
        // Biases alone cannot separate several classes that are there.
        if kind != .counts, !free.features.isEmpty, state.loss / divisor < Self.smallestLoss { return true }
        let point = state.query.point
        if state.claim != nil, kind == .counts, survey.targets.contains(where: { $0.mean == 0 }) { return true }
        if state.claim != nil, reach(of: point) > longestReach || isClassMissed(kind, point) { return true }
        return (0..<point.outputCount).contains { length($0, of: point) > longest }
    }

    /// Whether a class has no sample, or a bias beside the others as if it had none: that alone runs to infinity.
    private func isClassMissed(_ kind: Recession, _ point: Parameters) -> Bool {
        guard kind.isCoupled else { return false }
        let biases = (0..<point.outputCount).map { point.bias($0) }
        return survey.classCounts?.contains(0) == true || biases.max()! - biases.min()! > longest
    }

    /// The most that one feature moves a score: a weight that runs to infinity moves some far, be they ever so few.
    private func reach(of point: Parameters) -> Double {
        var most = 0.0
        for feature in free.features {
            let summary = survey.features[feature]
            let weights = (0..<point.outputCount).map { point[feature, $0] }
            // Between outputs that share a loss, differences are what counts.
            let least = min(weights.min() ?? 0, 0), largest = max(weights.max() ?? 0, 0)
            let range = (summary.maximum - summary.minimum) / (standardisation?.scale[feature] ?? 1)
            most = max(most, (largest - least) * range)
        }
        return most
    }

    /// Of an output's free weights on features divided by their standard deviations.
    func length(_ output: Int, of point: Parameters) -> Double {
        var squares = 0.0
        for feature in free.features {
            let summary = survey.features[feature]
            let unit = summary.standardDeviation / (standardisation?.scale[feature] ?? 1)
            squares += (point[feature, output] * unit) * (point[feature, output] * unit)
        }
        return squares.squareRoot()
    }
}
