internal import DescentAlgebra

extension Certificate {
    /// Of a least-squares fit, whose corrections end below the last place of the precision that the layer has, unless it did not
    /// converge.
    init(of solution: LeastSquares.Solution, _ remainder: LeastSquaresRemainder, ulp: Double) {
        newtonDecrement = max(remainder.decrement, remainder.floor)
        condition = solution.condition * solution.condition
        // Each coefficient is the nearest number to what a few roundings leave of it.
        digits = solution.isConverged ? -Math.decimalLogarithm(2 * ulp) : nil
    }

    /// Of what is left at the end of a walk.
    init(_ remainder: Remainder, _ claim: Claim, _ state: SolverState, ulp: Double) {
        newtonDecrement = max(remainder.decrement, remainder.gap, remainder.floor)
        condition = remainder.condition
        guard case .satisfied = claim, let condition, let walk = state.memory.walk, !walk.isSingular, !walk.isLost,
            // A fit that ends at a better point of validation data knows no step from there.
            state.query.point.values == walk.base
        else {
            digits = nil
            return
        }
        let rounding = condition.squareRoot() * ulp
        digits = max(0, -Math.decimalLogarithm(max(remainder.change, rounding, ulp)))
    }
}

extension Dataset {
    /// Bytes of X.
    var bytes: Int { features * samples * MemoryLayout<Element>.stride }
}
