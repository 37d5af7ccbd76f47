internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension Training {
    /// Whether the residuals of a squared error are what rounding, or eight digits of the coefficients, leave of the targets.
    var isPerfect: Bool {
        guard batches == nil, solver.seeksOptimum, outcome != .cancelled,
            sweep.neuron.traits.outline.isSquaredError, solver.penalty.isNone, sweep.risk == .mean
        else { return false }
        let variance = sweep.data.survey.targets.reduce(0) { $0 + $1.standardDeviation * $1.standardDeviation }
        return variance > 0 && state.loss <= 0x1p-46 * variance
    }
}
