internal import DescentSolvers

/// What is left to gain at a solution of least squares, whose corrections are worked out in twice the digits.
struct LeastSquaresRemainder {
    /// δ, what the risk is above its minimum before the weights are rounded, and φ, what rounding them costs.
    let decrement: Double
    let floor: Double
    private let scale: Double

    /// - Parameters:
    ///   - rounding: of a weight as the layer has it, relative to it.
    ///   - cost: what multiplies ½ r² in the loss.
    init(_ solution: LeastSquares.Solution, _ setting: Setting, rounding: Double, cost: Double) {
        decrement = cost * solution.left
        let spread = rounding * scoreSize(solution.parameters.values, setting.sizes)
        floor = cost / 2 * spread * spread
        scale = setting.lossScale
    }

    func isNothing(beside loss: Double) -> Bool {
        decrement <= Remainder.tolerance * max(loss.magnitude, scale) + Remainder.floors * floor
    }
}
